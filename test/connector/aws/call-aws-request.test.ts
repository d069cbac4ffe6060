import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { setVariables } from '../../helpers/variables.ts';

interface Recorded {
  method: string | undefined;
  path: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const credentials = { accessKeyId: 'KEYID', secretAccessKey: 'secret/+key', sessionToken: 'session+token/==' };
const region = 'eu-west-3';

let recorded: Recorded[] = [];
let port = 0;
let restore = () => {};
const recorder = http.createServer(async (request, response) => {
  const { method, url, headers } = request;
  recorded.push({ method, path: url, headers, body: Buffer.concat(await request.toArray()).toString() });
  response.end('{}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  port = (recorder.address() as AddressInfo).port;
});
afterAll(() => {
  recorder.close();
  recorder.closeAllConnections();
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:34:56.789Z') });
  recorded = [];
  restore = setVariables({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
});
afterEach(() => {
  restore();
  vi.useRealTimers();
});

const settings = () => ({ region, credentials, endpoint: `http://127.0.0.1:${port}` });
const clients = {
  dynamodb: () => new DynamoDBClient(settings()),
  kms: () => new KMSClient(settings()),
  secretsmanager: () => new SecretsManagerClient(settings()),
  sqs: () => new SQSClient({ ...settings(), useQueueUrlAsEndpoint: false, md5: false }),
};

type Service = keyof typeof clients;

async function send(service: Service, operation: string, input: object): Promise<Recorded> {
  recorded = [];
  await callAws(service, operation, input, deadlineIn(5_000));
  return recorded[0]!;
}

/** The Authorization header that the SDK's signer gives to a request as it was seen on the wire. */
async function signAsTheSdk(service: Service, { method, path, headers, body }: Recorded): Promise<string> {
  const client = clients[service]();
  const signer = Object.assign(await client.config.signer({} as never), { applyChecksum: false });
  const signed = await signer.sign({
    method: method!,
    protocol: 'http:',
    hostname: '127.0.0.1',
    port,
    path: path!,
    query: {},
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization')) as never,
    body,
  } as never);
  return (signed as { headers: Record<string, string> }).headers.authorization!;
}

const bytes = (text: string) => Buffer.from(text);
const base64 = (text: string) => bytes(text).toString('base64');

const queue = 'https://sqs.eu-west-3.amazonaws.com/000000000000/refreshes';

const operations: { service: Service; operation: string; input: object; sdk: () => Promise<unknown> }[] = [
  {
    service: 'dynamodb',
    operation: 'GetItem',
    input: { TableName: 'installs', Key: { website: { S: 'ha-1' } }, ConsistentRead: true },
    sdk: () =>
      clients
        .dynamodb()
        .send(new GetItemCommand({ TableName: 'installs', Key: { website: { S: 'ha-1' } }, ConsistentRead: true })),
  },
  {
    service: 'dynamodb',
    operation: 'PutItem',
    input: {
      TableName: 'installs',
      Item: { website: { S: 'ha-1' }, sealed: { B: base64('ÿé') }, revision: { N: '7' } },
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': { N: '6' } },
    },
    sdk: () =>
      clients.dynamodb().send(
        new PutItemCommand({
          TableName: 'installs',
          Item: { website: { S: 'ha-1' }, sealed: { B: bytes('ÿé') }, revision: { N: '7' } },
          ConditionExpression: 'revision = :revision',
          ExpressionAttributeValues: { ':revision': { N: '6' } },
        }),
      ),
  },
  {
    service: 'kms',
    operation: 'Encrypt',
    input: { KeyId: 'arn:k', EncryptionContext: { website: 'ha-1' }, Plaintext: base64('{"é":1}') },
    sdk: () =>
      clients
        .kms()
        .send(
          new EncryptCommand({ KeyId: 'arn:k', EncryptionContext: { website: 'ha-1' }, Plaintext: bytes('{"é":1}') }),
        ),
  },
  {
    service: 'kms',
    operation: 'Decrypt',
    input: { KeyId: 'arn:k', EncryptionContext: { website: 'ha-1' }, CiphertextBlob: base64('blob') },
    sdk: () =>
      clients
        .kms()
        .send(
          new DecryptCommand({ KeyId: 'arn:k', EncryptionContext: { website: 'ha-1' }, CiphertextBlob: bytes('blob') }),
        ),
  },
  {
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    input: { SecretId: 'arn:s', VersionStage: 'AWSPREVIOUS' },
    sdk: () =>
      clients.secretsmanager().send(new GetSecretValueCommand({ SecretId: 'arn:s', VersionStage: 'AWSPREVIOUS' })),
  },
  {
    service: 'sqs',
    operation: 'SendMessage',
    input: { QueueUrl: queue, MessageBody: '{"website":"ha-1"}' },
    sdk: () => clients.sqs().send(new SendMessageCommand({ QueueUrl: queue, MessageBody: '{"website":"ha-1"}' })),
  },
  {
    service: 'sqs',
    operation: 'SendMessageBatch',
    input: { QueueUrl: queue, Entries: [{ Id: '0', MessageBody: '{"website":"ha-1"}' }] },
    sdk: () =>
      clients.sqs().send(
        new SendMessageBatchCommand({
          QueueUrl: queue,
          Entries: [{ Id: '0', MessageBody: '{"website":"ha-1"}' }],
        }),
      ),
  },
];

describe.each(operations)('$service $operation', ({ service, operation, input, sdk }) => {
  test('is on the wire what the AWS SDK sends', async () => {
    await sdk();
    const theirs = recorded[0]!;
    const ours = await send(service, operation, input);
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(theirs.body));
    for (const part of ['method', 'path'] as const) expect(ours[part]).toBe(theirs[part]);
    for (const name of ['host', 'content-type', 'x-amz-target', 'x-amz-date', 'x-amz-security-token']) {
      expect(ours.headers[name], name).toBe(theirs.headers[name]);
    }
    const scope = (request: Recorded) => request.headers.authorization?.split(',')[0];
    expect(scope(ours)).toBe(scope(theirs));
  });

  test('is signed as the AWS SDK would sign it', async () => {
    const ours = await send(service, operation, input);
    expect(ours.headers.authorization).toBe(await signAsTheSdk(service, ours));
  });
});

test('any input is signed as the AWS SDK would sign it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Service>('dynamodb', 'kms', 'secretsmanager', 'sqs'),
      fc.json(),
      async (service, json) => {
        const ours = await send(service, 'AnyOperation', { json });
        expect(ours.headers.authorization).toBe(await signAsTheSdk(service, ours));
      },
    ),
    { numRuns: 40 },
  );
});

test('credentials are read at every call, because those of a function expire', async () => {
  const first = await send('kms', 'Decrypt', {});
  process.env.AWS_SESSION_TOKEN = 'renewed';
  const second = await send('kms', 'Decrypt', {});
  expect(second.headers['x-amz-security-token']).toBe('renewed');
  expect(second.headers.authorization).not.toBe(first.headers.authorization);
});

test('connections are kept for the next call', async () => {
  let connections = 0;
  const count = () => connections++;
  recorder.on('connection', count);
  for (let call = 0; call < 5; call++) await send('kms', 'Decrypt', {});
  recorder.off('connection', count);
  expect(connections).toBeLessThanOrEqual(1);
});

describe('without AWS_ENDPOINT_URL', () => {
  test.each([
    ['eu-west-3', 'dynamodb.eu-west-3.amazonaws.com'],
    ['cn-north-1', 'kms.cn-north-1.amazonaws.com.cn'],
  ])('the host in %s is the one of the AWS SDK, over https', async (name, host) => {
    process.env.AWS_REGION = name;
    process.env.AWS_ENDPOINT_URL = '';
    const service = host.split('.')[0] as Service;
    const sdk = service === 'kms' ? new KMSClient({ region: name }) : new DynamoDBClient({ region: name });
    const endpoint = await sdk.config.endpointProvider({ Region: name, UseFIPS: false, UseDualStack: false });
    expect(endpoint.url.host).toBe(host);

    const https = await import('node:https');
    const asked: unknown[] = [];
    vi.spyOn(https.Agent.prototype, 'createConnection').mockImplementation((options: unknown) => {
      asked.push(options);
      throw Object.assign(new Error('no network in tests'), { code: 'ENOTALLOWED' });
    });
    await expect(callAws(service, 'Any', {}, deadlineIn(5_000))).rejects.toMatchObject({ code: 'ENOTALLOWED' });
    vi.restoreAllMocks();
    expect(asked).toMatchObject([{ host, port: 443 }]);
  });
});
