import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../helpers/run-command.ts';
import { startStandInConnector } from '../helpers/stand-in-connector.ts';

it('says how to be called', async () => {
  for (const args of [[], ['--url', 'nonsense'], ['--url', 'ftp://connector.example']]) {
    const { code, stderr } = await runCommand('desk', args);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Usage: npm run desk -- --url')]);
  }
  const { code, stderr } = await runCommand('desk', ['--url', 'https://connector.example', '--port', 'x']);
  expect([code, stderr]).toEqual([1, 'x is not a port.\n']);
});

it('serves the desk of a connector elsewhere until it is ended, and prints no secret', async () => {
  const connector = await startStandInConnector(() => ({ body: { status: 'UP' } }));
  const script = fileURLToPath(new URL('../../commands/desk.ts', import.meta.url));
  const child = spawn(process.execPath, [script, '--url', `${connector.url}/`, '--port', '0'], {
    env: { ...process.env, IADVIZE_SECRET: 'never-print-this' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  await expect.poll(() => printed, { timeout: 15_000 }).toMatch(/^Desk: +http:\S+$/m);
  const url = printed.match(/^Desk: +(\S+)$/m)?.[1];
  expect((await fetch(`${url}/marketplace`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(printed).not.toContain('never-print-this');
  await connector.close();
});
