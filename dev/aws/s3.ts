import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { receiveBody } from './object-body.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { Refusal } from './refusal.ts';
import type { S3Operation } from './s3-operation.ts';
import { readXml, writeXml } from './xml.ts';

interface S3Answer {
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Readable;
}

type Run = (input: S3Operation['input'], request: IncomingMessage) => S3Answer | Promise<S3Answer>;

/**
 * Objects of the given buckets, whole: no multipart upload, no versions, no conditions, no delimiters. The one local account stands for
 * every function; who reads objects in the stack may not list them, so a missing one is denied, as S3 denies it to those.
 */
export function createS3(store: ObjectStore, buckets: readonly string[]): Record<string, Run> {
  function find({ Bucket, Key }: S3Operation['input']): StoredObject {
    const object = store.get(Bucket, Key);
    if (!object) throw new Refusal('NoSuchKey', 'The specified key does not exist.', 404);
    return object;
  }

  function findToRead(input: S3Operation['input']): StoredObject {
    return store.get(input.Bucket, input.Key) ?? deny(input);
  }

  function deny({ Bucket }: S3Operation['input']): never {
    const what = `s3:ListBucket on resource: "arn:aws:s3:::${Bucket}"`;
    throw new Refusal('AccessDenied', `The caller is not authorized to perform: ${what}.`, 403);
  }

  const operations: Record<string, Run> = {
    HeadBucket: () => ({ status: 200 }),

    async PutObject({ Bucket, Key }, request) {
      const file = store.newFile();
      try {
        const received = await receiveBody(request, (chunks) => pipeline(chunks, createWriteStream(file)));
        const contentType = request.headers['content-type'] ?? 'application/octet-stream';
        const tags = Object.fromEntries(new URLSearchParams(String(request.headers['x-amz-tagging'] ?? '')));
        const { size, etag, checksum } = received;
        const [checksumName, value] = checksum ? [checksum.name, checksum.value] : [null, null];
        const described = { contentType, checksumName, checksum: value, modifiedAt: Date.now(), tags };
        await store.put({ bucket: Bucket, key: Key, file, size, etag, ...described });
        return { status: 200, headers: { ETag: `"${etag}"`, ...(checksumName && value && { [checksumName]: value }) } };
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },

    HeadObject(input, request) {
      const object = findToRead(input);
      return { status: 200, headers: { ...headersOf(object, request), 'Content-Length': object.size } };
    },

    async GetObject(input, request) {
      const object = findToRead(input);
      const { start, end } = rangeOf(request.headers.range, object.size);
      const length = end - start + 1;
      const whole = length === object.size;
      // Opened here, so that who deletes the object now does not cut the answer.
      const handle = await open(object.file).catch(() => deny(input));
      const body = handle.createReadStream(length > 0 ? { start, end } : { end: 0 });
      const range = { 'Content-Range': `bytes ${start}-${end}/${object.size}` };
      const headers = { ...headersOf(object, request), 'Content-Length': length, ...(!whole && range) };
      return { status: whole ? 200 : 206, headers, body };
    },

    async DeleteObject({ Bucket, Key }) {
      await store.delete(Bucket, Key);
      return { status: 204 };
    },

    async DeleteObjects({ Bucket }, request) {
      const { elements } = await readBody(request);
      const keys = elements('Key');
      if (keys.length < 1 || keys.length > 1_000) throw malformed();
      for (const key of keys) await store.delete(Bucket, key);
      const deleted = elements('Quiet')[0] === 'true' ? [] : keys;
      return xmlAnswer('DeleteResult', { Deleted: deleted.map((Key) => ({ Key })) });
    },

    ListObjectsV2(input) {
      const { Bucket, prefix = '', 'encoding-type': encodingType } = input;
      const token = input['continuation-token'];
      const after = token ? Buffer.from(token, 'base64').toString() : (input['start-after'] ?? '');
      const limit = Math.min(1_000, Number(input['max-keys'] ?? 1_000));
      const found = store.list(Bucket, prefix, after, limit + 1);
      const page = found.slice(0, limit);
      const encode = (key: string) =>
        encodingType === 'url' ? new URLSearchParams({ key }).toString().slice('key='.length) : key;
      const more = found.length > limit;
      return xmlAnswer('ListBucketResult', {
        Name: Bucket,
        Prefix: encode(prefix),
        KeyCount: page.length,
        MaxKeys: limit,
        IsTruncated: more,
        ...(encodingType && { EncodingType: encodingType }),
        ...(more && { NextContinuationToken: Buffer.from(page.at(-1)?.key ?? after).toString('base64') }),
        Contents: page.map(({ key, size, etag, modifiedAt }) => ({
          Key: encode(key),
          LastModified: new Date(modifiedAt).toISOString(),
          ETag: `"${etag}"`,
          Size: size,
          StorageClass: 'STANDARD',
        })),
      });
    },

    async PutObjectTagging(input, request) {
      const { elements } = await readBody(request);
      const object = find(input);
      const [names, values] = [elements('Key'), elements('Value')];
      if (names.length !== values.length) throw malformed();
      if (names.length > 10) throw new Refusal('BadRequest', 'Object tags cannot be greater than 10');
      const tags = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
      store.tag(object.bucket, object.key, tags);
      return { status: 200 };
    },

    GetObjectTagging(input) {
      const tags = Object.entries(find(input).tags).map(([Key, Value]) => ({ Key, Value }));
      return xmlAnswer('Tagging', { TagSet: { Tag: tags } });
    },
  };

  const inBucket = (run: Run): Run =>
    function inExistingBucket(input, request) {
      if (!buckets.includes(input.Bucket)) {
        throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404);
      }
      return run(input, request);
    };
  return Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, inBucket(run)]));
}

function headersOf(object: StoredObject, { headers }: IncomingMessage): OutgoingHttpHeaders {
  const { etag, contentType, modifiedAt, checksumName, checksum } = object;
  const asked = headers['x-amz-checksum-mode'] === 'ENABLED' && headers.range === undefined;
  return {
    ETag: `"${etag}"`,
    'Content-Type': contentType,
    'Last-Modified': new Date(modifiedAt).toUTCString(),
    'Accept-Ranges': 'bytes',
    ...(asked &&
      checksumName?.startsWith('x-amz-') && { [checksumName]: checksum ?? '', 'x-amz-checksum-type': 'FULL_OBJECT' }),
  };
}

/** Both ends included. What is no range of bytes counts as none, as RFC 9110 has it. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } {
  const [match, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (match === undefined || first + last === '') return { start: 0, end: size - 1 };
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new Refusal('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
}

async function readBody(request: IncomingMessage) {
  let body: Buffer = Buffer.alloc(0);
  const { checksum } = await receiveBody(request, async (chunks) => {
    body = await buffer(chunks);
  });
  if (!checksum) {
    const message = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*';
    throw new Refusal('InvalidRequest', message);
  }
  const xml = readXml(body.toString());
  if (!xml) throw malformed();
  return xml;
}

function malformed(): Refusal {
  return new Refusal('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
}

function xmlAnswer(name: string, content: object): S3Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: writeXml(name, content) };
}
