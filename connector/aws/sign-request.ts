import { createHmac, hash } from 'node:crypto';
import { BoundedMap } from '../bounded-map.ts';
import { environment } from '../environment.ts';

interface UnsignedRequest {
  /** As the credential scope names it, e.g. `kms`. */
  service: string;
  method: string;
  /** Encoded: `encodePath`. */
  path: string;
  query?: Record<string, string>;
  /** `Host` among them. All of them are signed but `Expect`, which ends at the next hop. */
  headers: Record<string, string>;
  /** SHA-256 of the body, in hexadecimal. */
  bodyHash: string;
}

/** The path with its query, and all headers: AWS Signature Version 4, with the credentials of the environment. */
export function signRequest({ service, method, path, query = {}, headers, bodyHash }: UnsignedRequest) {
  const { region, accessKeyId, secretAccessKey, sessionToken } = environment.aws;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const all: Record<string, string> = { ...headers, 'X-Amz-Date': time };
  if (sessionToken) all['X-Amz-Security-Token'] = sessionToken;

  const names = Object.keys(all)
    .filter((name) => name !== 'Expect')
    .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const signedHeaders = names.map((name) => name.toLowerCase()).join(';');
  const headerLines = names.map((name) => `${name.toLowerCase()}:${all[name]!.trim().replace(/ +/g, ' ')}\n`).join('');
  const search = Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  // S3 alone signs the path as it is sent; the others encode it again.
  const signedPath = service === 's3' ? path : encodePath(path);
  const canonical = [method, signedPath, search, headerLines, signedHeaders, bodyHash].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signature = hmac(signingKey(scope, secretAccessKey), text).toString('hex');
  const credential = `Credential=${accessKeyId}/${scope}`;
  all.Authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { method, path: search === '' ? path : `${path}?${search}`, headers: all };
}

export function sha256(text: string): string {
  return hash('sha256', text);
}

/** A key as a path: everything is encoded but the unreserved characters and `/`. */
export function encodePath(key: string): string {
  return encode(key).replaceAll('%2F', '/');
}

/** RFC 3986: also what `encodeURIComponent` leaves. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** By secret and scope: the keys of one day, region and service. */
const signingKeys = /* @__PURE__ */ new BoundedMap<string, Buffer>(8);

function signingKey(scope: string, secret: string): Buffer {
  const known = signingKeys.get(secret + scope);
  if (known) return known;
  const key = scope.split('/').reduce<Buffer | string>(hmac, `AWS4${secret}`) as Buffer;
  signingKeys.set(secret + scope, key);
  return key;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
