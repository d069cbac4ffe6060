import type { TypedParameter } from './catalog-source.ts';

type Field = Pick<TypedParameter, 'key' | 'label' | 'help' | 'schema'> & Partial<TypedParameter>;

/** A text that the merchant must type and that is no secret, unless the field says otherwise. */
export function textField(field: Field): TypedParameter {
  return { type: 'text', required: true, secret: false, ...field };
}
