import type { Variant } from './map-item.ts';

/** The first two traits, color and size, belong to a variant's title even where all variants share one. */
const always = 2;

/**
 * The title that all variants share once each one's color, size and other differing traits are taken out; undefined when
 * the rest does not agree. Variants with one same title keep it.
 */
export function commonTitle(variants: Variant[]): string | undefined {
  const titles = new Set(variants.map(({ title }) => title));
  if (titles.size === 1) return variants[0]!.title;
  const differs = variants[0]!.traits.map((value, index) => variants.some(({ traits }) => traits[index] !== value));
  let common: string | undefined;
  for (const variant of variants) {
    const values = variant.traits.map((value, index) => ({ value, differs: differs[index]! }));
    const rest = withoutTraits(
      variant.title,
      values.filter(({ value, differs }, index) => value !== '' && (differs || index < always)),
    );
    common ??= rest;
    if (rest === '' || rest.toLowerCase() !== common.toLowerCase()) return undefined;
  }
  return common;
}

function withoutTraits(title: string, traits: { value: string; differs: boolean }[]): string {
  let rest = title;
  // Longer values first: `Dark Blue` before `Blue`. A value that all share goes only from the end: `Red Bull Cap, Red`.
  const order = [...traits].sort((a, b) => Number(b.differs) - Number(a.differs) || b.value.length - a.value.length);
  for (const { value, differs } of order) {
    const at = lastWord(rest, value);
    const end = at + value.length;
    if (at < 0 || (!differs && /[\p{L}\p{N}]/u.test(rest.slice(end)))) continue;
    rest = tidySeparators(`${rest.slice(0, at)} ${rest.slice(end)}`);
  }
  return rest;
}

/** Index of the last occurrence as a whole word, whatever its case, or -1. */
function lastWord(text: string, word: string): number {
  const lower = text.toLowerCase();
  const wanted = word.toLowerCase();
  if (lower.length !== text.length || wanted.length !== word.length) return -1; // some letters grow in lower case
  for (let at = lower.lastIndexOf(wanted); at >= 0; at = at > 0 ? lower.lastIndexOf(wanted, at - 1) : -1) {
    if (!/[\p{L}\p{N}'’]$/u.test(lower.slice(0, at)) && !/^[\p{L}\p{N}'’]/u.test(lower.slice(at + wanted.length)))
      return at;
  }
  return -1;
}

/** Removes what is left between and around values taken out: `Hoodie - , ( / )` → `Hoodie`. */
function tidySeparators(text: string): string {
  return text
    .replace(/[([]\s*[,;|/–—-]?\s*[)\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([,;|/–—-]) ?(?:[,;|/–—-](?: |$))+/g, '$1 ')
    .replace(/^[\s,;|/–—-]+|[\s,;:|/–—-]+$/g, '');
}
