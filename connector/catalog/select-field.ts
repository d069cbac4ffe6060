import * as z from 'zod/mini';
import type { ChosenParameter, Option, Parameter } from './catalog-source.ts';

type Field = Pick<ChosenParameter, 'key' | 'label' | 'help' | 'options'> & Partial<Pick<ChosenParameter, 'required'>>;

/** One of a fixed list, which the merchant must choose unless the field says otherwise: these values, and no other, are accepted. */
export function selectField(field: Field): ChosenParameter {
  const values = field.options.map(({ value }) => value);
  const schema = z.enum(values, `Expected one of ${values.join(', ')}.`);
  return { type: 'selectpicker', required: true, secret: false, ...field, schema };
}

/** The list behind `GET /options/<key>`; undefined for a parameter that has none. */
export function optionsOf(parameters: readonly Parameter[], key: string): readonly Option[] | undefined {
  return parameters.filter((each) => each.type === 'selectpicker').find((each) => each.key === key)?.options;
}
