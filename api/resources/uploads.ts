/** What can be uploaded once and then be named by its content hash. */
export const UPLOAD_KINDS = ['model', 'workload', 'trace', 'fleet', 'problem'] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

/** What a request may name in place of saying it. */
export interface Uploads {
  /** The upload of a hash, or the job of an id (`StoredJob`), as JSON has it; undefined where there is none. */
  find(kind: UploadKind | 'job', name: string): unknown;
}

/** Of the command line and of programs: uploads are a server's. */
export const NO_UPLOADS: Uploads = { find: () => undefined };

/** The path of all uploads of a kind. */
export const uploadsPath = (kind: UploadKind): string => `/v1/${kind}s`;
