// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders like this.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readSynthesizedStack } from '../../dev/synthesized-stack.ts';
import { writeSmallAssembly } from '../helpers/small-assembly.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function smallAssembly(): string {
  const folder = writeSmallAssembly('exports.handler = () => {};');
  folders.push(folder);
  return folder;
}

it('reads routes, functions, table, key, secret and outputs in local names', () => {
  const folder = smallAssembly();
  const stack = readSynthesizedStack(folder, 'http://127.0.0.1:3000');
  const secret = expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:small-Secret-.{6}$/);
  const key = expect.stringMatching(/^arn:aws:kms:eu-west-1:000000000000:key\/[\da-f-]{36}$/);
  expect(stack).toEqual({
    name: 'small',
    routes: [
      { routeKey: 'POST /echo', functionId: 'Echo' },
      { routeKey: 'GET /echo', functionId: 'Echo' },
    ],
    functions: [
      {
        id: 'Echo',
        name: 'small-Echo',
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:small-Echo',
        source: 'functions/echo.ts',
        folder: join(folder, 'asset.1'),
        handler: 'index.handler',
        timeoutSeconds: 3,
        memoryMegabytes: 128,
        variables: { TABLE: 'small-Table', KEY: key, SECRET: secret, LEVEL: 'info', TEXT: 'small/small-Table/${kept}' },
      },
    ],
    tables: [
      {
        TableName: 'small-Table',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    ],
    keys: [key],
    secrets: [secret],
    outputs: { EchoUrl: 'http://127.0.0.1:3000/echo' },
  });
  const { variables } = stack.functions[0]!;
  expect([stack.keys[0], stack.secrets[0]]).toEqual([variables.KEY, variables.SECRET]);
});

it('names the same things in every run', () => {
  const first = readSynthesizedStack(smallAssembly(), '');
  const second = readSynthesizedStack(smallAssembly(), '');
  expect([second.keys, second.secrets, second.tables]).toEqual([first.keys, first.secrets, first.tables]);
});

it('says what it cannot stand for', () => {
  const folder = smallAssembly();
  const file = join(folder, 'small.template.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('{"Ref":"Table"}', '{"Fn::ImportValue":"elsewhere"}'));
  expect(() => readSynthesizedStack(folder, '')).toThrow(
    'The template uses Fn::ImportValue, which has no local value.',
  );
});
