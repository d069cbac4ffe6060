import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { validSecrets } from '../../connector/endpoint/app-secret.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { sampleOutputs } from '../fixtures/stack-outputs.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { runCommand } from '../helpers/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'secret-'));
const outputs = join(folder, 'cdk-outputs.json');
const target = ['--stack', 'connector-dev', '--outputs', outputs];
let aws: LocalAws;

beforeAll(async () => {
  writeFileSync(outputs, JSON.stringify({ 'connector-dev': sampleOutputs }));
  aws = await useLocalAws({ secret: 'random-first' });
});

afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

it('set reads the token from stdin, shows it nowhere, and the connector accepts it', async () => {
  const ran = await runCommand('secret', ['set', ...target], 'token-from-the-platform\n');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^connector-dev: The token is set\./);
  expect(ran.stdout).not.toContain('token-from-the-platform');
  expect(await validSecrets(deadlineIn(5_000))).toEqual(['token-from-the-platform']);
});

it('revoke says when there is nothing to end', async () => {
  const ran = await runCommand('secret', ['revoke', ...target]);
  expect(ran).toEqual({
    code: 0,
    stderr: '',
    stdout: 'connector-dev: There is no token before the current one: nothing to do.\n',
  });
});

it.each([
  ['a token as an argument', ['set', 'token-by-argument', ...target], '', /^Usage: /],
  ['no action', target, '', /^Usage: /],
  ['no stack', ['set', '--outputs', outputs], 'token-from-the-platform', /^Usage: /],
  ['an unknown option', ['set', '--token', 'x', ...target], '', /Unknown option '--token'/],
  ['an empty token', ['set', ...target], '\n', /must be 8 to 512 characters without spaces/],
  ['two lines', ['set', ...target], 'first-line\nsecond-line\n', /must be 8 to 512 characters without spaces/],
])('refuses %s in one line', async (_, args, input, message) => {
  const ran = await runCommand('secret', args, input);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(message);
  expect(ran.stderr.trim().split('\n')).toHaveLength(1);
});
