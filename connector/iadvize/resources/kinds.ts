/** What a field or a filter of the REST API holds, as data: types, reading, sending and the local platform derive from it. */
export type Kind = (
  | { readonly is: 'text' | 'integer' | 'number' | 'boolean' | 'date' }
  | { readonly is: 'id'; readonly of: string; readonly orNull?: true }
  | { readonly is: 'choice'; readonly among: readonly string[] }
  /** `csv`: sent as one text with commas. */
  | { readonly is: 'list'; readonly of: Kind; readonly csv?: true }
  | { readonly is: 'record'; readonly fields: Kinds }
) & { readonly deprecated?: string };

export type Kinds = Readonly<Record<string, Kind>>;

/** In filters `*` stands for any characters. */
export const text = { is: 'text' } as const;
export const integer = { is: 'integer' } as const;
export const number = { is: 'number' } as const;
export const flag = { is: 'boolean' } as const;
export const date = { is: 'date' } as const;

export function id<const Name extends string>(of: Name) {
  return { is: 'id', of } as const;
}

/** A filter that also takes `null` and `!null`: without any, with any. */
export function idOrNull<const Name extends string>(of: Name) {
  return { is: 'id', of, orNull: true } as const;
}

export function choice<const Among extends readonly string[]>(...among: Among) {
  return { is: 'choice', among } as const;
}

export function list<const Of extends Kind>(of: Of) {
  return { is: 'list', of } as const;
}

export function csv<const Of extends Kind>(of: Of) {
  return { is: 'list', of, csv: true } as const;
}

export function record<const Fields extends Kinds>(fields: Fields) {
  return { is: 'record', fields } as const;
}

/** Where it is declared, the comment `@deprecated` says it to editors: a mapped type keeps the comments of its keys. */
export function deprecated<const Of extends Kind>(instead: string, kind: Of) {
  return { ...kind, deprecated: instead };
}
