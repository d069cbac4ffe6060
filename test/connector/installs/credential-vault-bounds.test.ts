import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { maxCredentialBytes, open, seal } from '../../../connector/installs/credential-vault.ts';
import { parseWebsite } from '../../../connector/website.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testKey, useLocalAws } from '../../helpers/local-aws.ts';

const website = parseWebsite('ha-1')!;
const deadline = deadlineIn(60_000);
let aws: LocalAws;
let calls: string[] = [];
beforeAll(async () => {
  aws = await useLocalAws({
    onCall: (_service, operation) => {
      calls.push(operation);
      return 'pass';
    },
  });
});
afterAll(() => aws.close());
beforeEach(() => {
  calls = [];
});

test('200 opened sets are all remembered, the 201st takes the place of the first', async () => {
  const sets = await Promise.all(
    Array.from({ length: 201 }, (_, index) => seal(website, { feedUser: `${index}` }, deadline)),
  );
  const [last] = sets.splice(200);
  for (const sealed of sets) await open(website, sealed, deadline);
  calls = [];
  for (const sealed of sets) await open(website, sealed, deadline);
  expect(calls).toEqual([]);
  await open(website, last!, deadline);
  await open(website, sets[1]!, deadline);
  expect(calls).toEqual(['Decrypt']);
  await open(website, sets[0]!, deadline);
  expect(calls).toEqual(['Decrypt', 'Decrypt']);
});

test('what cannot be sealed or is no sealed set is said in the log’s words, without the credentials', async () => {
  const large = { feedUrl: 'x'.repeat(maxCredentialBytes) };
  await expect(seal(website, large, deadline)).rejects.toThrow('Credentials must be at most 4096 bytes as JSON.');
  for (const text of ['hunter2', 'null', '7', '["hunter2"]', '{"feedPassword":null}']) {
    const Plaintext = Buffer.from(text).toString('base64');
    const input = { KeyId: testKey, Plaintext, EncryptionContext: { website } };
    const { CiphertextBlob } = await callAws<{ CiphertextBlob: string }>('kms', 'Encrypt', input, deadline);
    await expect(open(website, CiphertextBlob, deadline), text).rejects.toThrow(
      'The sealed credentials are not what seal() writes.',
    );
  }
});
