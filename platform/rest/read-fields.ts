import type { Kind, Kinds } from '../../connector/iadvize/resources/kinds.ts';

/** A refusal in the platform's words: `meta.status` is `fail`. */
export class Refused extends Error {}

type Given = { [name: string]: Given } | string;

/** What was sent as JSON or as a form, where `a[b]=c` nests. */
export function parseBody(body: string, contentType: string): Record<string, unknown> {
  if (/json/i.test(contentType)) {
    try {
      const parsed: unknown = JSON.parse(body || '{}');
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
        return parsed as Record<string, unknown>;
    } catch {}
    throw new Refused('The body is not valid.');
  }
  return nested(new URLSearchParams(body));
}

/** `filters[name]=x` → `{ filters: { name: 'x' } }`, as PHP reads queries and forms. */
export function nested(parameters: URLSearchParams): Record<string, unknown> {
  const root: Record<string, Given> = Object.create(null);
  for (const [name, value] of parameters) {
    const steps = [name.replace(/\[.*/, ''), ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, step]) => step!)];
    let place: Record<string, Given> = root;
    const last = steps.pop()!;
    for (const step of steps) {
      const found = place[step || nextKey(place)];
      const next = typeof found === 'object' && found ? found : Object.create(null);
      place[step || nextKey(place)] = next;
      place = next;
    }
    place[last || nextKey(place)] = value;
  }
  return root;
}

const nextKey = (place: object) => String(Object.keys(place).length);

/** What is documented of what was given, as the platform keeps it. */
export function readFields(kinds: Kinds, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([name, kind]) =>
      name in given ? [[name, readField(kind, name, given[name])]] : [],
    ),
  );
}

function readField(kind: Kind, name: string, value: unknown): unknown {
  if (value === null || value === '') return kind.is === 'list' ? [] : null;
  if (kind.is === 'list') {
    const items = typeof value === 'string' ? value.split(',') : Object.values(Object(value));
    return items.map((item) => readField(kind.of, name, item));
  }
  if (kind.is === 'record') return readFields(kind.fields, Object(value));
  const text = typeof value === 'boolean' ? String(Number(value)) : String(value);
  if (!isOfKind(kind, text)) throw new Refused(`Value of field '${name}' is not valid.`);
  if (kind.is === 'boolean') return text === '1';
  return kind.is === 'id' || kind.is === 'integer' || kind.is === 'number' ? Number(text) : text;
}

export function isOfKind(kind: Kind, text: string): boolean {
  switch (kind.is) {
    case 'id':
    case 'integer':
      return /^\d{1,15}$/.test(text);
    case 'number':
      return /^\d+(\.\d+)?$/.test(text);
    case 'boolean':
      return text === '0' || text === '1';
    case 'date':
      return /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text);
    case 'choice':
      return kind.among.includes(text);
    case 'list':
      return text.split(',').every((each) => isOfKind(kind.of, each));
    default:
      return kind.is === 'text';
  }
}
