import { mustBe } from './invalid-request.ts';

/** Every JSON that holds a text has a raw `"`; no encoder of forms or queries leaves one, or a control character (C0, DEL, C1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: `\p{Cc}` takes half a millisecond to compile.
const neverRaw = /["\x00-\x1f\x7f-\x9f]/;

/**
 * The parameters of a query or of a form; `place` is what an error names. Contract §2: neither the path nor the content type
 * is signed, so what means something here must mean nothing as JSON, and a query nothing as a form.
 *
 * Decodes as the URL standard says. Node's own decoder keeps only the low byte of a raw non-ASCII character when another
 * escape of the same value is malformed (`ha-ı%21%` becomes `ha-1!%`), so it only gets ASCII.
 */
export function parseQueryString(text: string, place: 'query' | 'body'): URLSearchParams {
  if (neverRaw.test(text)) throw mustBe(place, 'percent-encoded: it holds a raw " or control character');
  const parameters = new URLSearchParams(text.toWellFormed().replace(/[^\0-\x7f]+/g, encodeURIComponent));
  // The one names a website in a query, the other an event in a form.
  if (parameters.has('idWebsite') && parameters.has('eventType')) {
    throw mustBe('eventType', 'given without idWebsite: the one is a form’s, the other a query’s');
  }
  return parameters;
}
