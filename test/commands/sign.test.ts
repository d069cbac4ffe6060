import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sign } from '../../connector/endpoint/signature.ts';
import { root } from '../../dev/run-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'sign-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], { secret, input }: { secret?: string; input?: string } = {}) {
  const env = { ...process.env, NODE_OPTIONS: '--conditions=template', IADVIZE_SECRET: secret ?? '' };
  const options = { cwd: root, env, encoding: 'utf8', ...(input !== undefined && { input }) } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['commands/sign.ts', ...args], options);
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

it('prints the signature over the raw query and the call to paste', () => {
  const query = "idWebsite=ha-1&search[default][contains]=l'été%20";
  const { status, lines } = run(['GET', query, '--url', 'http://127.0.0.1:9/'], { secret: 'my secret' });
  expect(status).toBe(0);
  expect(lines[0]).toBe(`x-iadvize-signature: ${sign(query, 'my secret')}`);
  expect(lines[1]).toContain('http://127.0.0.1:9/products?idWebsite=ha-1');
  expect(lines.join()).not.toContain('my secret');
});

it('signs the bytes of a file and of standard input', () => {
  const file = join(folder, 'body.bin');
  const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
  writeFileSync(file, bytes);
  const fromFile = run(['POST', '--body', file, '--path', '/verification', '--url', 'http://127.0.0.1:9']);
  expect(fromFile.lines[0]).toBe(`x-iadvize-signature: ${sign(bytes, 'local-secret')}`);
  expect(fromFile.lines[1]).toContain(`--data-binary '@${file}' 'http://127.0.0.1:9/verification'`);
  const fromInput = run(['POST', '--body', '-', '--url', 'http://127.0.0.1:9'], { input: '[]' });
  expect(fromInput.lines[0]).toBe(`x-iadvize-signature: ${sign('[]', 'local-secret')}`);
  expect(fromInput.lines[1]).toContain(`--data-raw '[]' 'http://127.0.0.1:9/webhooks'`);
});

it('says how it is used', () => {
  for (const args of [[], ['PUT'], ['POST'], ['GET', 'a', 'b']]) {
    const { status, stderr } = run([...args, '--url', 'http://127.0.0.1:9']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('npm run sign')]);
  }
  const missing = run(['POST', '--body', 'no-such-file', '--url', 'http://127.0.0.1:9']);
  expect([missing.status, missing.stderr]).toEqual([1, 'no-such-file cannot be read.\n']);
});
