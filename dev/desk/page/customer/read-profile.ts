import { webUrl } from '../product-list/read-product.ts';

export interface CardField {
  id: string;
  label: string;
  value: string;
  kind: 'text' | 'link' | 'action';
}

/** The connector may be anybody's: what cannot be shown is left out, a link of another scheme is a text, and the inspector says what is wrong. */
export function readProfile(body: unknown): CardField[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((item, index): CardField[] => {
    const { label, value, fieldType } = Object(item) as Record<string, unknown>;
    if (typeof label !== 'string' || typeof value !== 'string') return [];
    const isLink = fieldType === 'URL' && webUrl(value) !== '';
    const kind = isLink ? 'link' : fieldType === 'ACTION' ? 'action' : 'text';
    return [{ id: String(index), label, value, kind }];
  });
}
