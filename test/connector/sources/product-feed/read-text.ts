import type { CatalogEntry } from '../../../../connector/catalog/catalog-entry.ts';
import { ReadReport } from '../../../../connector/sources/product-feed/items/read-report.ts';
import { readEntries } from '../../../../connector/sources/product-feed/read-entries.ts';

const noon = new Date('2026-06-15T12:00:00Z');

export async function* bytesOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** Cuts bytes before each given place. */
export function cutAt(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
}

/** Every entry of a small feed, and what was found while reading it. */
export async function read(
  feed: string | Uint8Array | AsyncIterable<Uint8Array>,
  { maxItems = 1_000, maxBytes = 5_000_000, now = noon } = {},
) {
  const bytes = typeof feed === 'string' || feed instanceof Uint8Array ? bytesOf(feed) : feed;
  const report = new ReadReport();
  const entries: CatalogEntry[] = [];
  for await (const entry of readEntries(bytes, ':memory:', report, { maxItems, maxBytes, now })) entries.push(entry);
  return { entries, report };
}

/** RSS with the given items' inner XML. */
export function rss(...items: string[]): string {
  const body = items.map((item) => `<item>${item}</item>`).join('');
  return `<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>${body}</channel></rss>`;
}

/** Inner XML of a complete item; `over` replaces elements, `undefined` removes one. */
export function item(over: Record<string, string | undefined> = {}): string {
  const values = {
    id: 'A1',
    title: 'Lamp',
    link: 'https://shop.example/lamp',
    image_link: 'https://shop.example/lamp.jpg',
    price: '20.00 EUR',
    ...over,
  };
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : `<g:${name}>${value}</g:${name}>`))
    .join('');
}

/** The only entry of a feed with these items. */
export async function readOne(...items: string[]) {
  const { entries } = await read(rss(...items));
  if (entries.length !== 1) throw new Error(`${entries.length} entries`);
  return entries[0]!;
}
