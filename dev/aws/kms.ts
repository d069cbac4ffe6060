import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Refusal } from './refusal.ts';

interface KmsInput {
  KeyId?: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
}

const fingerprintBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const maxPlaintextBytes = 4096;

/** Encrypt and Decrypt under AES-256-GCM keys. A blob is: fingerprint of the key, iv, tag, ciphertext. */
export function createKms(state: DatabaseSync, keys: readonly string[]): Record<string, (input: KmsInput) => object> {
  const insert = state.prepare('INSERT OR IGNORE INTO keys (arn, fingerprint, material) VALUES (?, ?, ?)');
  for (const arn of keys) insert.run(arn, fingerprintOf(arn), randomBytes(32));
  const byName = state.prepare("SELECT * FROM keys WHERE arn = ?1 OR substr(arn, instr(arn, ':key/') + 5) = ?1");
  const byFingerprint = state.prepare('SELECT * FROM keys WHERE fingerprint = ?');

  function find(keyId: string | undefined) {
    const key = byName.get(keyId ?? '');
    if (!key) throw new Refusal('NotFoundException', `Key '${keyId}' does not exist`);
    return { arn: String(key.arn), material: key.material as Uint8Array };
  }

  return {
    Encrypt({ KeyId, Plaintext, EncryptionContext }) {
      const key = find(KeyId);
      const plaintext = Buffer.from(Plaintext ?? '', 'base64');
      if (plaintext.length < 1 || plaintext.length > maxPlaintextBytes) {
        throw new Refusal(
          'ValidationException',
          `Value at 'plaintext' must have length between 1 and ${maxPlaintextBytes}`,
        );
      }
      const fingerprint = fingerprintOf(key.arn);
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key.material, iv).setAAD(additionalData(EncryptionContext));
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      const blob = Buffer.concat([fingerprint, iv, cipher.getAuthTag(), ciphertext]);
      return { KeyId: key.arn, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },

    Decrypt({ KeyId, CiphertextBlob, EncryptionContext }) {
      const blob = Buffer.from(CiphertextBlob ?? '', 'base64');
      const [fingerprint, iv, tag, ciphertext] = cut(blob, fingerprintBytes, ivBytes, tagBytes);
      const key = byFingerprint.get(fingerprint);
      if (!key) throw new Refusal('InvalidCiphertextException');
      if (KeyId !== undefined && find(KeyId).arn !== key.arn) {
        throw new Refusal(
          'IncorrectKeyException',
          'The key ID in the request does not identify a CMK that can perform this operation.',
        );
      }
      try {
        const options = { authTagLength: tagBytes };
        const decipher = createDecipheriv('aes-256-gcm', key.material as Uint8Array, iv, options);
        decipher.setAAD(additionalData(EncryptionContext)).setAuthTag(tag);
        const plaintext = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
        return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      } catch {
        throw new Refusal('InvalidCiphertextException');
      }
    },
  };
}

function fingerprintOf(arn: string): Buffer {
  return createHash('sha256').update(arn).digest().subarray(0, fingerprintBytes);
}

function additionalData(context: Record<string, string> = {}): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function cut(blob: Buffer, a: number, b: number, c: number): [Buffer, Buffer, Buffer, Buffer] {
  return [blob.subarray(0, a), blob.subarray(a, a + b), blob.subarray(a + b, a + b + c), blob.subarray(a + b + c)];
}
