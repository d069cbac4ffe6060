import { mustBe } from './invalid-request.ts';
import { decodeText } from './json-body.ts';
import { parseQueryString } from './query-string.ts';

type Node = Map<string, Node | string>;

const maxFields = 1_000;
const maxDepth = 4;

/**
 * `a=1&b[0][c]=2&d[]=3` → `{a: '1', b: [{c: '2'}], d: ['3']}`, with strings for leaves. As in JSON, the last of two equal
 * names wins. A name that is not of this form, or nested deeper than anything documented, stays a flat name.
 */
export function parseForm(body: Buffer): unknown {
  const root: Node = new Map();
  let fields = 0;
  for (const [name, value] of parseQueryString(decodeText(body), 'body')) {
    if (++fields > maxFields) throw mustBe('body', `a form of at most ${maxFields} fields`);
    insert(root, pathOf(name), value);
  }
  return objectOf(root);
}

function pathOf(name: string): string[] {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name) ?? [];
  if (first === undefined || rest === undefined) return [name];
  const path = [first, ...rest.slice(1, -1).split('][')];
  return path.length > maxDepth ? [name] : path;
}

function insert(root: Node, path: string[], value: string): void {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const key = step === '' && depth > 0 ? String(node.size) : step;
    if (depth === path.length - 1) {
      node.set(key, value);
      return;
    }
    const child = node.get(key);
    const next: Node = child instanceof Map ? child : new Map();
    node.set(key, next);
    node = next;
  }
}

/** `Object.fromEntries` defines each property as its own: a field named `__proto__` changes no prototype. */
function objectOf(node: Node): object {
  return Object.fromEntries([...node].map(([key, value]) => [key, value instanceof Map ? listOrObject(value) : value]));
}

function listOrObject(node: Node): unknown {
  const value = objectOf(node);
  const isList = Object.keys(value).every((key, index) => key === String(index));
  return isList ? Object.values(value) : value;
}
