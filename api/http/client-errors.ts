import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPES, problemBody, type ProblemType } from './problem-details.ts';

/** Answers what is no HTTP request, which no route ever sees, as everything else is answered. */
export function answerClientErrors(server: Server): void {
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Duplex) => {
    // Gone, or amid an answer that another one would be mixed into.
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const type = typeOf(error.code);
    const { status } = PROBLEM_TYPES[type];
    const body = JSON.stringify(problemBody(type, DETAILS[type], ''));
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/problem+json',
        `content-length: ${Buffer.byteLength(body)}`,
        'x-content-type-options: nosniff',
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  });
}

const DETAILS = {
  'malformed-http': 'What came is no request of HTTP/1.1.',
  'request-timeout': 'The request did not arrive in time.',
  'headers-too-large': 'The header lines take more than 16 KiB.',
} as const satisfies Partial<Record<ProblemType, string>>;

function typeOf(code: string | undefined): keyof typeof DETAILS {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'malformed-http';
}
