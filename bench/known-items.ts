import type { CatalogEntry } from '../connector/catalog/catalog-entry.ts';
import { begun, mayHaveTwoNumbers, oneEdit, otherNumberOf, spelledOut, withoutAccents } from './perturb.ts';
import { type Random, randomFrom } from './random.ts';

export const perturbations = ['exact', 'prefix', 'typo', 'plural', 'accent', 'joined', 'spelled', 'reference'] as const;
export type Perturbation = (typeof perturbations)[number];

export interface KnownItem {
  perturbation: Perturbation;
  text: string;
  /** The product that the text is about. */
  id: string;
}

/** For each product one query per perturbation that applies to it. */
export function knownItems(entries: readonly CatalogEntry[]): KnownItem[] {
  const random = randomFrom(4);
  return entries.flatMap((entry) => {
    const words = random.sample(titleWords(entry), 3);
    const brand = entry.product.brand?.split(' ') ?? [];
    const typed = [...words, ...brand.filter((word) => !words.includes(word))];
    const texts: Record<Perturbation, string | undefined> = {
      exact: typed.join(' '),
      prefix: [...typed.slice(0, -1), begun(random, typed.at(-1) ?? '')].join(' '),
      typo: changed(
        random,
        typed,
        (word) => /^\p{L}{5,}$/u.test(word),
        (word) => oneEdit(random, word),
      ),
      plural: withOtherNumber(random, entry, typed),
      accent: withoutAccents(typed.join(' ')),
      joined: joined(random, entry, typed),
      spelled: spelledOut(typed.join(' ')),
      reference: reference(random, entry),
    };
    return perturbations.flatMap((perturbation) => {
      const text = texts[perturbation];
      return text ? [{ perturbation, text, id: entry.product.id }] : [];
    });
  });
}

/** Distinct, without the brand's; one letter alone is no word that an agent would type. */
function titleWords({ product: { title, brand } }: CatalogEntry): string[] {
  const ofBrand = brand?.split(' ') ?? [];
  const words = title.match(/[\p{L}\p{N}\p{M}]{2,}/gu) ?? [title];
  return [...new Set(words)].filter((word) => !ofBrand.includes(word));
}

/** One of the words that `fits` changed; undefined when none does. */
function changed(random: Random, words: string[], fits: (word: string) => boolean, change: (word: string) => string) {
  const places = words.flatMap((word, place) => (fits(word) ? [place] : []));
  if (places.length === 0) return undefined;
  const place = random.pick(places);
  return words.with(place, change(words[place]!)).join(' ');
}

/** A noun of the title in its other number, in a query that has the noun; without one the last word of the title that may be one. */
function withOtherNumber(random: Random, entry: CatalogEntry, typed: string[]): string | undefined {
  const noun = titleWords(entry).find(mayHaveTwoNumbers);
  if (noun === undefined) return changed(random, typed, (word) => /^[a-z]{4,}$/i.test(word), otherNumberOf);
  return [otherNumberOf(noun), ...typed.filter((word) => word !== noun).slice(-3)].join(' ');
}

/** Two words that stand beside each other in the title as one, as people write compounds. */
function joined(random: Random, { product: { title } }: CatalogEntry, typed: string[]): string | undefined {
  const words = title.split(' ');
  const places = words.flatMap((word, at) =>
    [word, words[at + 1] ?? ''].every((one) => /^\p{L}{3,}$/u.test(one)) ? [at] : [],
  );
  if (places.length === 0) return undefined;
  const at = random.pick(places);
  const both = [words[at]!, words[at + 1]!];
  return [both.join(''), ...typed.filter((word) => !both.includes(word))].join(' ');
}

/** As written, or without dashes, dots, slashes and spaces, in any case. */
function reference(random: Random, { references }: CatalogEntry): string | undefined {
  if (references.length === 0) return undefined;
  const written = random.pick(references);
  return random.pick([written, written.replace(/[-./\s]/g, ''), written.toLowerCase(), written.replace(/[-./]/g, ' ')]);
}
