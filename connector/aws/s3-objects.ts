import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Deadline } from '../deadline.ts';
import { callS3, elementOf, type S3Call, s3TextSink } from './call-s3.ts';

/** S3 is silent, too, while it stores what it has received whole. */
const maxUploadSilence = 30_000;
/** The most that one DeleteObjects takes. */
const deletedAtOnce = 1_000;

/**
 * Stores a file of at most 5 GB, with a checksum that S3 verifies, and answers S3's ETag of it. The file must not change meanwhile.
 * Throws AwsError.
 */
export async function uploadObject(
  bucket: string,
  key: string,
  file: string,
  deadline: Deadline,
): Promise<string | undefined> {
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  const digest = hash.digest();
  const headers = {
    'Content-Length': String(size),
    'Content-Type': 'application/octet-stream',
    Expect: '100-continue',
    'x-amz-checksum-sha256': digest.toString('base64'),
    'x-amz-content-sha256': digest.toString('hex'),
  };
  return callS3(
    {
      operation: 'PutObject',
      method: 'PUT',
      bucket,
      key,
      headers,
      // A refusal comes before the gigabytes are sent, instead of a broken connection.
      send: (request, onProgress) =>
        void request.on('continue', () => {
          const chunks = createReadStream(file).on('data', () => onProgress());
          pipeline(chunks, request).catch(onProgress);
        }),
      receive: ({ etag }, failed) => s3TextSink(failed, () => etag && unquoted(etag)),
    },
    deadline,
    maxUploadSilence,
  );
}

/** The keys that begin with `prefix`, in the order of their bytes. Throws AwsError. */
export async function listObjects(bucket: string, prefix: string, deadline: Deadline): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await listPage(bucket, { prefix, ...(token && { 'continuation-token': token }) }, deadline);
    keys.push(...keysOf(page));
    token = elementOf(page, 'NextContinuationToken');
  } while (token !== undefined);
  return keys;
}

/** S3's ETag of an object, by the right to list alone; undefined when there is none. Throws AwsError. */
export async function objectEtag(bucket: string, key: string, deadline: Deadline): Promise<string | undefined> {
  // The first key that begins with it is the key itself.
  const page = await listPage(bucket, { prefix: key, 'max-keys': '1' }, deadline);
  return keysOf(page)[0] === key ? unquoted(elementOf(page, 'ETag') ?? '') : undefined;
}

function listPage(bucket: string, query: Record<string, string>, deadline: Deadline): Promise<string> {
  return callS3(
    {
      operation: 'ListObjectsV2',
      method: 'GET',
      bucket,
      query: { 'list-type': '2', 'encoding-type': 'url', ...query },
      receive: (_, failed) =>
        s3TextSink(failed, (xml) => {
          if (!xml.trimEnd().endsWith('</ListBucketResult>')) throw failed('InvalidResponse', 200, 'not a listing');
          return xml;
        }),
    },
    deadline,
  );
}

function keysOf(page: string): string[] {
  const found = page.matchAll(/<Key>([^<]*)<\/Key>/g);
  return Array.from(found, ([, key = '']) => decodeURIComponent(key.replaceAll('+', ' ')));
}

/** As a header has it or as XML does. */
function unquoted(etag: string): string {
  return etag.replace(/"|&quot;|&#34;/g, '');
}

/** Deletes the objects; a key without one is no error. Throws AwsError when some could not be deleted. */
export async function deleteObjects(bucket: string, keys: readonly string[], deadline: Deadline): Promise<void> {
  for (let from = 0; from < keys.length; from += deletedAtOnce) {
    const objects = keys
      .slice(from, from + deletedAtOnce)
      .map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`);
    const body = `<Delete xmlns="${namespace}"><Quiet>true</Quiet>${objects.join('')}</Delete>`;
    await callS3(
      {
        operation: 'DeleteObjects',
        method: 'POST',
        bucket,
        query: { delete: '' },
        headers: xmlHeaders(body),
        body,
        receive: (_, failed) =>
          s3TextSink(failed, (xml) => {
            const code = elementOf(xml, 'Code');
            if (code) throw failed(code, code === 'InternalError' ? 500 : 200);
          }),
      },
      deadline,
    );
  }
}

/** Replaces the object's tags. Throws AwsError. */
export async function tagObject(
  bucket: string,
  key: string,
  tags: Record<string, string>,
  deadline: Deadline,
): Promise<void> {
  const set = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
  );
  const body = `<Tagging xmlns="${namespace}"><TagSet>${set.join('')}</TagSet></Tagging>`;
  const query = { tagging: '' };
  const headers = xmlHeaders(body);
  await callS3(
    { operation: 'PutObjectTagging', method: 'PUT', bucket, key, query, headers, body, receive: ignoreText },
    deadline,
  );
}

const ignoreText: S3Call<void>['receive'] = (_, failed) => s3TextSink(failed, () => undefined);

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** S3 wants a checksum of these bodies. */
function xmlHeaders(body: string) {
  const checksum = createHash('sha256').update(body).digest('base64');
  return { 'Content-Type': 'application/xml', 'x-amz-checksum-sha256': checksum };
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
