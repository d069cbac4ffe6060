import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { deleteObjects, listObjects, objectEtag, tagObject, uploadObject } from '../../../connector/aws/s3-objects.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { Fault, OnCall } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testBucket as Bucket, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
let sdk: S3Client;
let folder = '';
let calls: string[] = [];
let onCall: OnCall = () => 'pass';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3-test-'));
  aws = await useLocalAws({
    onCall(service, operation, input) {
      calls.push(operation);
      return onCall(service, operation, input);
    },
  });
  sdk = new S3Client(aws.access);
});
afterAll(async () => {
  sdk.destroy();
  await aws.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  calls = [];
  onCall = () => 'pass';
});
afterEach(async () => {
  vi.restoreAllMocks();
  onCall = () => 'pass';
  await deleteObjects(Bucket, await listObjects(Bucket, '', soon()), soon());
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

const soon = () => deadlineIn(10_000);
const path = (name: string) => join(folder, name);
function fileOf(bytes: Uint8Array | string, name = 'source'): string {
  writeFileSync(path(name), bytes);
  return path(name);
}
const put = (Key: string, Body: string | Uint8Array = 'x') => sdk.send(new PutObjectCommand({ Bucket, Key, Body }));
const once = (fault: Fault): OnCall => {
  let left = 1;
  return () => (left-- > 0 ? fault : 'pass');
};

/** Characters that paths, queries and XML treat in their own ways. */
const oddKeys = fc.string({
  unit: fc.constantFrom(...'ab/.-_~ +%&<>"\'=?#:@!$*(),;é漢😀'),
  minLength: 1,
  maxLength: 20,
});

describe('beside the AWS SDK', () => {
  test('what it uploads the SDK downloads, with the checksum that the SDK verifies', async () => {
    const bytes = randomBytes(3_000_000);
    await uploadObject(Bucket, 'ha-1/a.sqlite', fileOf(bytes), soon());
    const object = await sdk.send(new GetObjectCommand({ Bucket, Key: 'ha-1/a.sqlite', ChecksumMode: 'ENABLED' }));
    expect(object.ChecksumSHA256).toBe(createHash('sha256').update(bytes).digest('base64'));
    expect(Buffer.from(await object.Body!.transformToByteArray()).equals(bytes)).toBe(true);
  });

  test('what the SDK uploads it downloads', async () => {
    const bytes = randomBytes(3_000_000);
    await put('ha-1/a.sqlite', bytes);
    await downloadObject(Bucket, 'ha-1/a.sqlite', path('a'), soon());
    expect(readFileSync(path('a')).equals(bytes)).toBe(true);
  });

  test('an object without bytes', async () => {
    await uploadObject(Bucket, 'empty', fileOf(''), soon());
    const { ContentLength } = await sdk.send(new HeadObjectCommand({ Bucket, Key: 'empty' }));
    expect(ContentLength).toBe(0);
    await downloadObject(Bucket, 'empty', path('empty'), soon());
    expect(readFileSync(path('empty'))).toHaveLength(0);
  });

  test('tags are those that the SDK reads', async () => {
    await put('a');
    await tagObject(Bucket, 'a', { superseded: 'true', 'by & for': '<"é">' }, soon());
    const { TagSet } = await sdk.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }));
    expect(TagSet).toEqual([
      { Key: 'superseded', Value: 'true' },
      { Key: 'by & for', Value: '<"é">' },
    ]);
  });

  test('any key names the same object for both', async () => {
    const file = fileOf('ours');
    await fc.assert(
      fc.asyncProperty(oddKeys, async (Key) => {
        await uploadObject(Bucket, Key, file, soon());
        expect(await listObjects(Bucket, Key, soon())).toEqual([Key]);
        const { Contents } = await sdk.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
        expect(Contents?.map((object) => object.Key)).toEqual([Key]);
        const { Body } = await sdk.send(new GetObjectCommand({ Bucket, Key }));
        expect(await Body!.transformToString()).toBe('ours');
        await put(Key, 'theirs');
        await downloadObject(Bucket, Key, path('odd'), soon());
        expect(readFileSync(path('odd'), 'utf8')).toBe('theirs');
        await deleteObjects(Bucket, [Key], soon());
        expect(await listObjects(Bucket, '', soon())).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('a listing has every page, and the SDK lists the same', async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => `ha-1/${index}`);
    for (const key of [...keys, 'ha-10/other']) await put(key);
    calls = [];
    const listed = await listObjects(Bucket, 'ha-1/', soon());
    expect(listed).toEqual([...keys].sort());
    expect(calls).toEqual(['ListObjectsV2', 'ListObjectsV2']);
    calls = [];
    await deleteObjects(Bucket, listed, soon());
    expect(calls).toEqual(['DeleteObjects', 'DeleteObjects']);
    expect(await listObjects(Bucket, '', soon())).toEqual(['ha-10/other']);
  });

  test('nothing to delete asks nothing', async () => {
    await deleteObjects(Bucket, [], soon());
    expect(calls).toEqual([]);
  });

  test('a key that is not there is deleted without an error, as by the SDK', async () => {
    await deleteObjects(Bucket, ['none'], soon());
    await sdk.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'none' }] } }));
  });
});

describe('the ETag of an object', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');

  test('is told by its upload and, to who may only list, afterwards', async () => {
    const key = 'ha-1/é "1" & <2>.sqlite';
    expect(await uploadObject(Bucket, key, fileOf('one'), soon())).toBe(md5('one'));
    expect(await objectEtag(Bucket, key, soon())).toBe(md5('one'));
    await uploadObject(Bucket, key, fileOf('two'), soon());
    expect(await objectEtag(Bucket, key, soon())).toBe(md5('two'));
    expect(calls).not.toContain('HeadObject');
  });

  test('is not that of another object whose key begins alike', async () => {
    await put('ha-1/a-longer');
    expect(await objectEtag(Bucket, 'ha-1/a', soon())).toBeUndefined();
    await uploadObject(Bucket, 'ha-1/a', fileOf('one'), soon());
    expect(await objectEtag(Bucket, 'ha-1/a', soon())).toBe(md5('one'));
  });

  test('as S3 quotes it in XML', async () => {
    const contents = '<Contents><Key>a</Key><ETag>&quot;12ab-3&quot;</ETag></Contents>';
    onCall = () => ({ kind: 'answer', status: 200, body: `<ListBucketResult>${contents}</ListBucketResult>` });
    expect(await objectEtag(Bucket, 'a', soon())).toBe('12ab-3');
  });
});

describe('a refusal', () => {
  test('has the code of S3 and leaves no file', async () => {
    const refused = { name: 'AwsError', service: 's3', code: 'NoSuchKey', status: 404 };
    const denied = { ...refused, code: 'AccessDenied', status: 403 };
    await expect(downloadObject(Bucket, 'none', path('none'), soon())).rejects.toMatchObject(denied);
    await expect(tagObject(Bucket, 'none', {}, soon())).rejects.toMatchObject(refused);
    const elsewhere = uploadObject('other', 'a', fileOf('a'), soon());
    await expect(elsewhere).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 });
    expect(readdirSync(folder)).toEqual(['source']);
    expect(calls).toHaveLength(3);
  });

  test('of a large upload is told before its bytes are sent', async () => {
    onCall = () => ({ kind: 'refuse', status: 403, code: 'AccessDenied', message: 'no' });
    const upload = uploadObject(Bucket, 'large', fileOf(Buffer.alloc(40_000_000)), soon());
    await expect(upload).rejects.toMatchObject({ code: 'AccessDenied', message: 's3 PutObject: AccessDenied no' });
    expect(calls).toEqual(['PutObject']);
  });

  test('of one key among those to delete is an error', async () => {
    const refused = '<Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error>';
    onCall = () => ({ kind: 'answer', status: 200, body: `<DeleteResult>${refused}</DeleteResult>` });
    await expect(deleteObjects(Bucket, ['a', 'b'], soon())).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  test('a file that cannot be written is named by its code', async () => {
    await put('a');
    const download = downloadObject(Bucket, 'a', join(folder, 'none', 'a'), soon());
    await expect(download).rejects.toMatchObject({ name: 'AwsError', code: 'ENOENT', status: 0 });
    expect(calls.filter((name) => name === 'GetObject')).toHaveLength(1);
  });
});

describe('a passing fault is tried again', () => {
  const faults: [string, Fault][] = [
    ['503 SlowDown', { kind: 'refuse', status: 503, code: 'SlowDown' }],
    ['500 InternalError', { kind: 'refuse', status: 500, code: 'InternalError' }],
    ['a signature that was frozen with the function', { kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed' }],
    ['a broken connection', { kind: 'reset' }],
    ['a lost answer', { kind: 'lose answer' }],
  ];

  test.each(faults)('%s', async (_title, fault) => {
    const bytes = randomBytes(300_000);
    const steps: [string, () => Promise<unknown>][] = [
      ['PutObject', () => uploadObject(Bucket, 'a', fileOf(bytes), soon())],
      ['GetObject', () => downloadObject(Bucket, 'a', path('a'), soon())],
      ['PutObjectTagging', () => tagObject(Bucket, 'a', { superseded: 'true' }, soon())],
      ['ListObjectsV2', async () => expect(await listObjects(Bucket, '', soon())).toEqual(['a'])],
      ['DeleteObjects', () => deleteObjects(Bucket, ['a'], soon())],
    ];
    for (const [operation, step] of steps) {
      calls = [];
      onCall = once(fault);
      await step();
      expect(calls).toEqual([operation, operation]);
    }
    expect(readFileSync(path('a')).equals(bytes)).toBe(true);
    expect(await listObjects(Bucket, '', soon())).toEqual([]);
  });

  test('an InternalError of one key among those to delete', async () => {
    await put('a');
    onCall = once({
      kind: 'answer',
      status: 200,
      body: '<DeleteResult><Error><Key>a</Key><Code>InternalError</Code></Error></DeleteResult>',
    });
    await deleteObjects(Bucket, ['a'], soon());
    expect(await listObjects(Bucket, '', soon())).toEqual([]);
  });

  test('an answer that never comes ends with the deadline', async () => {
    onCall = () => ({ kind: 'hang' });
    const listing = listObjects(Bucket, '', deadlineIn(300));
    await expect(listing).rejects.toMatchObject({ name: 'AwsError', code: 'TimeoutError', status: 0 });
    expect(calls.length).toBeGreaterThanOrEqual(2);
  });
});

test('downloads of one object into one file at the same time leave it whole and alone', async () => {
  const bytes = randomBytes(2_000_000);
  await put('a', bytes);
  await Promise.all(Array.from({ length: 8 }, () => downloadObject(Bucket, 'a', path('a'), soon())));
  expect(readFileSync(path('a')).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(['a']);
});

test('a listing that is cut off is not taken for a short one', async () => {
  onCall = () => ({ kind: 'answer', status: 200, body: '<ListBucketResult><Contents><Key>a</Key></Contents>' });
  await expect(listObjects(Bucket, '', soon())).rejects.toMatchObject({ code: 'InvalidResponse' });
});
