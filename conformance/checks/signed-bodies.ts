import type { Check } from '../check.ts';
import { requireAcknowledged, requireProblem, requireStatus } from '../requirements.ts';
import { requireAccepted } from './require-accepted.ts';

/** Of the decoded body. */
const largestBody = 256 * 1024;
const posts = ['/verification', '/webhooks'] as const;

/** One check per POST endpoint. */
function forPosts(
  name: string,
  title: string,
  run: (path: string, ...context: Parameters<Check['run']>) => Promise<void>,
) {
  return posts.map(
    (path): Check => ({
      name: `${path.slice(1)}-${name}`,
      title: `POST ${path}: ${title}`,
      async run(context) {
        await run(path, context);
        return undefined;
      },
    }),
  );
}

const unsigned = { signature: null };
const notText = Buffer.from([0x5b, 0xff, 0xc3, 0x28, 0x00, 0x5d]);
const asText = { contentType: 'text/plain' };

export const bodyChecks: readonly Check[] = [
  ...forPosts(
    'raw-bytes',
    'the signature is over the bytes as sent, however the JSON is written.',
    async (path, { calls }) => {
      const body = path === '/webhooks' ? '\n{ "eventType" : "conformance.\\u0072aw",\t"é":1.0 }\r\n' : '[ \n] ';
      requireAccepted(await calls.post(path, body), 'a signature over JSON with spaces and escapes');
    },
  ),
  {
    name: 'binary-body',
    title: 'Bytes that are no text are signed like any other: a form of them is 400, not 401.',
    async run({ calls }) {
      const contentType = 'application/x-www-form-urlencoded';
      requireProblem(await calls.post('/webhooks', notText, { contentType }), 400, 'invalid_request');
      return undefined;
    },
  },
  ...forPosts(
    'not-utf-8',
    'JSON that is not UTF-8 is refused: 400, or 401 behind a gateway that makes it text.',
    async (path, { calls }) => {
      requireStatus(await calls.post(path, notText), [400, 401]);
    },
  ),
  ...forPosts(
    'too-large',
    'a body over 256 KiB is 413, before its signature is looked at.',
    async (path, { calls }) => {
      requireProblem(await calls.post(path, oversized(1), unsigned), 413, 'body_too_large');
      requireProblem(await calls.post(path, oversized(1)), 413, 'body_too_large');
    },
  ),
  ...forPosts('largest', 'a body of exactly 256 KiB is not too large.', async (path, { calls }) => {
    requireProblem(await calls.post(path, oversized(0)), 400, 'invalid_request');
  }),
  ...forPosts('401-before-415', 'a wrong media type without a signature is 401.', async (path, { calls }) => {
    requireProblem(await calls.post(path, 'hello', { ...unsigned, ...asText }), 401, 'invalid_signature');
  }),
  ...forPosts('401-before-400', 'a malformed body without a signature is 401.', async (path, { calls }) => {
    requireProblem(await calls.post(path, '{', unsigned), 401, 'invalid_signature');
  }),
  ...forPosts('415', 'another media type, or none, is 415 before the body is read.', async (path, { calls }) => {
    requireProblem(await calls.post(path, '{', asText), 415, 'unsupported_media_type');
    requireProblem(await calls.post(path, '{', { contentType: null }), 415, 'unsupported_media_type');
  }),
  {
    name: 'post-query',
    title: 'The query string of a POST is neither signed nor used.',
    async run({ calls, website }) {
      const query = `?idWebsite=${website}&eventType=connector.installed`;
      requireAcknowledged(await calls.post(`/webhooks${query}`, '{"eventType":"conformance.query"}'));
      requireStatus(await calls.post(`/verification${query}`, '[]'), [200]);
      return undefined;
    },
  },
];

function oversized(more: number): string {
  return '['.padEnd(largestBody + more, ' ');
}
