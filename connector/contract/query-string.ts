/**
 * Decodes as the URL standard says. Node's own decoder keeps only the low byte of a raw non-ASCII character when another
 * escape of the same value is malformed (`ha-ı%21%` becomes `ha-1!%`), so it only gets ASCII.
 */
export function parseQueryString(query: string): URLSearchParams {
  return new URLSearchParams(query.toWellFormed().replace(/[^\0-\x7f]+/g, encodeURIComponent));
}
