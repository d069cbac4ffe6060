import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import type { Credentials } from '../../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { parseWebsite } from '../../../connector/website.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testKey, useLocalAws } from '../../helpers/local-aws.ts';
import { report, runs } from '../../helpers/runs.ts';

const minute = 60_000;
const ha1 = parseWebsite('ha-1')!;
const ha2 = parseWebsite('ha-2')!;

let aws: LocalAws;
let calls: string[];
let fault: 'pass' | Fault;
let vault: typeof import('../../../connector/installs/credential-vault.ts');

beforeAll(async () => {
  aws = await useLocalAws({
    onCall(_service, operation) {
      calls.push(operation);
      return fault;
    },
  });
});
afterAll(() => aws.close());

beforeEach(async () => {
  calls = [];
  fault = 'pass';
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.resetModules();
  vault = await import('../../../connector/installs/credential-vault.ts');
});
afterEach(() => {
  vi.useRealTimers();
});

const deadline = () => deadlineIn(10_000);
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const invalid = { name: 'AwsError', code: 'InvalidCiphertextException', status: 400 };

const websites = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 1, max: 999_999_999 }))
  .map(([platform, number]) => parseWebsite(`${platform}-${number}`)!);
const keys = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).filter((key) => key !== '__proto__');
const sets = fc.dictionary(keys, fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.boolean()), {
  maxKeys: 8,
  noNullPrototype: true,
});

test('what was sealed for a website opens for it, whatever the merchant typed', async () => {
  await fc.assert(
    fc.asyncProperty(websites, sets, async (website, credentials) => {
      const sealed = await vault.seal(website, credentials, deadline());
      expect(await vault.open(website, sealed, deadline())).toEqual(credentials);
    }),
    { numRuns: runs(60, 1_000) },
  );
});

test('a set sealed for one website opens for no other, also when it was opened just before', async ({ task }) => {
  await fc.assert(
    fc.asyncProperty(websites, websites, sets, async (website, other, credentials) => {
      fc.pre(website !== other);
      const sealed = await vault.seal(website, credentials, deadline());
      await vault.open(website, sealed, deadline());
      await expect(vault.open(other, sealed, deadline())).rejects.toMatchObject(invalid);
    }),
    { numRuns: runs(30, 500) },
  );
  report(task, `${runs(30, 500)} sets of two websites: none opens for the other`);
});

test('a sealed set with any byte altered, cut off or added does not open', async ({ task }) => {
  const sets: Credentials[] = [{ feedUrl: 'https://shop.example/feed' }, {}, { feedUrl: 'x'.repeat(300), on: true }];
  let refused = 0;
  for (const credentials of sets.slice(0, runs(1, sets.length))) {
    const sealed = Buffer.from(await vault.seal(ha1, credentials, deadline()), 'base64');
    const altered: Uint8Array[] = [Buffer.concat([sealed, Buffer.from([0])]), Buffer.concat([sealed, sealed])];
    for (let at = 0; at < sealed.length; at++) {
      altered.push(sealed.subarray(0, at));
      // One bit of each byte, another one each time; in the long form all of them.
      for (let bit = runs(at % 8, 0); bit < 8; bit += runs(8, 1)) {
        const flipped = Buffer.from(sealed);
        flipped[at]! ^= 1 << bit;
        altered.push(flipped);
      }
    }
    for (const bytes of altered) {
      const opening = vault.open(ha1, Buffer.from(bytes).toString('base64'), deadline());
      await expect(opening).rejects.toMatchObject(invalid);
      refused++;
    }
    expect(await vault.open(ha1, sealed.toString('base64'), deadline())).toEqual(credentials);
  }
  report(task, `${refused} alterations of every byte: none opens`);
});

test('a set sealed under another context does not open', async ({ task }) => {
  const Plaintext = Buffer.from('{"feedUser":"x"}').toString('base64');
  const contexts: (Record<string, string> | undefined)[] = [
    ...[undefined, {}, { Website: ha1 }, { website: ha1, more: 'x' }, { website: '' }, { website: ha2 }],
    ...[{ website: 'HA-1' }, { website: `${ha1} ` }, { website: 'ha-10' }, { website: 'ha-' }, { [ha1]: 'website' }],
  ];
  for (const EncryptionContext of contexts) {
    const input = { KeyId: testKey, Plaintext, ...(EncryptionContext && { EncryptionContext }) };
    const { CiphertextBlob } = await callAws<{ CiphertextBlob: string }>('kms', 'Encrypt', input, deadline());
    await expect(vault.open(ha1, CiphertextBlob, deadline())).rejects.toMatchObject(invalid);
  }
  report(task, `${contexts.length} other contexts: none opens`);
});

test('nothing of the credentials is in what is sealed', async () => {
  const sealed = await vault.seal(ha1, { feedPassword: 'correct horse battery' }, deadline());
  expect(Buffer.from(sealed, 'base64').includes('horse')).toBe(false);
});

test('a set of 4,096 bytes is sealed, one byte more is not', async () => {
  const empty = vault.credentialBytes({ feedUrl: '' });
  const largest = { feedUrl: `é${'x'.repeat(vault.maxCredentialBytes - empty - 2)}` };
  expect(vault.credentialBytes(largest)).toBe(4096);
  expect(await vault.open(ha1, await vault.seal(ha1, largest, deadline()), deadline())).toEqual(largest);
  const larger = { feedUrl: `${largest.feedUrl}x` };
  await expect(vault.seal(ha1, larger, deadline())).rejects.toThrow(RangeError);
});

test('an opened set is remembered for five minutes', async () => {
  const sealed = await vault.seal(ha1, { feedUser: 'x' }, deadline());
  calls = [];
  await vault.open(ha1, sealed, deadline());
  pass(5 * minute - 1);
  await vault.open(ha1, sealed, deadline());
  expect(calls).toEqual(['Decrypt']);
  pass(1);
  await vault.open(ha1, sealed, deadline());
  expect(calls).toEqual(['Decrypt', 'Decrypt']);
});

test('renewed credentials are opened anew', async () => {
  await vault.open(ha1, await vault.seal(ha1, { feedUser: 'old' }, deadline()), deadline());
  const renewed = await vault.seal(ha1, { feedUser: 'new' }, deadline());
  expect(await vault.open(ha1, renewed, deadline())).toEqual({ feedUser: 'new' });
});

test('a bounded number of sets is remembered, the least recently used goes first', async () => {
  const sealed = await vault.seal(ha2, { feedUser: 'kept' }, deadline());
  const first = await vault.seal(ha1, { feedUser: 'first' }, deadline());
  await vault.open(ha2, sealed, deadline());
  await vault.open(ha1, first, deadline());
  for (let count = 0; count < 199; count++) {
    await vault.open(ha2, sealed, deadline());
    await vault.open(ha1, await vault.seal(ha1, { feedUser: `${count}` }, deadline()), deadline());
  }
  calls = [];
  await vault.open(ha2, sealed, deadline());
  expect(calls).toEqual([]);
  await vault.open(ha1, first, deadline());
  expect(calls).toEqual(['Decrypt']);
});

test('one caller cannot change what the next one is given', async () => {
  const sealed = await vault.seal(ha1, { feedUser: 'x' }, deadline());
  const credentials = (await vault.open(ha1, sealed, deadline())) as Record<string, string>;
  expect(() => {
    credentials.feedUser = 'y';
  }).toThrow(TypeError);
});

test.each(['AccessDeniedException', 'DisabledException'])('the refusal of the key passes: %s', async (code) => {
  const sealed = await vault.seal(ha1, { feedUser: 'x' }, deadline());
  fault = { kind: 'refuse', status: 400, code, message: 'not allowed' };
  await expect(vault.open(ha1, sealed, deadline())).rejects.toMatchObject({ code, status: 400 });
  await expect(vault.seal(ha1, { feedUser: 'x' }, deadline())).rejects.toMatchObject({ name: 'AwsError', code });
  fault = 'pass';
  expect(await vault.open(ha1, sealed, deadline())).toEqual({ feedUser: 'x' });
});

test.each(['not JSON: hunter2', '["hunter2"]', '{"feedPassword":{"is":"hunter2"}}'])(
  'a foreign plaintext is refused without being quoted: %s',
  async (text) => {
    const input = {
      KeyId: testKey,
      Plaintext: Buffer.from(text).toString('base64'),
      EncryptionContext: { website: ha1 },
    };
    const { CiphertextBlob } = await callAws<{ CiphertextBlob: string }>('kms', 'Encrypt', input, deadline());
    const error = await vault.open(ha1, CiphertextBlob, deadline()).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify([(error as Error).stack, (error as Error).cause])).not.toContain('hunter2');
  },
);
