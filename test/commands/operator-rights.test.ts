import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { variables } from '../../connector/environment.ts';
import { localAccount } from '../../dev/aws/local-account.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { startShopServer } from '../../dev/shop-server.ts';
import { sampleOutputs } from '../fixtures/stack-outputs.ts';
import { testBucket, testQueue, useLocalAws } from '../helpers/local-aws.ts';
import { runCommand } from '../helpers/run-command.ts';
import { setVariables } from '../helpers/variables.ts';

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource: string;
  Condition?: object;
}

const page = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
const statements: Statement[] = JSON.parse(/^```json\n([\s\S]*?)^```$/m.exec(page)![1]!).Statement;
/** By command, as the table has it: the Sids of its statements. */
const needs = new Map(
  [...page.matchAll(/^\| (`npm run [^|]*) \| ([^|]*) \|$/gm)].flatMap(([, commands, sids]) =>
    [...commands!.matchAll(/`npm run ([^`]+)`/g)].map(([, command]) => [
      command!.replace(' --', ''),
      [...sids!.matchAll(/`(\w+)`/g)].map(([, sid]) => sid!),
    ]),
  ),
);

const outputs = { ...sampleOutputs, RefreshQueueUrl: testQueue, IndexBucketName: testBucket };
const place = `${localAccount.region}:${localAccount.id}`;
const folder = mkdtempSync(join(tmpdir(), 'rights-'));
const target = ['--stack', 'connector-dev', '--outputs', join(folder, 'cdk-outputs.json')];
/** `dynamodb:GetItem arn:…`, of each call that was made. */
let made: string[] = [];
let contexts: unknown[] = [];
let aws: LocalAws;
let shop: Awaited<ReturnType<typeof startShopServer>>;
let restore: () => void;

beforeAll(async () => {
  writeFileSync(join(folder, 'cdk-outputs.json'), JSON.stringify({ 'connector-dev': outputs }));
  shop = await startShopServer(0);
  writeFileSync(join(folder, 'parameters.json'), JSON.stringify([{ key: 'feedUrl', value: shop.sampleFeedUrl }]));
  aws = await useLocalAws({
    onCall(service, operation, input) {
      const { TableName, KeyId, SecretId, QueueUrl } = input as Record<string, string | undefined>;
      const arn =
        (TableName && `arn:aws:dynamodb:${place}:table/${TableName}`) ||
        (QueueUrl && `arn:aws:sqs:${place}:${QueueUrl.split('/').at(-1)}`);
      made.push(`${service}:${operation} ${arn ?? KeyId ?? SecretId}`);
      if (input.EncryptionContext) contexts.push(Object.keys(input.EncryptionContext));
      return 'pass';
    },
  });
  restore = setVariables({ [variables.localShops]: new URL(shop.url).host });
});
beforeEach(() => {
  made = [];
  contexts = [];
});
afterAll(async () => {
  restore();
  await aws.close();
  await shop.close();
  rmSync(folder, { recursive: true });
});

/** What the statements allow, in the same words as `made`. */
function allowed(sids: readonly string[]): string[] {
  const values: Record<string, string> = { ...outputs, region: localAccount.region, account: localAccount.id };
  values['queue, the last part of RefreshQueueUrl'] = testQueue.split('/').at(-1)!;
  return sids.flatMap((sid) => {
    const { Action, Resource } = statements.find(({ Sid }) => Sid === sid)!;
    const resource = Resource.replace(/<([^>]+)>/g, (_, name: string) => values[name]!);
    return [Action].flat().map((action) => `${action} ${resource}`);
  });
}

it('every statement is named beside a command, and every name has a statement', () => {
  const named = page.slice(0, page.indexOf('```json')).match(/`[A-Z]\w+`/g)!;
  const sids = statements.map(({ Sid }) => `\`${Sid}\``);
  expect(sids.filter((sid) => !named.includes(sid))).toEqual([]);
  for (const [command, of] of needs) {
    expect([command, of.filter((sid) => !statements.some(({ Sid }) => Sid === sid))]).toEqual([command, []]);
  }
});

it.each<[string, string[], string]>([
  ['installs list', [], ''],
  ['installs show', ['ha-1'], ''],
  ['installs add', ['ha-1', '--parameters', join(folder, 'parameters.json')], ''],
  ['installs refresh', ['ha-1'], ''],
  ['installs remove', ['ha-1'], ''],
  ['register', [], ''],
])('`%s` makes the calls that its statements allow, and needs all of them', async (command, args, input) => {
  const [name = '', ...action] = command.split(' ');
  const { code, stderr } = await runCommand(name, [...action, ...args, ...target], input);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  expect([...new Set(made)].sort()).toEqual(allowed(needs.get(command)!).sort());
});

it('`secret set` and `revoke` need, both together, all that theirs allows', async () => {
  expect(needs.get('secret set')).toEqual(needs.get('secret revoke'));
  for (const token of ['first-token-of-the-app', 'second-token-of-the-app']) {
    expect((await runCommand('secret', ['set', ...target], token)).code).toBe(0);
  }
  expect((await runCommand('secret', ['revoke', ...target])).code).toBe(0);
  expect([...new Set(made)].sort()).toEqual(allowed(needs.get('secret set')!).sort());
});

it('seals for one website, as the condition wants it', async () => {
  const { Condition } = statements.find(({ Sid }) => Sid === 'Seal')!;
  await runCommand('installs', ['add', 'ha-2', '--parameters', join(folder, 'parameters.json'), ...target]);
  expect(contexts).toEqual([['website']]);
  expect(Condition).toEqual({
    'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['website'] },
    Null: { 'kms:EncryptionContext:website': 'false' },
  });
});
