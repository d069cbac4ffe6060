import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { curlOf } from '../../../dev/desk/curl-of.ts';

/** What a shell makes of the line: the arguments that curl would get. */
function argumentsOf(line: string): string[] {
  const printed = execFileSync('sh', ['-c', line.replace(/^curl /, 'printf "%s\\0" ')], { encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

it('a shell hands curl the same URL, headers and bytes, whatever they hold', { timeout: 60_000 }, () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => !value.includes('\0'));
  fc.assert(
    fc.property(text, text, (query, body) => {
      const url = `https://connector.example/products?${query}`;
      const headers = { 'x-iadvize-signature': "sha256='$(x)`\\" };
      const given = argumentsOf(curlOf({ method: 'POST', url, headers, body: Buffer.from(body) }));
      expect(given).toEqual([
        ...['-i', '-g', '-X', 'POST', url],
        ...['-H', `x-iadvize-signature: ${headers['x-iadvize-signature']}`, '--data-binary', body],
      ]);
    }),
    { numRuns: 60 },
  );
});
