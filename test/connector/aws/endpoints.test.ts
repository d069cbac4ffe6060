import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsService } from '../../../connector/aws/aws-error.ts';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { endpointOf } from '../../../connector/aws/exchange.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { setVariables } from '../../helpers/variables.ts';

interface Recorded {
  method: string;
  /** Host and target. */
  place: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const region = 'eu-west-3';
const bucket = 'indexes';
const recorded: Recorded[] = [];
const recorder = createServer(async (request, response) => {
  const { method = '', url = '', headers } = request;
  const body = Buffer.concat(await request.toArray()).toString();
  recorded.push({ method, place: `${headers.host}${url}`, headers, body });
  response.writeHead(200, { 'content-length': 2 }).end(method === 'HEAD' ? '' : '{}');
});
let base = '';
let restore: () => void;

beforeAll(async () => {
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;
});
afterAll(() => {
  recorder.close();
  recorder.closeAllConnections();
});
beforeEach(() => {
  recorded.length = 0;
  restore = setVariables({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'KEYID',
    AWS_SECRET_ACCESS_KEY: 'secret/+key',
    AWS_SESSION_TOKEN: '',
    AWS_CONFIG_FILE: join(tmpdir(), 'no-such-file'),
    AWS_SHARED_CREDENTIALS_FILE: join(tmpdir(), 'no-such-file'),
    AWS_ENDPOINT_URL: '',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    ...Object.fromEntries(Object.values(services).map(({ variable }) => [variable, ''])),
  });
});
afterEach(() => restore());

const settings = () => ({ region, maxAttempts: 1 });
/** One call of each service, ours and the AWS SDK's, by nothing but the variables. */
const services = {
  dynamodb: {
    variable: 'AWS_ENDPOINT_URL_DYNAMODB',
    client: () => new DynamoDBClient(settings()),
    sdk: () => new DynamoDBClient(settings()).send(new ListTablesCommand({})),
  },
  kms: {
    variable: 'AWS_ENDPOINT_URL_KMS',
    client: () => new KMSClient(settings()),
    sdk: () => new KMSClient(settings()).send(new ListKeysCommand({})),
  },
  secretsmanager: {
    variable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    client: () => new SecretsManagerClient(settings()),
    sdk: () => new SecretsManagerClient(settings()).send(new ListSecretsCommand({})),
  },
  sqs: {
    variable: 'AWS_ENDPOINT_URL_SQS',
    client: () => new SQSClient(settings()),
    sdk: () => new SQSClient(settings()).send(new ListQueuesCommand({})),
  },
  s3: {
    variable: 'AWS_ENDPOINT_URL_S3',
    client: () => new S3Client(settings()),
    sdk: () => new S3Client(settings()).send(new HeadBucketCommand({ Bucket: bucket })),
  },
};
type Service = keyof typeof services;
const names = Object.keys(services) as Service[];

const ours = (service: Service) =>
  service === 's3'
    ? downloadObject(bucket, 'ha-1/a b', join(tmpdir(), 'endpoints-test'), deadlineIn(5_000))
    : callAws(service as AwsService, 'Any', {}, deadlineIn(5_000));

async function recordedOf(call: () => Promise<unknown>): Promise<Recorded> {
  recorded.length = 0;
  await call();
  expect(recorded).toHaveLength(1);
  return recorded[0]!;
}

/** The Authorization header that the SDK's signer gives to a request as it was seen on the wire. */
async function signAsTheSdk(service: Service, { method, place, headers, body }: Recorded): Promise<string> {
  const signer = Object.assign(await services[service].client().config.signer({} as never), { applyChecksum: false });
  const { authorization: _, connection: __, ...signing } = headers;
  const { hostname, port, pathname } = new URL(`http://${place}`);
  const request = { method, protocol: 'http:', hostname, port, path: pathname, query: {}, headers: signing, body };
  const time = String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  const signed = await signer.sign(request as never, { signingDate: new Date(time) });
  return (signed as { headers: Record<string, string> }).headers.authorization!;
}

/** Without the key, which the SDK's call of S3 does not name. */
const placeOf = ({ place }: Recorded) => place.replace(/ha-1\/a%20b$/, '');

describe.each(names)('%s', (service) => {
  const { variable, sdk } = services[service];

  test.each(['', '/', '/aws', '/aws/', '/a/b%20c/', '/~x/$y/'])(
    'is called below the path %j as the AWS SDK does',
    async (path) => {
      process.env.AWS_ENDPOINT_URL = base + path;
      const [mine, theirs] = [await recordedOf(() => ours(service)), await recordedOf(sdk)];
      expect(placeOf(mine).replace(/\/$/, '')).toBe(theirs.place.replace(/\/$/, ''));
      expect(mine.headers.authorization).toBe(await signAsTheSdk(service, mine));
    },
  );

  test('has a variable of its own, which wins, in the AWS SDK too', async () => {
    process.env.AWS_ENDPOINT_URL = `${base}/common`;
    process.env[variable] = `${base}/own/`;
    for (const call of [() => ours(service), sdk]) {
      expect((await recordedOf(call)).place).toMatch(/^127\.0\.0\.1:\d+\/own\//);
    }
  });

  test('does not mind those of the other services', async () => {
    process.env.AWS_ENDPOINT_URL = `${base}/common`;
    for (const other of names) if (other !== service) process.env[services[other].variable] = 'http://127.0.0.1:1/';
    expect((await recordedOf(() => ours(service))).place).toContain('/common/');
  });

  test('goes to AWS where the configured ones are to be ignored', () => {
    process.env.AWS_ENDPOINT_URL = base;
    process.env[variable] = base;
    process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true';
    expect(endpointOf(service)).toMatchObject({ host: `${service}.${region}.amazonaws.com`, folder: '' });
  });
});

test('an endpoint may be an IPv6 address', () => {
  process.env.AWS_ENDPOINT_URL = 'http://[::1]:4566/aws';
  expect(endpointOf('kms')).toMatchObject({ host: '[::1]:4566', hostname: '::1', port: '4566', folder: '/aws' });
});

describe('the host in', () => {
  test.each([
    ...['eu-west-3', 'us-east-1', 'us-gov-west-1', 'us-gov-east-1', 'ap-southeast-7', 'mx-central-1', 'il-central-1'],
    ...['cn-north-1', 'cn-northwest-1', 'eusc-de-east-1', 'eusc-de-west-9'],
    ...['us-iso-east-1', 'us-iso-west-1', 'us-isob-east-1', 'us-isob-west-1', 'eu-isoe-west-1'],
    ...['us-isof-south-1', 'us-isof-east-1'],
  ])('%s is the one of the AWS SDK', async (name) => {
    process.env.AWS_REGION = name;
    for (const service of names) {
      const provide = services[service].client().config.endpointProvider as (input: object) => { url: URL };
      const Bucket = service === 's3' ? { Bucket: bucket } : {};
      const { url } = await provide({ Region: name, UseFIPS: false, UseDualStack: false, ...Bucket });
      const { host } = service === 's3' ? endpointOf('s3', bucket) : endpointOf(service);
      expect([service, host]).toEqual([service, url.host]);
    }
  });
});
