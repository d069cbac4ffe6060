import { plainLine } from './plain-text.ts';

/** `1,284 products`, `1 product`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}

/** `, for example “Moka pot”`, as text on one line; nothing without a title. */
export function forExample(title = ''): string {
  const line = plainLine(title, 80);
  return line && `, for example “${line}”`;
}
