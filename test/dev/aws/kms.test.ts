import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { localAwsVariables } from '../../../dev/aws/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../dev/aws/local-aws.ts';
import { setVariables } from '../../helpers/variables.ts';

const key = 'arn:aws:kms:eu-west-1:000000000000:key/one';
const otherKey = 'arn:aws:kms:eu-west-1:000000000000:key/two';

let aws: LocalAws;
let restore = () => {};
beforeAll(async () => {
  aws = await startLocalAws({ keys: [key, otherKey] });
  restore = setVariables(localAwsVariables(aws.access));
});
afterAll(async () => {
  restore();
  await aws.close();
});

const call = <Output>(operation: string, input: object) => callAws<Output>('kms', operation, input, deadlineIn(5_000));
const seal = async (input: object) =>
  (await call<{ CiphertextBlob: string }>('Encrypt', { KeyId: key, Plaintext: 'c2VjcmV0', ...input })).CiphertextBlob;

test('the order of the context does not matter, its content does', async () => {
  const CiphertextBlob = await seal({ EncryptionContext: { a: '1', b: '2' } });
  const opened = await call('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
  expect(opened).toMatchObject({ KeyId: key, Plaintext: 'c2VjcmV0' });
  for (const EncryptionContext of [{ a: '1' }, { a: '1', b: '3' }, { a: '1', b: '2', c: '' }, {}]) {
    const opening = call('Decrypt', { CiphertextBlob, EncryptionContext });
    await expect(opening).rejects.toMatchObject({ code: 'InvalidCiphertextException', status: 400 });
  }
});

test('sealing twice gives different bytes', async () => {
  expect(await seal({})).not.toBe(await seal({}));
});

test('a key is also named by its id', async () => {
  const CiphertextBlob = await seal({ KeyId: 'one' });
  expect(await call('Decrypt', { KeyId: key, CiphertextBlob })).toMatchObject({ KeyId: key });
});

test('another key than the one that sealed is refused', async () => {
  const CiphertextBlob = await seal({});
  const opening = call('Decrypt', { KeyId: otherKey, CiphertextBlob });
  await expect(opening).rejects.toMatchObject({ code: 'IncorrectKeyException', status: 400 });
});

test('an unknown key is not found', async () => {
  await expect(seal({ KeyId: `${key}-more` })).rejects.toMatchObject({ code: 'NotFoundException', status: 400 });
  await expect(seal({ KeyId: '%' })).rejects.toMatchObject({ code: 'NotFoundException' });
});

test('1 to 4,096 bytes are sealed', async () => {
  const plaintext = (bytes: number) => ({ Plaintext: Buffer.alloc(bytes).toString('base64') });
  await seal(plaintext(4096));
  await expect(seal(plaintext(4097))).rejects.toMatchObject({ code: 'ValidationException' });
  await expect(seal(plaintext(0))).rejects.toMatchObject({ code: 'ValidationException' });
});

test.each(['', 'AAAA', Buffer.alloc(100).toString('base64')])(
  'bytes that were never sealed do not open: "%s"',
  async (blob) => {
    const opening = call('Decrypt', { KeyId: key, CiphertextBlob: blob });
    await expect(opening).rejects.toMatchObject({ code: 'InvalidCiphertextException' });
  },
);
