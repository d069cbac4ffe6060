import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import aws4 from 'aws4';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';

const Bucket = 'indexes';
let folder = '';
let aws: LocalAws;
let client: S3Client;

async function start() {
  aws = await startLocalAws({ folder, buckets: [Bucket, 'other'] });
  client = new S3Client({ ...aws.access, maxAttempts: 1 });
}
async function stop() {
  client.destroy();
  await aws.close();
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-s3-test-'));
  await start();
});
afterEach(async () => {
  vi.useRealTimers();
  await stop();
  rmSync(folder, { recursive: true });
});

const files = () => readdirSync(join(folder, 's3'));
const put = (Key: string, Body: string | Buffer = Key, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const keys = async () =>
  ((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map((object) => object.Key);

describe('the S3 client of the AWS SDK', () => {
  test('puts, heads, gets and deletes', async () => {
    const bytes = randomBytes(100_000);
    const { ETag } = await put('a/b c+é', bytes, { ContentType: 'application/vnd.sqlite3' });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/b c+é' }));
    expect(head).toMatchObject({ ETag, ContentLength: 100_000, ContentType: 'application/vnd.sqlite3' });
    const { Body, LastModified } = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b c+é' }));
    expect(Buffer.from(await Body!.transformToByteArray()).equals(bytes)).toBe(true);
    expect(LastModified).toBeInstanceOf(Date);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b c+é' }));
    expect(files()).toEqual([]);
  });

  test('is told of a missing object as one that may read objects and not list them', async () => {
    const missing = { Bucket, Key: 'none' };
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    await expect(client.send(new GetObjectCommand(missing))).rejects.toMatchObject(denied);
    await expect(client.send(new GetObjectCommand(missing))).rejects.toThrow('s3:ListBucket');
    const withoutBody = { $metadata: { httpStatusCode: 403 } };
    await expect(client.send(new HeadObjectCommand(missing))).rejects.toMatchObject(withoutBody);
    // Only a refresh tags, which may list.
    await expect(client.send(new GetObjectTaggingCommand(missing))).rejects.toBeInstanceOf(NoSuchKey);
  });

  test('puts a stream, in chunks with a trailing checksum', async () => {
    const bytes = randomBytes(1_000_000);
    const stream = Readable.from([bytes.subarray(0, 7), bytes.subarray(7, 700_000), bytes.subarray(700_000)]);
    const { ChecksumCRC32 } = await client.send(
      new PutObjectCommand({ Bucket, Key: 'a', Body: stream, ContentLength: bytes.length }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumCRC32).toBe(ChecksumCRC32);
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(bytes)).toBe(true);
  });

  test.each([
    ['bytes=2-4', 'cde', 'bytes 2-4/8'],
    ['bytes=5-', 'fgh', 'bytes 5-7/8'],
    ['bytes=-2', 'gh', 'bytes 6-7/8'],
    ['bytes=6-100', 'gh', 'bytes 6-7/8'],
  ])('gets the range %s', async (Range, text, ContentRange) => {
    await put('a', 'abcdefgh');
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
    expect(await got.Body!.transformToString()).toBe(text);
    expect(got).toMatchObject({ ContentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } });
  });

  test('is refused a range past the end', async () => {
    await put('a', 'abc');
    const got = client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=3-' }));
    await expect(got).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  test('lists by prefix, in pages, in the order of the bytes', async () => {
    for (const key of ['b/2', 'a', 'b/1', 'b/é', 'b/Z', 'c', 'b_%']) await put(key);
    const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', MaxKeys: 3, ...more }));
    const first = await list({});
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 3, MaxKeys: 3 });
    const second = await list({ ContinuationToken: first.NextContinuationToken });
    expect(second).toMatchObject({ IsTruncated: false, KeyCount: 1 });
    const found = [...first.Contents!, ...second.Contents!].map((object) => object.Key);
    expect(found).toEqual(['b/1', 'b/2', 'b/Z', 'b/é']);
    expect((await list({ StartAfter: 'b/2' })).Contents?.map((object) => object.Key)).toEqual(['b/Z', 'b/é']);
    expect(await client.send(new ListObjectsV2Command({ Bucket: 'other' }))).toMatchObject({ KeyCount: 0 });
  });

  test('deletes several, and hears of each unless it asks for quiet', async () => {
    for (const key of ['a', 'b&<', 'c']) await put(key);
    const remove = (Quiet: boolean, ...names: string[]) =>
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet, Objects: names.map((Key) => ({ Key })) } }));
    expect((await remove(false, 'a', 'b&<')).Deleted).toEqual([{ Key: 'a' }, { Key: 'b&<' }]);
    expect((await remove(true, 'c', 'none')).Deleted).toBeUndefined();
    expect(await keys()).toEqual([]);
  });

  test('tags an object and reads its tags', async () => {
    await put('a', 'a', { Tagging: 'first=1' });
    const read = () => client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    expect((await read()).TagSet).toEqual([{ Key: 'first', Value: '1' }]);
    const TagSet = [{ Key: 'é&', Value: '"<2>"' }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } }));
    expect((await read()).TagSet).toEqual(TagSet);
  });

  test('learns which buckets there are', async () => {
    await client.send(new HeadBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket: 'none' }))).rejects.toBeInstanceOf(NotFound);
    const elsewhere = client.send(new PutObjectCommand({ Bucket: 'none', Key: 'a', Body: 'a' }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('is told what is not known here', async () => {
    const acl = client.send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'private' }));
    await expect(acl).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    const folders = client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    await expect(folders).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test.each([
    ['another secret', { secretAccessKey: 'other' }, 'SignatureDoesNotMatch', 403],
    ['another key id', { accessKeyId: 'OTHER' }, 'InvalidAccessKeyId', 403],
  ])('is refused with %s', async (_title, other, name, httpStatusCode) => {
    const stranger = new S3Client({ ...aws.access, credentials: { ...aws.access.credentials, ...other } });
    const put = stranger.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    await expect(put).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    stranger.destroy();
    expect(files()).toEqual([]);
  });
});

describe('a body', () => {
  async function send(headers: Record<string, string>, body: string, path = '/indexes/a', method = 'PUT') {
    const { endpoint, region, credentials } = aws.access;
    const unsigned = { service: 's3', region, method, path };
    const host = { Host: new URL(endpoint).host };
    const signed = aws4.sign({ ...unsigned, headers: { ...host, ...headers }, body: 'signed' }, credentials);
    const sent = { ...signed.headers, 'Content-Length': Buffer.byteLength(body) };
    return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const request = http.request(`${endpoint}${path}`, { method, headers: sent as never }, async (response) => {
        resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
      });
      request.on('error', reject).end(body);
    });
  }
  const length = { 'Content-Length': '6' };

  test('that was signed is stored', async () => {
    expect(await send(length, 'signed')).toMatchObject({ status: 200 });
    expect(await keys()).toEqual(['a']);
  });

  test('that was not signed is refused, and nothing is stored', async () => {
    const { status, text } = await send(length, 'signep');
    expect({ status, code: /<Code>(.*)<\/Code>/.exec(text)?.[1] }).toEqual({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
    });
    expect(await keys()).toEqual([]);
    expect(files()).toEqual([]);
  });

  test('may go unsigned, but not with a wrong checksum', async () => {
    const unsigned = { ...length, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    expect(await send(unsigned, 'anyone')).toMatchObject({ status: 200 });
    const wrong = await send({ ...unsigned, 'x-amz-checksum-crc32': 'AAAAAA==' }, 'anyone', '/indexes/b');
    expect(wrong).toMatchObject({ status: 400, text: expect.stringContaining('<Code>BadDigest</Code>') });
    expect(await keys()).toEqual(['a']);
  });

  test('of a deletion needs a checksum', async () => {
    const deletion = await send(length, 'signed', '/indexes?delete', 'POST');
    expect(deletion).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidRequest</Code>') });
  });
});

describe('on a folder', () => {
  test('objects and tags survive a restart, and bytes without a name do not', async () => {
    await put('a', 'abc', { Tagging: 'b=1' });
    const [file] = files();
    await stop();
    writeFileSync(join(folder, 's3', 'half'), 'half');
    await start();
    expect(files()).toEqual([file]);
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await Body!.transformToString()).toBe('abc');
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet).toHaveLength(1);
  });

  test('an object put again takes the place of the one before', async () => {
    await put('a', 'first');
    await put('a', 'second');
    expect(files()).toHaveLength(1);
    expect(await keys()).toEqual(['a']);
  });

  test('a superseded object is deleted a while later', async () => {
    const tagging = { TagSet: [{ Key: 'superseded', Value: 'true' }] };
    await put('a');
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: tagging }));
    await put('b');
    expect(await keys()).toEqual(['a', 'b']);
    await stop();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
    await start();
    expect(await keys()).toEqual(['b']);
    expect(files()).toHaveLength(1);
  });
});

test('without a folder nothing is left behind', async () => {
  vi.stubEnv('TMPDIR', folder);
  const passing = await startLocalAws({ buckets: [Bucket] });
  expect(readdirSync(folder).filter((name) => name.startsWith('local-s3-'))).toHaveLength(1);
  await passing.close();
  expect(readdirSync(folder).filter((name) => name.startsWith('local-s3-'))).toEqual([]);
  vi.unstubAllEnvs();
  expect(existsSync(folder)).toBe(true);
});
