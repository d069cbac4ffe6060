import type { Kind, Kinds } from '../../connector/iadvize/resources/kinds.ts';

/** `name=value` as typed, in the types of the client; what the client refuses is left to it. */
export function filterValues(kinds: Kinds, typed: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    typed.map((each) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
      if (name === undefined || value === undefined) throw new Error(`--filter ${each}: expected the form name=value.`);
      const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
      return [name, kind ? valueOfKind(kind, value) : value];
    }),
  );
}

function valueOfKind(kind: Kind, text: string): unknown {
  switch (kind.is) {
    case 'id':
      if (kind.orNull && text === 'null') return null;
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'integer':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return { 1: true, true: true, 0: false, false: false }[text] ?? text;
    case 'list':
      return text.split(',').map((item) => valueOfKind(kind.of, item.trim()));
    default:
      return text;
  }
}
