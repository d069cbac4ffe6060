import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Deadline } from './deadline.ts';
import { callS3, elementOf, readText } from './s3-call.ts';

const maxDownloadSilence = 5_000;
/** S3 is silent, too, while it stores what it has received whole. */
const maxUploadSilence = 30_000;
/** The most that one DeleteObjects takes. */
const deletedAtOnce = 1_000;

/**
 * Writes the object to `file`, which appears when it is whole. A process that ends meanwhile leaves `<file>.<uuid>.part`.
 * Throws AwsError of the service `s3`: its code, e.g. `NoSuchKey` (to those who may not list the bucket: `AccessDenied`),
 * or what the file system says, e.g. `ENOSPC`.
 */
export async function downloadObject(bucket: string, key: string, file: string, deadline: Deadline): Promise<void> {
  await callS3(
    {
      operation: 'GetObject',
      method: 'GET',
      bucket,
      key,
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
      async read(chunks, failed, headers) {
        const part = `${file}.${randomUUID()}.part`;
        const hash = createHash('sha256');
        let bytes = 0;
        try {
          const counted = async function* () {
            for await (const chunk of chunks) {
              bytes += chunk.length;
              hash.update(chunk);
              yield chunk;
            }
          };
          await pipeline(counted, createWriteStream(part));
          const checksum = headers['x-amz-checksum-sha256'] ?? '';
          if (bytes !== Number(headers['content-length'])) throw failed('InvalidResponse', 200, 'not the whole object');
          if (checksum && checksum !== hash.digest('base64')) throw failed('InvalidResponse', 200, 'wrong checksum');
          await rename(part, file);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
      },
    },
    deadline,
    maxDownloadSilence,
  );
}

/** Stores a file of at most 5 GB, with a checksum that S3 verifies. The file must not change meanwhile. Throws AwsError. */
export async function uploadObject(bucket: string, key: string, file: string, deadline: Deadline): Promise<void> {
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  const digest = hash.digest();
  const headers = {
    'Content-Length': size,
    'Content-Type': 'application/octet-stream',
    Expect: '100-continue',
    'x-amz-checksum-sha256': digest.toString('base64'),
    'x-amz-content-sha256': digest.toString('hex'),
  };
  await callS3(
    { operation: 'PutObject', method: 'PUT', bucket, key, headers, file, read: readText },
    deadline,
    maxUploadSilence,
  );
}

/** The keys that begin with `prefix`, in the order of their bytes. Throws AwsError. */
export async function listObjects(bucket: string, prefix: string, deadline: Deadline): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const query = { 'list-type': '2', 'encoding-type': 'url', prefix, ...(token && { 'continuation-token': token }) };
    const page = await callS3(
      {
        operation: 'ListObjectsV2',
        method: 'GET',
        bucket,
        query,
        async read(chunks, failed) {
          const xml = await readText(chunks, failed);
          if (!xml.trimEnd().endsWith('</ListBucketResult>')) throw failed('InvalidResponse', 200, 'not a listing');
          return xml;
        },
      },
      deadline,
    );
    for (const [, key = ''] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      keys.push(decodeURIComponent(key.replaceAll('+', ' ')));
    }
    token = elementOf(page, 'NextContinuationToken');
  } while (token !== undefined);
  return keys;
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
        async read(chunks, failed) {
          const code = elementOf(await readText(chunks, failed), 'Code');
          if (code) throw failed(code, code === 'InternalError' ? 500 : 200);
        },
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
    { operation: 'PutObjectTagging', method: 'PUT', bucket, key, query, headers, body, read: readText },
    deadline,
  );
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** S3 wants a checksum of these bodies. */
function xmlHeaders(body: string) {
  const checksum = createHash('sha256').update(body).digest('base64');
  return { 'Content-Type': 'application/xml', 'x-amz-checksum-sha256': checksum };
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
