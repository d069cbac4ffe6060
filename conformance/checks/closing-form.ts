import type { Group } from '../check.ts';
import { isObject, show } from '../requirements.ts';
import { filledText, flag, type Rule } from '../rules.ts';
import { Violation } from '../violation.ts';
import { pluginList } from './plugin-fields.ts';

const kinds = ['TEXT', 'TEXTAREA', 'CHECKBOX', 'SELECT', 'INTEGER', 'DECIMAL'];
/** What the platform keeps of a field. */
const longest = 1_024;

const options: Rule = {
  expected: 'an array of options, each with a label and a value only',
  holds: (value) =>
    Array.isArray(value) &&
    value.every(
      (option) =>
        isObject(option) &&
        Object.keys(option).length === 2 &&
        filledText.holds(option.label) &&
        typeof option.value === 'string',
    ),
};

const { everyField, checks } = pluginList({
  path: '/closing-form',
  parameters: () => ({}),
  fields: {
    id: filledText,
    label: filledText,
    fieldType: { expected: kinds.join(' or '), holds: (value) => kinds.includes(String(value)) },
    isRequired: flag,
    idParent: filledText,
    options,
  },
  optional: ['idParent', 'options'],
});

export const closingForm: Group = {
  name: 'closing-form',
  title: 'Closing form',
  section: '§11',
  installed: true,
  isFor: ({ plugins }) => plugins.includes('closing-form'),
  checks: [
    ...checks,
    everyField('select-options', 'A SELECT has options, and nothing else has.', (item, { exchange }) => {
      const count = Array.isArray(item.options) ? item.options.length : 0;
      if (item.fieldType === 'SELECT' ? count > 0 : !('options' in item)) return;
      throw new Violation(`Field ${show(item.id)} is ${show(item.fieldType)} with ${count} options.`, exchange, item);
    }),
    everyField(
      'option-values',
      `The values of options differ, and have at most ${longest} characters.`,
      (item, { exchange }) => {
        const values = Array.isArray(item.options) ? item.options.map((option) => String(Object(option).value)) : [];
        const long = values.find(({ length }) => length > longest);
        if (new Set(values).size === values.length && long === undefined) return;
        throw new Violation(`The options of ${show(item.id)} cannot be told apart or kept.`, exchange, item);
      },
    ),
    everyField('parents', 'Every idParent leads to a field that depends on none.', (item, { items, exchange }) => {
      let at = item;
      for (let steps = 0; at.idParent !== undefined; steps++) {
        const parent = items.find(({ id }) => id === at.idParent);
        if (!parent) throw new Violation(`There is no field ${show(at.idParent)}.`, exchange, item);
        if (steps > items.length) throw new Violation(`The parents of ${show(item.id)} go round.`, exchange, item);
        at = parent;
      }
    }),
  ],
};
