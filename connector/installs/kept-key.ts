import { callAws } from '../aws/call-aws.ts';
import type { Deadline } from '../deadline.ts';
import { apiKeyPurpose, environment } from '../environment.ts';
import type { Website } from '../website.ts';

/*
 * A merchant's key of the platform's REST API, where the app keeps it: behind the sealed settings, in the same text, so that what
 * replaces or destroys them does so to the key, too. The context in which it is sealed is another one: who may open settings cannot
 * open a key.
 */

const contextOf = (website: Website) => ({ website, purpose: apiKeyPurpose });

/** Answers the sealed settings with the sealed key behind them. Throws AwsError. */
export async function sealKey(website: Website, sealed: string, key: string, deadline: Deadline): Promise<string> {
  const input = {
    KeyId: environment.credentialKey,
    EncryptionContext: contextOf(website),
    Plaintext: Buffer.from(key).toString('base64'),
  };
  const { CiphertextBlob } = await callAws<{ CiphertextBlob: string }>('kms', 'Encrypt', input, deadline);
  return `${sealed} ${CiphertextBlob}`;
}

/** undefined where none was kept. Throws AwsError, e.g. for a key that was copied from another website's row. */
export async function openKey(website: Website, sealed: string, deadline: Deadline): Promise<string | undefined> {
  const [, CiphertextBlob] = sealed.split(' ');
  if (!CiphertextBlob) return undefined;
  const input = { KeyId: environment.credentialKey, EncryptionContext: contextOf(website), CiphertextBlob };
  const { Plaintext } = await callAws<{ Plaintext: string }>('kms', 'Decrypt', input, deadline);
  return Buffer.from(Plaintext, 'base64').toString();
}
