import type { Parameter } from './catalog-source.ts';

type Field = Pick<Parameter, 'key' | 'label' | 'help' | 'schema'> & Partial<Parameter>;

/** A text that the merchant must type and that is no secret, unless the field says otherwise. */
export function textField(field: Field): Parameter {
  return { type: 'text', required: true, secret: false, ...field };
}
