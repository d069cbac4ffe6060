import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskOf } from '../../../conformance/report/mask.ts';
import { sign } from '../../../connector/endpoint/signature.ts';

const secrets = fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }).filter((text) => !text.includes('•'));

it('hides a secret in every spelling of a request or an answer', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const mask = maskOf([secret]);
      const spellings = [
        secret,
        JSON.stringify({ secret }).slice(11, -2),
        encodeURIComponent(secret),
        new URLSearchParams({ secret }).toString().slice(7),
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
      ];
      for (const spelling of spellings) expect(mask(`«${spelling}»`)).toBe('«•••»');
    }),
  );
});

it('hides signatures in hex, in capitals and in base64', () => {
  const mask = maskOf([]);
  const signature = sign('body', 'secret');
  const hex = signature.slice(7);
  for (const text of [signature, hex, hex.toUpperCase(), Buffer.from(hex, 'hex').toString('base64')]) {
    expect(mask(`expected ${text}.`)).toBe('expected •••.');
  }
});

it('hides the longer of two secrets of which one holds the other', () => {
  expect(maskOf(['token', 'token-of-mine'])('token-of-mine, token')).toBe('•••, •••');
});

it('leaves what is no secret', () => {
  const text = 'ha-900001 {"id":"3f2a0c1d-0000-4000-8000-0123456789ab"} fr 99,90 €';
  expect(maskOf(['fr', '', 'secret'])(text)).toBe(text);
});
