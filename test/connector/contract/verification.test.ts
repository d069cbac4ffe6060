import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  answer2017Schema,
  answer2018Schema,
  parseVerification,
  type VerificationResult,
  verificationAnswer,
} from '../../../connector/contract/verification.ts';
import { Problem } from '../../../connector/errors.ts';
import { runs } from '../../helpers/runs.ts';

fc.configureGlobal({ seed: 1 });

const parse = (items: unknown) => parseVerification(Buffer.from(JSON.stringify(items)));
const refusal = (body: Buffer | string) => {
  try {
    parseVerification(Buffer.from(body));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return undefined;
};

describe('a verification', () => {
  test('of 2018 has keys, with texts and booleans', () => {
    const { dialect, parameters } = parse([
      { key: 'login', value: 'x' },
      { key: 'secure', value: false },
    ]);
    expect(dialect).toBe('2018');
    expect([...parameters]).toEqual([
      ['login', 'x'],
      ['secure', false],
    ]);
  });

  test('of 2017 has ids, and field types that are ignored', () => {
    const { dialect, parameters } = parse([{ id: 'field_login', value: 'x', fieldType: 'TEXT' }]);
    expect(dialect).toBe('2017');
    expect(parameters.get('field_login')).toBe('x');
  });

  test.each([
    ['nothing', []],
    [
      'both dialects',
      [
        { id: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    ],
    [
      'both dialects, the other way round',
      [
        { key: 'b', value: '2' },
        { id: 'a', value: '1' },
      ],
    ],
    ['both dialects in one item', [{ key: 'a', id: 'b', value: '1' }]],
  ])('of %s is of 2018', (_, items) => {
    expect(parse(items).dialect).toBe('2018');
  });

  test('prefers the key of an item that has both', () => {
    expect([...parse([{ key: 'a', id: 'b', value: '1' }]).parameters.keys()]).toEqual(['a']);
  });

  test.each([[{ value: null }], [{ value: '' }], [{}]])('does not have a parameter with %j', (value) => {
    expect([...parse([{ key: 'a', ...value }]).parameters]).toEqual([]);
    expect(parse([{ id: 'a', ...value }]).dialect).toBe('2017');
  });

  test('keeps keys and values exactly, and names no prototype', () => {
    const { parameters } = parse([
      { key: ' Login', value: ' x\n' },
      { key: '__proto__', value: 'y' },
      { key: 'constructor', value: 'z' },
    ]);
    expect([...parameters]).toEqual([
      [' Login', ' x\n'],
      ['__proto__', 'y'],
      ['constructor', 'z'],
    ]);
  });

  test('may say the same twice, but not two things', () => {
    expect(
      parse([
        { key: 'a', value: 'x' },
        { key: 'a', value: 'x' },
      ]).parameters.get('a'),
    ).toBe('x');
    for (const other of ['y', true, null, '']) {
      const problem = refusal(
        JSON.stringify([
          { key: 'a', value: 'x' },
          { id: 'a', value: other },
        ]),
      );
      expect(problem).toMatchObject({ code: 'invalid_request', field: '[1].value' });
    }
  });

  test('may begin with a byte order mark', () => {
    expect(parseVerification(Buffer.from('\uFEFF[{"key":"a","value":"é"}]')).parameters.get('a')).toBe('é');
  });

  test.each([
    ['', 'body'],
    ['x', 'body'],
    ['[', 'body'],
    ['[] []', 'body'],
    ['null', 'body'],
    ['"text"', 'body'],
    ['{}', 'body'],
    ['{"key":"a","value":"x"}', 'body'],
    ['{"length":1,"0":{"key":"a"}}', 'body'],
    ['[null]', '[0]'],
    ['["a"]', '[0]'],
    ['[[]]', '[0]'],
    ['[{}]', '[0].key'],
    ['[{"value":"x"}]', '[0].key'],
    ['[{"__proto__":{"key":"a"},"value":"x"}]', '[0].key'],
    ['[{"key":1,"value":"x"}]', '[0].key'],
    ['[{"key":null,"value":"x"}]', '[0].key'],
    ['[{"key":"a","value":1}]', '[0].value'],
    ['[{"key":"a","value":{}}]', '[0].value'],
    ['[{"key":"a","value":["x"]}]', '[0].value'],
    ['[{"key":"a","value":1e999}]', '[0].value'],
    ['[{"key":"a","value":"\\ud800"}]', '[0].value'],
    ['[{"key":"a","value":"x"},{"id":2}]', '[1].id'],
    [JSON.stringify([{ key: 'k'.repeat(201), value: 'x' }]), '[0].key'],
    [JSON.stringify([{ key: 'a', value: 'x'.repeat(10_001) }]), '[0].value'],
    [JSON.stringify(Array.from({ length: 101 }, (_, index) => ({ key: `${index}`, value: 'x' }))), 'body'],
    ['['.repeat(100_000), 'body'],
    ['['.repeat(100_000) + ']'.repeat(100_000), '[0]'],
    [`[{"key":"a","value":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]`, '[0].value'],
  ])('is not %.60s', (body, field) => {
    const problem = refusal(body);
    expect(problem).toMatchObject({ code: 'invalid_request', field });
    expect(problem?.message).toMatch(/ must be /);
    expect(problem?.message).not.toMatch(/Invalid input/);
  });

  test('is not what is not UTF-8', () => {
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const body = Buffer.concat([Buffer.from('[{"key":"a","value":"'), Buffer.from(bytes), Buffer.from('"}]')]);
      expect(refusal(body)).toMatchObject({ code: 'invalid_request', field: 'body' });
    }
  });

  test('is as large as its caps allow', () => {
    const items = Array.from({ length: 100 }, (_, index) => ({ key: `${index}`.padStart(200, 'k'), value: 'x' }));
    expect(parse(items).parameters.size).toBe(100);
    expect(parse([{ key: 'a', value: 'x'.repeat(10_000) }]).parameters.size).toBe(1);
  });

  test('never tells in a refusal what was typed', () => {
    const secret = 'hunter2';
    const bodies = [
      secret,
      `[{"key":"password","value":"${secret}"`,
      `[{"key":"password","value":["${secret}"]}]`,
      `[{"key":"p","value":"${secret}"},{"key":"p","value":"x"}]`,
    ];
    for (const body of bodies) {
      const problem = refusal(body)!;
      expect(`${problem.message} ${problem.field} ${problem.stack} ${String(problem.cause)}`).not.toContain(secret);
    }
  });

  test('reads back any parameters, in both dialects', () => {
    const value = fc.oneof(fc.boolean(), fc.string({ unit: 'grapheme', minLength: 1 }));
    const parameters = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 200 }), value), {
      selector: ([key]) => key,
      maxLength: 20,
    });
    fc.assert(
      fc.property(parameters, (entries) => {
        const in2018 = parse(entries.map(([key, typed]) => ({ key, value: typed })));
        const in2017 = parse(entries.map(([id, typed]) => ({ id, value: typed, fieldType: 'TEXT' })));
        expect([...in2018.parameters]).toEqual(entries);
        expect([...in2017.parameters]).toEqual(entries);
      }),
    );
  });

  test('is a problem or a map for any JSON and any bytes, and changes no global', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const item = fc.dictionary(fc.constantFrom('key', 'id', 'value', '__proto__', 'toString'), fc.jsonValue());
    const json = fc.oneof(
      fc.json(),
      fc.array(item).map((items) => JSON.stringify(items)),
    );
    fc.assert(
      fc.property(fc.oneof(json, fc.uint8Array()), (body) => {
        const problem = refusal(body as string);
        if (problem) expect(problem.status).toBe(400);
      }),
      { numRuns: runs(1_000, 10_000) },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

describe('the answer', () => {
  const errors = [
    { code: 'wrong_credentials', message: 'The shop refused them.', parameterKey: 'login' },
    { code: 'missing', message: 'Type it.', parameterKey: 'feedUrl' },
  ];

  test('of 2018 when valid', () => {
    const answer = verificationAnswer('2018', { valid: true, message: '12 products.' });
    expect(answer).toStrictEqual({ isStepValid: true, isValid: true, errors: [] });
  });

  test('of 2018 when not: both names of the outcome and of the text', () => {
    expect(verificationAnswer('2018', { valid: false, errors: errors.slice(0, 1) })).toStrictEqual({
      isStepValid: false,
      isValid: false,
      errors: [
        {
          code: 'wrong_credentials',
          description: 'The shop refused them.',
          message: 'The shop refused them.',
          parameterKey: 'login',
        },
      ],
    });
  });

  test('of 2017 when valid carries the proof', () => {
    const answer = verificationAnswer('2017', { valid: true, message: '12 products.' });
    expect(answer).toStrictEqual({ isValid: true, message: '12 products.', fields: [] });
  });

  test('of 2017 when not: all texts together, and each beside its field', () => {
    expect(verificationAnswer('2017', { valid: false, errors })).toStrictEqual({
      isValid: false,
      message: 'The shop refused them. Type it.',
      fields: [
        { id: 'login', message: 'The shop refused them.' },
        { id: 'feedUrl', message: 'Type it.' },
      ],
    });
  });

  test('is what its schema says, and no other dialect', () => {
    const results: VerificationResult[] = [
      { valid: true, message: '' },
      { valid: false, errors },
    ];
    for (const result of results) {
      const in2018 = verificationAnswer('2018', result);
      const in2017 = verificationAnswer('2017', result);
      expect(z.safeParse(answer2018Schema, in2018).success).toBe(true);
      expect(z.safeParse(answer2017Schema, in2017).success).toBe(true);
      expect(z.safeParse(answer2017Schema, in2018).success).toBe(false);
      expect(z.safeParse(answer2018Schema, in2017).success).toBe(false);
    }
  });
});
