import { gzipSync } from 'node:zlib';
import { Fleet } from '../../domain/fleet.ts';
import { canonicalJson, contentHashOfText } from '../../domain/hash.ts';
import { Model } from '../../domain/model.ts';
import { Workload, type Trace } from '../../domain/trace.ts';
import { summarizeFleet, summarizeModel } from '../about-problem.ts';
import { parseInput } from '../bad-input.ts';
import { ProblemInput } from '../inputs.ts';
import { parseJsonText } from '../json-text.ts';
import { frontierObjectives, resolveProblem } from '../resolve-problem.ts';
import { readTrace, writeTrace, type TraceFormat } from '../trace-files.ts';
import type { Upload } from './upload.ts';
import type { UploadKind, Uploads } from './uploads.ts';
import { unpacked } from './references.ts';

/** An upload as it is stored. */
export interface PreparedUpload {
  readonly kind: UploadKind;
  readonly hash: string;
  readonly bytes: number;
  readonly summary: Upload['summary'];
  /** gzip of the canonical JSON. */
  readonly packed: Uint8Array;
}

/**
 * Checks an upload and writes it down in its canonical form: defaults filled in, keys in order. Equal contents have equal hashes, however they
 * were written.
 * @throws BadInputError that lists every problem found, MalformedJsonError.
 */
export function prepareUpload(
  kind: UploadKind,
  body: Uint8Array,
  format: TraceFormat,
  uploads: Uploads,
): PreparedUpload {
  const { content, summary } = readContent(kind, body, format, uploads);
  const text = canonicalJson(content);
  const bytes = Buffer.from(text);
  return { kind, hash: contentHashOfText(text), bytes: bytes.length, summary, packed: gzipSync(bytes) };
}

interface Content {
  readonly content: unknown;
  readonly summary: Upload['summary'];
}

function readContent(kind: UploadKind, body: Uint8Array, format: TraceFormat, uploads: Uploads): Content {
  switch (kind) {
    case 'model': {
      const content = parseInput(Model, parseJsonText(body));
      return { content, summary: summarizeModel(content) };
    }
    case 'workload': {
      const content = parseInput(Workload, parseJsonText(body));
      return { content, summary: summarizeWorkload(content) };
    }
    case 'fleet': {
      const content = parseInput(Fleet, parseJsonText(body));
      return { content, summary: summarizeFleet(content) };
    }
    case 'trace': {
      // Text that is said to be one document is held to the rules of all bodies; the other forms are told apart by their content.
      if (format === 'json') parseJsonText(body);
      const content = readTrace(body, 'body');
      return { content, summary: summarizeTrace(content) };
    }
    case 'problem':
      return readProblem(parseInput(ProblemInput, parseJsonText(body)), uploads);
  }
}

/** Whole: what it names is put in place, so that it means the same when a fixture changes or an upload goes. */
function readProblem(input: ProblemInput, uploads: Uploads): Content {
  const { problem } = resolveProblem(input, { uploads, at: '', defaultObjectives: frontierObjectives });
  const { objectives, constraints } = input;
  return {
    // Objectives that were left out are those of the job that it will be given to.
    content: { ...problem, objectives },
    summary: {
      model: summarizeModel(problem.model),
      fleet: summarizeFleet(problem.fleet),
      ...(objectives === undefined ? {} : { objectives }),
      constraints: constraints.length,
    },
  };
}

const summarizeWorkload = ({ tables, batchSize, samplesPerRequest, requestsPerSecond }: Workload) => ({
  tables: tables.length,
  batchSize,
  samplesPerRequest,
  ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
});

const summarizeTrace = ({ requests }: Trace) => ({
  requests: requests.length,
  samples: requests.reduce((sum, { samples }) => sum + samples, 0),
  lookups: requests.reduce(
    (sum, { features }) => sum + features.reduce((lookups, { indices }) => lookups + indices.length, 0),
    0,
  ),
});

/** A stored trace in another form. */
export const formatTrace = (packed: Uint8Array, format: TraceFormat): Uint8Array =>
  writeTrace(JSON.parse(new TextDecoder().decode(unpacked(packed))) as Trace, format);
