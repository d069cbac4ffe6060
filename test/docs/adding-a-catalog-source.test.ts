import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { pagedApi } from '../../dev/sample-shop/apis/paged.ts';
import { products } from '../../dev/sample-shop/products.ts';
import { serveCall } from '../../dev/sample-shop/serve-call.ts';
import { jsonShop } from '../../docs/examples/json-shop.ts';
import { pagedShop } from '../../docs/examples/paged-shop.ts';
import { describeCatalogSource } from '../contracts/catalog-source.ts';
import { describeLiveShop } from '../contracts/live-shop.ts';

const catalog = ['Enamel mug', 'Moka pot', 'Wool blanket'].map((name, index) => ({
  sku: `SKU-${index}`,
  name,
  page: `https://shop.example/${index}`,
  picture: `https://shop.example/${index}.jpg`,
  category: index < 2 ? 'Kitchen' : 'Home',
  euros: 10 + index,
  stock: index,
}));

const isNotFound = (request: IncomingMessage, response: ServerResponse, path: string) => {
  if (request.url?.split('?')[0] === path) return false;
  response.writeHead(404).end();
  return true;
};

describeLiveShop('the example of a live shop', {
  source: jsonShop,
  answer(request, response) {
    if (!isNotFound(request, response, '/feed')) response.end(JSON.stringify(catalog));
  },
  credentials: (origin) => ({ catalogUrl: `${origin}/feed` }),
  wrongCredentials: (origin) => ({ catalogUrl: `${origin}/gone` }),
});

describeCatalogSource('the example of a source', {
  source: pagedShop,
  answer: (request, response) => void serveCall(pagedApi(products), request, response),
  credentials: (shop) => pagedShop.sample!({ shop }),
  wrongCredentials: (shop) => ({ ...pagedShop.sample!({ shop }), apiKey: 'another-key' }),
});

it.each(['paged-shop', 'json-shop'])('shows %s as it is compiled and run', (name) => {
  const [page, example] = ['docs/adding-a-catalog-source.md', `docs/examples/${name}.ts`].map((path) =>
    readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'),
  );
  expect(page).toContain(`\`\`\`ts\n${example!.trimEnd()}\n\`\`\``);
});

it('shows the list of the example', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const [, excerpt = ''] = /```ts\n(selectField\([\s\S]*?)\n```/.exec(read('docs/adding-a-catalog-source.md')) ?? [];
  expect(excerpt).not.toBe('');
  expect(read('docs/examples/json-shop.ts')).toContain(excerpt.replaceAll(/^(?=.)/gm, '    '));
});

it('begins with an example of at most 60 lines', () => {
  const example = readFileSync(new URL('../../docs/examples/paged-shop.ts', import.meta.url), 'utf8');
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});
