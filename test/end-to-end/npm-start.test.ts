import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { root } from '../../dev/run-node.ts';
import { exchange } from '../../platform/exchange.ts';

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
});

function npmStart(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['dev/serve.ts', ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '--conditions=template', INIT_CWD: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.err += chunk;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const ready = () => expect.poll(() => printed.out, { timeout: 55_000, interval: 50 }).toMatch(/^Ready$/m);
  return { child, printed, ended, ready };
}

const urlAfter = (text: string, label: string) => text.match(new RegExp(`^${label}: +(http\\S+)$`, 'm'))?.[1] ?? '';

/** Does what a printed `curl` line does. */
async function paste(line: string) {
  const quoted = [...line.matchAll(/'((?:[^']|'\\'')*)'/g)].map(([, text]) => text!.replaceAll(`'\\''`, "'"));
  const headers = Object.fromEntries(quoted.filter((each) => /^[\w-]+: /.test(each)).map((each) => each.split(': ')));
  const body = quoted.find((each) => each.startsWith('{'));
  const url = quoted.find((each) => each.startsWith('http'))!;
  const request = { method: body ? 'POST' : 'GET', url, headers, ...(body && { body: Buffer.from(body) }) };
  return (await exchange(request)).answer!;
}

it('installs a given feed, prints URLs and calls that work, and ends leaving nothing', {
  timeout: 60_000,
}, async () => {
  const { child, printed, ended, ready } = npmStart(['--fresh', '--feed', 'test/fixtures/local-run-feed.tsv'], {
    IADVIZE_SECRET: 'never-print-this',
  });
  await ready();
  expect(printed.err).toBe('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are what must not be there.
  expect(printed.out).not.toMatch(/\x1b/);
  expect(printed.out).not.toContain('never-print-this');
  expect(printed.out.trimEnd().split('\n').at(-1)).toBe('Ready');

  const health = await exchange({ method: 'GET', url: urlAfter(printed.out, 'Health URL'), headers: {} });
  expect(health.answer?.status).toBe(200);
  const feed = await exchange({ method: 'GET', url: urlAfter(printed.out, 'Given feed'), headers: {} });
  expect(String(feed.answer?.body)).toContain('Cerf-volant Mistral');

  // Nothing is kept of this run by which another command would find it.
  expect(printed.out).not.toContain('npm run');

  const lines = printed.out.split('\n').filter((line) => line.startsWith('curl '));
  expect(lines).toHaveLength(5);
  for (const line of lines) expect((await paste(line)).status, line).toBe(200);
  const products = JSON.parse(String((await paste(lines[1]!)).body));
  expect(products.map(({ title }: { title: string }) => title)).toEqual(['Cerf-volant Mistral', 'Cerf-volant Sirocco']);

  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const after = await exchange({ method: 'GET', url: urlAfter(printed.out, 'Health URL'), headers: {} });
  expect(after.failure).toContain('ECONNREFUSED');
});

it('says in one line what is in the way', { timeout: 60_000 }, async () => {
  const occupied = createServer();
  await new Promise<void>((listening) => occupied.listen(0, '127.0.0.1', listening));
  const port = String((occupied.address() as AddressInfo).port);
  const notAFeed = npmStart(['--fresh', '--feed', 'package.json']);
  const noFile = npmStart(['--fresh', '--feed', 'no-such-feed.xml']);
  const busy = npmStart([], { SHOP_PORT: port });
  const noPort = npmStart([], { PORT: 'http' });
  const noOption = npmStart(['--fed']);

  expect([await noFile.ended, noFile.printed.err]).toEqual([
    1,
    `There is no file ${join(root, 'no-such-feed.xml')}.\n`,
  ]);
  expect([await busy.ended, busy.printed.err]).toEqual([1, expect.stringMatching(`^Port ${port} is in use.*\n$`)]);
  expect([await noPort.ended, noPort.printed.err]).toEqual([1, 'PORT must be a port number, not http.\n']);
  expect([await noOption.ended, noOption.printed.err]).toEqual([1, expect.stringContaining("'--fed'")]);
  expect(await notAFeed.ended).toBe(1);
  expect(notAFeed.printed.err).toMatch(/^.+\n$/);
  occupied.close();
});

it('can be ended while it starts', { timeout: 60_000 }, async () => {
  const { child, printed, ended } = npmStart(['--fresh']);
  await expect.poll(() => printed.out, { timeout: 20_000 }).toContain('Synthesizing');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(printed.err).toBe('');
});

it('ends with the shell that npm started it in', { timeout: 60_000 }, async () => {
  // What follows the command keeps the shell from becoming the command.
  const shell = spawn('sh', ['-c', `"${process.execPath}" dev/serve.ts --fresh; true`], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '--conditions=template', npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(shell);
  let out = '';
  shell.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await expect.poll(() => out, { timeout: 55_000, interval: 50 }).toMatch(/^Ready$/m);
  shell.kill('SIGTERM');
  const isThere = async () => (await exchange({ method: 'GET', url: urlAfter(out, 'Health URL'), headers: {} })).answer;
  await expect.poll(isThere, { timeout: 10_000 }).toBeNull();
});
