import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerOf, problemOf, readForm, shownInputs } from '../../../dev/desk/page/closing/read-form.ts';

const field = (id: string, more: object = {}) => ({ id, label: id, fieldType: 'TEXT', isRequired: false, ...more });
const ids = (body: unknown, values: Record<string, string | boolean>) =>
  shownInputs(readForm(body), values).map(({ id }) => id);

it('shows a field once its parent, and the parent of that, are set', () => {
  const form = [field('a', { fieldType: 'CHECKBOX' }), field('b', { idParent: 'a' }), field('c', { idParent: 'b' })];
  expect(ids(form, { b: 'x' })).toEqual(['a']);
  expect(ids(form, { a: true })).toEqual(['a', 'b']);
  expect(ids(form, { a: true, b: 'x' })).toEqual(['a', 'b', 'c']);
  expect(ids(form, { a: false, b: ' ' })).toEqual(['a']);
});

it.each([
  ['TEXT', true, ' ', 'This is required.'],
  ['CHECKBOX', true, false, 'This is required.'],
  ['INTEGER', false, '', ''],
  ['INTEGER', true, '1.5', 'Expected a whole number.'],
  ['INTEGER', true, ' -12 ', ''],
  ['DECIMAL', true, '1,5', ''],
  ['DECIMAL', true, '1.5.2', 'Expected a number.'],
])('of a %s, required %s, %j is told: %s', (fieldType, isRequired, value, problem) => {
  const [input] = readForm([field('a', { fieldType, isRequired })]);
  expect(problemOf(input!, value)).toBe(problem);
});

it('says in words what was chosen', () => {
  const [choice, tick] = readForm([
    field('a', { fieldType: 'SELECT', options: [{ label: 'An order', value: 'ORDER' }] }),
    field('b', { fieldType: 'CHECKBOX' }),
  ]);
  expect([answerOf(choice!, 'ORDER'), answerOf(tick!, true), answerOf(tick!, undefined)]).toEqual([
    'An order',
    'Yes',
    'No',
  ]);
});

it('reads whatever a connector answers, circles of parents too', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const item = fc.record({ id, label: id, fieldType: fc.constantFrom('TEXT', 'CHECKBOX', 'DATE'), idParent: id });
  fc.assert(
    fc.property(fc.oneof(fc.array(item), fc.jsonValue()), fc.dictionary(id, fc.constant('x')), (body, values) => {
      const inputs = readForm(body);
      for (const shown of shownInputs(inputs, values)) expect(inputs).toContain(shown);
    }),
  );
});
