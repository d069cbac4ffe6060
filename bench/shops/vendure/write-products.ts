import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../random.ts';
import { adjectives, colors, inventedWord, materials, nouns, places } from '../../words.ts';

const columns =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
const sections = ['Electronics', 'Home & Garden', 'Sports & Outdoor'];

/** A file to import into Vendure, two variants a product, with the pictures of `pictures`; its path. */
export function writeProducts(path: string, count: number, pictures: string): string {
  const random = randomFrom(20_261_128);
  const files = readdirSync(pictures);
  const lines = [columns];
  for (let at = 1; at <= count; at++) {
    const noun = random.pick(random.pick(nouns.en));
    const name = [inventedWord(at), random.pick(adjectives), random.pick(materials), noun, random.pick(places)].join(' ');
    const facets = `category:${random.pick(sections)}|brand:${inventedWord(random.below(300))}`;
    const price = 5 + random.below(90_000) / 100;
    const [color, other] = [random.pick(colors), `${random.pick(colors)} II`];
    const shared = [name, `product-${at}`, `A ${noun} of ${random.pick(materials)}.`, files[at % files.length], facets, 'color'];
    lines.push([...shared, color, `SKU-${at}-1`, price.toFixed(2), 'standard', at % 9, 'true', '', ''].join(','));
    lines.push(['', '', '', '', '', '', other, `SKU-${at}-2`, (price + 1).toFixed(2), 'standard', at % 5, 'true', '', ''].join(','));
  }
  const file = join(path, 'products.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
