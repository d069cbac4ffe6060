import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sign } from '../../connector/endpoint/signature.ts';
import { curlGet, curlPost } from '../../dev/curl-line.ts';

const url = 'http://127.0.0.1:3000';
const secret = 'shared secret';

/** What `curl` would be given, were the line pasted into a POSIX shell. */
function argumentsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

it('survives the shell, whatever the query or the body holds', () => {
  // No NUL (no argument holds one), and what UTF-8 can write.
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !value.includes('\0'));
  const spiteful = fc.oneof(text, fc.constantFrom("it's", '$(id)', '`id`', '\\', '!!', '"', '*', '\n', "''"));
  fc.assert(
    fc.property(spiteful, (given) => {
      const get = argumentsOf(curlGet(url, '/products', given, secret));
      expect(get.at(-1)).toBe(`${url}/products${given && `?${given}`}`);
      expect(get).toContain(`x-iadvize-signature: ${sign(given, secret)}`);
      const body = { bytes: Buffer.from(given), contentType: 'application/json' };
      const post = argumentsOf(curlPost(url, '/webhooks', body, secret));
      expect(post[post.indexOf('--data-raw') + 1]).toBe(given);
      expect(post).toContain(`x-iadvize-signature: ${sign(given, secret)}`);
    }),
    { numRuns: 40 },
  );
});

it('sends a file as it is, byte by byte', () => {
  const body = { bytes: Buffer.from([0, 255]), contentType: 'text/plain', file: "it's here.bin" };
  const line = argumentsOf(curlPost(url, '/webhooks', body, secret));
  expect(line[line.indexOf('--data-binary') + 1]).toBe("@it's here.bin");
  expect(line).toContain(`x-iadvize-signature: ${sign(body.bytes, secret)}`);
});
