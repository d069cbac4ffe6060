/** `1,284 products`, `1 product`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}

/** `, for example “Moka pot”`; nothing without a title. */
export function forExample(title: string | undefined): string {
  if (!title) return '';
  return `, for example “${title.length > 80 ? `${title.slice(0, 79)}…` : title}”`;
}
