import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** What a request asks for, by its method, path and query. */
export interface S3Operation {
  name: string;
  /** `Bucket`, `Key` and the query. */
  input: { Bucket: string; Key: string } & Record<string, string>;
}

/** By method, object or bucket, and the query's name that tells it from others. Whatever else a query asks is refused. */
const operationNames: Record<string, { name: string; query?: readonly string[] }> = {
  'HEAD bucket': { name: 'HeadBucket' },
  'GET bucket list-type': {
    name: 'ListObjectsV2',
    query: ['prefix', 'continuation-token', 'start-after', 'max-keys', 'encoding-type'],
  },
  'POST bucket delete': { name: 'DeleteObjects' },
  'PUT object': { name: 'PutObject' },
  'GET object': { name: 'GetObject' },
  'HEAD object': { name: 'HeadObject' },
  'DELETE object': { name: 'DeleteObject' },
  'PUT object tagging': { name: 'PutObjectTagging' },
  'GET object tagging': { name: 'GetObjectTagging' },
};
const subresources = ['list-type', 'delete', 'tagging'];

/** Throws a Refusal for what this S3 does not know. */
export function operationOf({ method, url = '/', headers }: IncomingMessage): S3Operation {
  // URL would take `/./` out of the key.
  const [, bucket = '', key = '', search = ''] = /^\/([^/?]*)\/?([^?]*)\??(.*)$/.exec(url) ?? [];
  const query = Object.fromEntries(new URLSearchParams(search));
  const subresource = subresources.find((name) => name in query);
  const asked = [method, key ? 'object' : 'bucket', subresource].filter(Boolean).join(' ');
  const operation = operationNames[asked];
  const known = [subresource, 'x-id', ...(operation?.query ?? [])];
  if (!operation || headers['x-amz-copy-source'] || !Object.keys(query).every((name) => known.includes(name))) {
    throw new Refusal('NotImplemented', `${asked} is not known here.`, 501);
  }
  return { name: operation.name, input: { ...query, Bucket: bucket, Key: decodeURIComponent(key) } };
}
