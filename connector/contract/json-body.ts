import { mustBe } from './invalid-request.ts';

/** Bytes → text → JSON. Throws `Problem` for bytes that are not UTF-8 and text that is not JSON. */
export function parseJson(body: Buffer): unknown {
  const text = decodeText(body);
  try {
    return JSON.parse(text);
  } catch {
    // The error quotes the body, which may hold credentials: it is not passed on as a cause.
    throw mustBe('body', 'JSON');
  }
}

export function decodeText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw mustBe('body', 'UTF-8');
  }
}
