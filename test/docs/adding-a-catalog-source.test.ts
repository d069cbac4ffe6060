import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jsonShop } from '../../docs/examples/json-shop.ts';
import { describeLiveShop } from '../contracts/live-shop.ts';
import { closeShops, startShop } from '../helpers/hostile-shop.ts';

const catalog = ['Enamel mug', 'Moka pot', 'Wool blanket'].map((name, index) => ({
  sku: `SKU-${index}`,
  name,
  page: `https://shop.example/${index}`,
  picture: `https://shop.example/${index}.jpg`,
  category: index < 2 ? 'Kitchen' : 'Home',
  euros: 10 + index,
  stock: index,
}));

let url: string;
beforeAll(async () => {
  const shop = await startShop((request, response) => {
    if (request.url !== '/feed') return void response.writeHead(404).end();
    response.end(JSON.stringify(catalog));
  });
  url = shop.url;
});
afterAll(closeShops);

describeLiveShop('the example of the documentation', {
  source: jsonShop,
  credentials: () => ({ catalogUrl: url }),
  wrongCredentials: () => ({ catalogUrl: url.replace('/feed', '/gone') }),
});

it('is shown in the documentation as it is compiled and run', () => {
  const [page, example] = ['docs/adding-a-catalog-source.md', 'docs/examples/json-shop.ts'].map((path) =>
    readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
  );
  expect(page).toContain(`\`\`\`ts\n${example!.trimEnd()}\n\`\`\``);
});
