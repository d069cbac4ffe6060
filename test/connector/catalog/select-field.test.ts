import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSettings } from '../../../connector/catalog/parse-settings.ts';
import { optionsOf, selectField } from '../../../connector/catalog/select-field.ts';
import { textField } from '../../../connector/catalog/text-field.ts';
import { describeParameters } from '../../contracts/shop-parameters.ts';
import { runs } from '../../helpers/runs.ts';

fc.configureGlobal({ seed: 1 });

const language = selectField({
  key: 'language',
  label: 'Language',
  help: 'The language that agents read.',
  options: [
    { label: 'French', value: 'fr' },
    { label: 'German', value: 'de' },
  ],
});
const name = textField({ key: 'name', label: 'Name', help: 'Any.', schema: language.schema });

describeParameters('a form with a list', { parameters: [language, name] });

it('must be chosen, is no secret, and says what may be chosen', () => {
  expect(language).toMatchObject({ type: 'selectpicker', required: true, secret: false });
  const { errors } = parseSettings([language], () => 'it');
  expect(errors).toMatchObject([{ code: 'malformed', message: 'Language is not valid. Expected one of fr, de.' }]);
  expect(parseSettings([language], () => undefined).errors).toMatchObject([{ code: 'missing' }]);
});

it('accepts the values of its list and nothing else, whatever they are', () => {
  const texts = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.anything(), ([first = '', ...values], other) => {
      const { schema } = selectField({
        ...language,
        options: [{ label: 'First', value: first }, ...values.map((value) => ({ label: value, value }))],
      });
      for (const value of [first, ...values]) expect(schema.safeParse(value)).toEqual({ success: true, data: value });
      const isListed = [first, ...values].includes(other as string);
      expect(schema.safeParse(other).success).toBe(isListed);
    }),
    { numRuns: runs(200, 20_000) },
  );
});

it('has a list only under its own key', () => {
  expect(optionsOf([name, language], 'language')).toBe(language.options);
  for (const key of ['name', 'Language', 'toString', '']) expect(optionsOf([name, language], key)).toBeUndefined();
});
