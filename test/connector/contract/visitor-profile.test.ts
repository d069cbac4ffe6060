import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingFormSchema } from '../../../connector/contract/closing-form.ts';
import { fieldOf } from '../../../connector/contract/invalid-request.ts';
import { actionAnswerSchema, parseAction, profileSchema } from '../../../connector/contract/visitor-profile.ts';
import { Problem } from '../../../connector/errors.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const click = { action: 'OPEN_CASE', idWebsite: 'ha-1' };

describe('the body of an action', () => {
  it('names the action, the website and who asks; ids may be numbers or absent', () => {
    const body = {
      ...click,
      idWebsite: 'HA-1',
      idConversation: 12,
      idOperator: 'ha-9',
      idVisitorUnique: null,
      more: 1,
    };
    expect(parseAction(bytes(body))).toEqual({
      ...{ website: 'ha-1', action: 'OPEN_CASE', conversationId: '12', operatorId: 'ha-9' },
      ...{ connectorVersion: undefined, visitorUniqueId: undefined },
    });
  });

  it.each([
    ['body', []],
    ['body', 'text'],
    ['action', { idWebsite: 'ha-1' }],
    ['action', { ...click, action: '' }],
    ['action', { ...click, action: 'x'.repeat(1_025) }],
    ['idWebsite', { action: 'x' }],
    ['idWebsite', { action: 'x', idWebsite: { toString: 'ha-1' } }],
    ['idConversation', { ...click, idConversation: {} }],
    ['idOperator', { ...click, idOperator: 'x'.repeat(201) }],
  ])('refuses a malformed %s by its name', (field, body) => {
    expect(() => parseAction(bytes(body))).toThrow(expect.objectContaining({ code: 'invalid_request', field }));
  });

  it('is read or refused, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseAction(bytes(value));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});

const brokenAt = (schema: typeof profileSchema | typeof closingFormSchema, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error && fieldOf(error);
};

const text = { id: 'a', label: 'A', value: 'x', fieldType: 'TEXT' };

it.each([
  [undefined, []],
  [undefined, [text, { ...text, id: 'b', value: '' }]],
  [undefined, [{ ...text, value: 'https://shop.example/', fieldType: 'URL' }]],
  ['body', {}],
  ['[0].value', [{ ...text, value: 'javascript:alert(1)', fieldType: 'URL' }]],
  ['[0].value', [{ ...text, value: '', fieldType: 'ACTION' }]],
  ['[0].value', [{ ...text, value: 12 }]],
  ['[0].value', [{ ...text, value: 'x'.repeat(1_025) }]],
  ['[0].label', [{ ...text, label: ' ' }]],
  ['[0].fieldType', [{ ...text, fieldType: 'text' }]],
  ['[1].id', [text, text]],
  ['[0]', [{ ...text, more: 1 }]],
])('a profile breaks the contract at %s', (field, value) => {
  expect(brokenAt(profileSchema, value)).toBe(field);
});

const input = (id: string, more: object = {}) => ({ id, label: id, fieldType: 'TEXT', isRequired: false, ...more });
const options = [{ label: 'One', value: '1' }];

it.each([
  [undefined, []],
  [undefined, [input('a', { idParent: 'b' }), input('b', { fieldType: 'SELECT', options })]],
  ['[0].isRequired', [input('a', { isRequired: 'yes' })]],
  ['[0].fieldType', [input('a', { fieldType: 'DATE' })]],
  ['[0].options', [input('a', { fieldType: 'SELECT' })]],
  ['[0].options', [input('a', { fieldType: 'SELECT', options: [] })]],
  ['[0].options', [input('a', { fieldType: 'SELECT', options: [...options, ...options] })]],
  ['[0].options[0].value', [input('a', { fieldType: 'SELECT', options: [{ label: 'One', value: 1 }] })]],
  ['[0]', [input('a', { options })]],
  ['[0].idParent', [input('a', { idParent: 'nowhere' })]],
  ['[0].idParent', [input('a', { idParent: 'a' })]],
  ['[0].idParent', [input('a', { idParent: 'b' }), input('b', { idParent: 'a' })]],
  ['[1].id', [input('a'), input('a')]],
])('a form breaks the contract at %s', (field, value) => {
  expect(brokenAt(closingFormSchema, value)).toBe(field);
});

it('the answer of an action is a boolean and a message at most', () => {
  const isAnswer = (value: unknown) => actionAnswerSchema.safeParse(value).success;
  expect([{ success: true }, { success: false, message: 'No.' }].map(isAnswer)).toEqual([true, true]);
  expect([{}, { success: 1 }, { success: true, message: 1 }, { success: true, id: 1 }].map(isAnswer)).not.toContain(
    true,
  );
});
