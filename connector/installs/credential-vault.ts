import { callAws } from '../aws/call-aws.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Credentials } from '../catalog/catalog-source.ts';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import type { Website } from '../website.ts';

/** KMS encrypts no more at once. */
export const maxCredentialBytes = 4096;

const cacheMilliseconds = 5 * 60_000;
const maxCached = 200;

const opened = /* @__PURE__ */ new BoundedMap<string, { credentials: Credentials; until: number }>(maxCached);

/** Size of a set as it is sealed; `seal` takes up to `maxCredentialBytes`. */
export function credentialBytes(credentials: Credentials): number {
  return Buffer.byteLength(JSON.stringify(credentials));
}

/**
 * Encrypts a set so that only `open` for the same website gives it back. Answers base64. Throws RangeError for a set that
 * is too large, AwsError as `open` does.
 */
export async function seal(website: Website, credentials: Credentials, deadline: Deadline): Promise<string> {
  if (credentialBytes(credentials) > maxCredentialBytes) {
    throw new RangeError(`Credentials must be at most ${maxCredentialBytes} bytes as JSON.`);
  }
  const input = {
    KeyId: environment.credentialKey,
    EncryptionContext: { website },
    Plaintext: Buffer.from(JSON.stringify(credentials)).toString('base64'),
  };
  const { CiphertextBlob } = await callAws<{ CiphertextBlob: string }>('kms', 'Encrypt', input, deadline);
  return CiphertextBlob;
}

/**
 * Decrypts what `seal` made for this website; remembered for 5 minutes. Throws AwsError: `InvalidCiphertextException` for
 * another website's or altered bytes, `AccessDeniedException` or `DisabledException` when the key may not be used.
 */
export async function open(website: Website, sealed: string, deadline: Deadline): Promise<Credentials> {
  const cacheKey = `${website} ${sealed}`;
  const now = Date.now();
  for (const [key, { until }] of opened) if (until <= now) opened.delete(key);
  const known = opened.get(cacheKey);
  if (known) return known.credentials;
  const credentials = await decrypt(website, sealed, deadline);
  opened.set(cacheKey, { credentials, until: now + cacheMilliseconds });
  return credentials;
}

async function decrypt(website: Website, sealed: string, deadline: Deadline): Promise<Credentials> {
  // A key of the platform's API may stand behind it (`kept-key.ts`).
  const [CiphertextBlob] = sealed.split(' ');
  const input = { KeyId: environment.credentialKey, EncryptionContext: { website }, CiphertextBlob };
  const { Plaintext } = await callAws<{ Plaintext: string }>('kms', 'Decrypt', input, deadline);
  return Object.freeze(parseCredentials(Buffer.from(Plaintext, 'base64').toString()));
}

function parseCredentials(text: string): Credentials {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {} // The cause would quote the credentials.
  if (!isCredentials(value)) throw new Error('The sealed credentials are not what seal() writes.');
  return value;
}

function isCredentials(value: unknown): value is Credentials {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => typeof each === 'string' || typeof each === 'boolean');
}
