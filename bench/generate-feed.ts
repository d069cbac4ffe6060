import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Random, randomFrom } from './random.ts';
import { adjectives, colors, inventedWord, materials, nouns, places, sizes, smallWords } from './words.ts';

type Language = keyof typeof nouns;

const languages = Object.keys(nouns) as Language[];
const brandCount = 400;
const inventedCount = 60_000;
const variantsPerProduct = 3;

const known = [...adjectives, ...materials, ...places, ...Object.values(nouns).flat(2)].join(' ').split(' ');

/**
 * Writes a Google Merchant feed (RSS), about 0.9 kB an item, three variants a product, one language in four. Words, brands
 * and categories are as unevenly frequent as a real catalog's. The same number of items gives the same feed.
 */
export async function generateFeed(items: number, path: string): Promise<void> {
  const random = randomFrom(20_261_123);
  const categories = categoryPaths(random);
  const file = createWriteStream(path);
  file.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Generated</title>\n',
  );
  for (let first = 1; first <= items; first += variantsPerProduct) {
    const count = Math.min(variantsPerProduct, items - first + 1);
    if (!file.write(productItems(random, categories, first, count))) await once(file, 'drain');
  }
  file.end('</channel></rss>\n');
  await once(file, 'finish');
}

function productItems(random: Random, categories: string[], first: number, count: number): string {
  const language = languages[random.below(languages.length)]!;
  const brand = capitalized(inventedWord(random.zipf(brandCount) * 31 + 5));
  const noun = random.pick(random.pick(nouns[language]));
  const title = [
    brand,
    random.pick(adjectives),
    random.pick(materials),
    noun,
    random.pick(places),
    word(random),
    word(random),
  ];
  const group = `G${String(first).padStart(7, '0')}`;
  const type = categories[random.zipf(categories.length)]!;
  const price = (5 + random.next() * 900).toFixed(2);
  const description = Array.from({ length: 40 }, (_, i) =>
    i % 4 === 0 ? random.pick(smallWords[language]) : word(random),
  ).join(' ');
  let items = '';
  for (let i = 0; i < count; i++) {
    const id = `SKU-${first + i}`;
    const [color, size] = [random.pick(colors), random.pick(sizes)];
    const sale = random.next() < 0.15 ? `<g:sale_price>${(Number(price) * 0.8).toFixed(2)} EUR</g:sale_price>` : '';
    items +=
      `<item><g:id>${id}</g:id><title>${title.join(' ')} - ${color} ${size}</title><description>&lt;p&gt;${description}.&lt;/p&gt;</description>` +
      `<link>https://shop.example/p/${id}?utm_source=feed&amp;utm_medium=shopping</link><g:image_link>https://shop.example/images/large/${id}.jpg</g:image_link>` +
      `<g:price>${price} EUR</g:price>${sale}<g:availability>${random.next() < 0.9 ? 'in_stock' : 'out_of_stock'}</g:availability>` +
      `<g:brand>${brand}</g:brand><g:gtin>${3_000_000_000_000 + first + i}</g:gtin><g:mpn>${group}-${color.slice(0, 2).toUpperCase()}.${size.replace(' ', '')}</g:mpn>` +
      `<g:color>${color}</g:color><g:size>${size}</g:size><g:product_type>${type}</g:product_type><g:item_group_id>${group}</g:item_group_id></item>\n`;
  }
  return items;
}

/** 60 % words that the shop's titles have too, the others invented. */
function word(random: Random): string {
  return random.next() < 0.6 ? known[random.zipf(known.length)]! : inventedWord(random.zipf(inventedCount));
}

/** A tree of about 4,500 categories, three levels deep. */
function categoryPaths(random: Random): string[] {
  const paths: string[] = [];
  for (let i = 0; i < 20; i++) {
    const root = capitalized(inventedWord(i * 97 + 50));
    for (let j = 0; j < 15; j++) {
      const branch = `${root} &gt; ${capitalized(random.pick(materials))} ${random.pick(places)} ${j}`;
      for (let k = 0; k < 14; k++)
        paths.push(`${branch} &gt; ${capitalized(random.pick(adjectives))} ${random.pick(nouns.en)[1]} ${k}`);
    }
  }
  return random.sample(paths, paths.length);
}

const capitalized = (text: string) => text[0]!.toUpperCase() + text.slice(1);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [items = '10000', path = 'feed.xml'] = process.argv.slice(2);
  await generateFeed(Number(items), path);
}
