/** Bytes that were no text in their encoding, and UTF-8 that was read as windows-1252 (`Ã©`, `â€™`, `Â `) before it was written. */
const damage = /[\ufffd\x80-\x9f]|Ã[\xa0-\xbf€‰ŠŒŽš™œŸ]|Â[\xa0-\xbf]|â€[\x80-\uffff]/;

/** Around the damage of the first text that has some. */
export function damagedExcerpt(texts: readonly (string | null | undefined)[]): string | undefined {
  const damaged = texts.find((text) => damage.test(text ?? ''));
  if (!damaged) return undefined;
  const at = damaged.search(damage);
  return damaged.slice(Math.max(0, at - 30), at + 30);
}
