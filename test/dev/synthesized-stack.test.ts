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

it('reads everything of the stack that runs here, in local names', () => {
  const folder = smallAssembly();
  const stack = readSynthesizedStack(folder, 'http://127.0.0.1:3000');
  const secret = expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:small-Secret-.{6}$/);
  const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/000000000000/small-Queue.fifo';
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
        variables: {
          TABLE: 'small-Table',
          KEY: key,
          SECRET: secret,
          BUCKET: 'small-bucket',
          QUEUE: queueUrl,
          LEVEL: 'info',
          TEXT: 'small/small-Table/${kept}',
        },
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
    buckets: ['small-bucket'],
    queues: [
      { name: 'small-DeadLetters.fifo' },
      {
        name: 'small-Queue.fifo',
        visibilityTimeoutSeconds: 90,
        redrive: { deadLetterArn: 'arn:aws:sqs:eu-west-1:000000000000:small-DeadLetters.fifo', maxReceiveCount: 3 },
      },
    ],
    deliveries: [
      {
        functionId: 'Echo',
        queueUrl,
        queueArn: 'arn:aws:sqs:eu-west-1:000000000000:small-Queue.fifo',
        batchSize: 1,
        maximumConcurrency: 2,
        reportsItemFailures: true,
      },
    ],
    rules: [],
    schedules: [
      { ruleArn: 'arn:aws:events:eu-west-1:000000000000:small-Hourly', functionIds: ['Echo'], everySeconds: 3600 },
    ],
    outputs: { EchoUrl: 'http://127.0.0.1:3000/echo' },
    notes: [],
  });
  const { variables } = stack.functions[0]!;
  expect([stack.keys[0], stack.secrets[0]]).toEqual([variables.KEY, variables.SECRET]);
});

it.each([
  ['{"Fn::GetAtt":["Table","StreamLabel"]}', 'made-up-streamlabel-of-table-aws-dynamodb-globaltable'],
  ['{"Fn::ImportValue":"elsewhere"}', 'made-up-fn-importvalue-elsewhere'],
  ['{"Fn::Select":[0,{"Fn::GetAZs":""}]}', 'made-up-fn-getazs'],
])('makes up what only AWS could say, %s, and notes it', (value, expected) => {
  const { functions, notes } = readSynthesizedStack(changed('{"Ref":"Table"}', value), '');
  expect(functions[0]!.variables.TABLE).toBe(expected);
  expect(notes).toEqual([expect.stringMatching(`has no local value: ${expected} stands for it.$`)]);
});

it('names the same things in every run', () => {
  const first = readSynthesizedStack(smallAssembly(), '');
  const second = readSynthesizedStack(smallAssembly(), '');
  expect([second.keys, second.secrets, second.tables]).toEqual([first.keys, first.secrets, first.tables]);
});

it('says what it cannot stand for', () => {
  const missing = changed('{"Ref":"Table"}', '{"Fn::GetAtt":["Elsewhere","Arn"]}');
  expect(() => readSynthesizedStack(missing, '')).toThrow('The template refers to Elsewhere, which is not in it.');
  const stream = changed(
    '"EventSourceArn":{"Fn::GetAtt":["Queue","Arn"]}',
    '"EventSourceArn":"arn:aws:kinesis:::stream"',
  );
  expect(() => readSynthesizedStack(stream, '')).toThrow(
    'The event source Delivery is no queue of the stack; only those run here.',
  );
});

it.each([
  ['rate(1 minute)', 60],
  ['rate(15 minutes)', 900],
  ['rate(2 days)', 172_800],
  ['cron(0 4 * * ? *)', undefined],
])('a schedule of %s comes due every %j seconds', (expression, everySeconds) => {
  const { schedules } = readSynthesizedStack(changed('rate(1 hour)', expression), '');
  expect(schedules).toMatchObject([{ functionIds: ['Echo'], everySeconds }]);
});

it('knows a standard queue by its name, too', () => {
  const replaced = changed('"FifoQueue":true,"VisibilityTimeout"', '"VisibilityTimeout"');
  const { queues, deliveries } = readSynthesizedStack(replaced, '');
  expect(queues.map(({ name }) => name)).toEqual(['small-DeadLetters.fifo', 'small-Queue']);
  expect(deliveries[0]?.queueUrl).toMatch(/\/small-Queue$/);
});

it('leaves out what is switched off', () => {
  expect(readSynthesizedStack(changed('"ENABLED"', '"DISABLED"'), '').schedules).toEqual([]);
  expect(readSynthesizedStack(changed('"BatchSize":1', '"Enabled":false'), '').deliveries).toEqual([]);
});

/** A small assembly with a piece of its template replaced. */
function changed(piece: string, by: string): string {
  const folder = smallAssembly();
  const file = join(folder, 'small.template.json');
  const template = readFileSync(file, 'utf8');
  expect(template).toContain(piece);
  writeFileSync(file, template.replace(piece, by));
  return folder;
}
