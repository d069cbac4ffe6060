import type { CatalogEntry } from '../connector/catalog/catalog-entry.ts';
import { plainWords } from './documents.ts';
import type { Query } from './engines/engine.ts';
import { begun, oneEdit } from './perturb.ts';
import { type Random, randomFrom } from './random.ts';
import type { FeedSample } from './sample-feed.ts';
import { adjectives, nouns, places } from './words.ts';

const limit = 20;

/** What agents type, as many of each kind: the feed's own words, a shopper's phrases, references, and what is not there. */
export function searchQueries({ entries }: FeedSample, count: number): Query[] {
  const random = randomFrom(2);
  const words = entries.flatMap(({ product }) => plainWords(product.title));
  const frequency = new Map<string, number>();
  for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rare = [...frequency].filter(([, times]) => times === 1).map(([word]) => word);
  const title = () => plainWords(random.pick(entries).product.title);
  const kinds: (() => string)[] = [
    () => random.pick(words),
    () => random.pick(rare.length > 0 ? rare : words),
    () => begun(random, random.pick(words)),
    () => random.sample(title(), 2).join(' '),
    () => random.sample(title(), 3).join(' '),
    () => `${random.sample(title(), 2).join(' ')} ${begun(random, random.pick(title()))}`,
    () => oneEdit(random, random.pick(words)),
    () => reference(random, random.pick(entries)),
    () => `${random.pick(adjectives)} ${random.pick(nouns.en)[1]} ${random.pick(places)}`,
    () => Array.from({ length: 9 }, () => random.pick([...'qxzjwkv'])).join(''),
  ];
  return Array.from({ length: count }, (_, i) => ({ text: kinds[i % kinds.length]!(), limit, offset: 0 }));
}

/** Pages 1 and 500 of categories large and small, with text and without. */
export function pageQueries({ entries, categories }: FeedSample, count: number): Query[] {
  const random = randomFrom(3);
  const words = entries.flatMap(({ product }) => plainWords(product.title));
  return Array.from({ length: count }, (_, i) => ({
    categoryId: categories[random.zipf(categories.length)]!,
    ...(i % 2 === 0 ? {} : { text: random.pick(words) }),
    limit,
    offset: i % 4 < 2 ? 0 : 499 * limit,
  }));
}

const reference = (random: Random, { references, product }: CatalogEntry) =>
  references.length > 0 ? random.pick(references) : product.id;
