import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { deleteObjects, listObjects, tagObject, uploadObject } from '../../../connector/aws/s3-objects.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { setVariables } from '../../helpers/variables.ts';

interface Recorded {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const credentials = { accessKeyId: 'KEYID', secretAccessKey: 'secret/+key', sessionToken: 'session+token/==' };
const region = 'eu-west-3';
const Bucket = 'indexes';

let recorded: Recorded[] = [];
let answer = (response: http.ServerResponse, _request: Recorded) => void response.end();
let port = 0;
let folder = '';
let restore = () => {};
const server = http.createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const { method = '', url = '', headers } = request;
  const seen = { method, path: url, headers, body: Buffer.concat(await request.toArray()).toString() };
  recorded.push(seen);
  answer(response, seen);
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-request-'));
  writeFileSync(join(folder, 'source'), 'bytes');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  recorded = [];
  answer = (response, { path }) => {
    const listing = path.includes('list-type') && '<ListBucketResult></ListBucketResult>';
    response.end(listing || '<DeleteResult></DeleteResult>');
  };
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
  vi.restoreAllMocks();
});

const source = () => join(folder, 'source');
const target = () => join(folder, 'target');
const soon = () => deadlineIn(5_000);
const client = () => new S3Client({ region, credentials, endpoint: `http://127.0.0.1:${port}` });

async function recordedOf(call: () => Promise<unknown>): Promise<Recorded> {
  recorded = [];
  await call();
  return recorded[0]!;
}

/** The Authorization header that the SDK's signer gives to a request as it was seen on the wire. */
async function signAsTheSdk({ method, path, headers, body }: Recorded): Promise<string> {
  const signer = Object.assign(await client().config.signer({} as never), { applyChecksum: false });
  // URL would take `/./` out of the path.
  const [pathname, search = ''] = path.split('?');
  const searchParams = new URLSearchParams(search);
  const signing = Object.entries(headers).filter(([name]) => !['authorization', 'connection', 'expect'].includes(name));
  const request = { method, protocol: 'http:', hostname: '127.0.0.1', port, path: pathname, body };
  const query = Object.fromEntries(searchParams);
  // The second in which the request was signed may be over.
  const signingDate = new Date(String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  const signed = await signer.sign({ ...request, query, headers: Object.fromEntries(signing) } as never, {
    signingDate,
  });
  return (signed as { headers: Record<string, string> }).headers.authorization!;
}

const Key = 'ha-1/1772368496789-a b+é.sqlite';
const calls: { operation: string; ours: () => Promise<unknown>; sdk: () => Promise<unknown> }[] = [
  {
    operation: 'GetObject',
    ours: () => downloadObject(Bucket, Key, target(), soon()),
    sdk: () => client().send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
  },
  {
    operation: 'PutObject',
    ours: () => uploadObject(Bucket, Key, source(), soon()),
    sdk: () => client().send(new PutObjectCommand({ Bucket, Key, Body: 'bytes', ChecksumAlgorithm: 'SHA256' })),
  },
  {
    operation: 'ListObjectsV2',
    ours: () => listObjects(Bucket, 'ha-1/', soon()),
    sdk: () => client().send(new ListObjectsV2Command({ Bucket, Prefix: 'ha-1/', EncodingType: 'url' })),
  },
  {
    operation: 'DeleteObjects',
    ours: () => deleteObjects(Bucket, [Key, '<&">'], soon()),
    sdk: () => {
      const Objects = [{ Key }, { Key: '<&">' }];
      const Delete = { Quiet: true, Objects };
      return client().send(new DeleteObjectsCommand({ Bucket, Delete, ChecksumAlgorithm: 'SHA256' }));
    },
  },
  {
    operation: 'PutObjectTagging',
    ours: () => tagObject(Bucket, Key, { superseded: 'true' }, soon()),
    sdk: () => {
      const Tagging = { TagSet: [{ Key: 'superseded', Value: 'true' }] };
      return client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging, ChecksumAlgorithm: 'SHA256' }));
    },
  },
];

describe.each(calls)('$operation', ({ ours, sdk }) => {
  test('is on the wire what the AWS SDK sends', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:34:56.789Z') });
    const comparable = ({ method, path, headers, body }: Recorded) => {
      const { pathname, searchParams } = new URL(`http://s3${path}`);
      searchParams.delete('x-id');
      const text = body.replace(/^<\?xml[^>]*>/, '').replaceAll('&#60;&#38;&#34;&#62;', '&lt;&amp;&quot;&gt;');
      const ofQuiet = text.replace(/<Quiet>true<\/Quiet>/, '');
      return { method, pathname, query: Object.fromEntries(searchParams), body: ofQuiet, host: headers.host };
    };
    const mine = await recordedOf(ours);
    const theirs = await recordedOf(() => sdk());
    expect(comparable(mine)).toEqual(comparable(theirs));
    const names = ['x-amz-date', 'x-amz-security-token', 'x-amz-checksum-mode'];
    if (mine.body === theirs.body) names.push('x-amz-checksum-sha256', 'x-amz-content-sha256', 'content-length');
    for (const name of names) expect(mine.headers[name], name).toBe(theirs.headers[name]);
    const scope = (request: Recorded) => request.headers.authorization?.split(',')[0];
    expect(scope(mine)).toBe(scope(theirs));
  });

  test('is signed as the AWS SDK would sign it', async () => {
    const mine = await recordedOf(ours);
    expect(mine.headers.authorization).toBe(await signAsTheSdk(mine));
  });
});

test('any key is signed as the AWS SDK would sign it', async () => {
  const keys = fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."/+% &?#.~*'()!=:;@$,"),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(keys, async (key) => {
      const mine = await recordedOf(() => uploadObject(Bucket, key, source(), soon()));
      expect(mine.headers.authorization).toBe(await signAsTheSdk(mine));
      const listed = await recordedOf(() => listObjects(Bucket, key, soon()));
      expect(listed.headers.authorization).toBe(await signAsTheSdk(listed));
    }),
    { numRuns: 60 },
  );
});

test('connections are kept for the next call', async () => {
  let connections = 0;
  const count = () => connections++;
  server.on('connection', count);
  for (let round = 0; round < 3; round++) for (const { ours } of calls) await ours();
  server.off('connection', count);
  expect(connections).toBeLessThanOrEqual(1);
});

describe('a download', () => {
  test.each([1, 2])('that breaks in the middle %i times begins again', async (breaks) => {
    answer = (response) => {
      if (recorded.length > breaks) return void response.end('bytes');
      response.writeHead(200, { 'Content-Length': 5 }).write('by', () => response.destroy());
    };
    await downloadObject(Bucket, Key, target(), soon());
    expect(readFileSync(target(), 'utf8')).toBe('bytes');
    expect(recorded).toHaveLength(breaks + 1);
    expect(readdirSync(folder).sort()).toEqual(['source', 'target']);
  });

  test('that always breaks leaves nothing', async () => {
    rmSync(target(), { force: true });
    answer = (response) => void response.writeHead(200, { 'Content-Length': 5 }).write('by', () => response.destroy());
    await expect(downloadObject(Bucket, Key, target(), soon())).rejects.toMatchObject({
      code: 'ECONNRESET',
      status: 0,
    });
    expect(recorded).toHaveLength(3);
    expect(readdirSync(folder)).toEqual(['source']);
  });

  test('that falls silent begins again with what is left of the time', async () => {
    answer = (response) => {
      if (recorded.length > 1) return void response.end('bytes');
      response.writeHead(200, { 'Content-Length': 5 }).write('by');
    };
    await downloadObject(Bucket, Key, target(), deadlineIn(1_500));
    expect(readFileSync(target(), 'utf8')).toBe('bytes');
  });

  test('that is slow but not silent takes longer than one share of the time', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Length': 9 });
      let sent = 0;
      const beat = setInterval(() => {
        if (++sent < 9) return void response.write('x');
        clearInterval(beat);
        response.end('x');
      }, 100);
    };
    await downloadObject(Bucket, Key, target(), deadlineIn(2_100));
    expect(recorded).toHaveLength(1);
  });

  test('of other bytes than were uploaded is refused', async () => {
    rmSync(target(), { force: true });
    answer = (response) => {
      response.setHeader('x-amz-checksum-sha256', createHash('sha256').update('bytes').digest('base64'));
      response.end(recorded.length > 1 ? 'bytes' : 'bytez');
    };
    await expect(downloadObject(Bucket, Key, target(), soon())).rejects.toMatchObject({ code: 'InvalidResponse' });
    expect(readdirSync(folder)).toEqual(['source']);
  });
});

describe('without AWS_ENDPOINT_URL', () => {
  test.each([
    ['eu-west-3', 'indexes.s3.eu-west-3.amazonaws.com'],
    ['us-east-1', 'indexes.s3.us-east-1.amazonaws.com'],
    ['cn-north-1', 'indexes.s3.cn-north-1.amazonaws.com.cn'],
  ])('the host in %s is the one of the AWS SDK, over https, and the path is the key', async (name, host) => {
    process.env.AWS_REGION = name;
    process.env.AWS_ENDPOINT_URL = '';
    const sdk = new S3Client({ region: name });
    const endpoint = await sdk.config.endpointProvider({
      Region: name,
      Bucket,
      UseFIPS: false,
      UseDualStack: false,
    } as never);
    expect(endpoint.url.host).toBe(host);
    const asked: unknown[] = [];
    vi.spyOn(https.Agent.prototype, 'createConnection').mockImplementation((options: unknown) => {
      asked.push(options);
      throw Object.assign(new Error('no network in tests'), { code: 'ENOTALLOWED' });
    });
    await expect(downloadObject(Bucket, 'ha-1/a b', target(), soon())).rejects.toMatchObject({ code: 'ENOTALLOWED' });
    expect(asked).toMatchObject([{ host, port: 443, path: null }]);
  });
});
