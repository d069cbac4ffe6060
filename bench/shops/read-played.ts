import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogSource, Shop } from '../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import type { Website } from '../../connector/website.ts';
import type { ShopApi } from '../../dev/sample-shop/apis/shop-api.ts';
import { products } from '../../dev/sample-shop/products.ts';
import { serveCall } from '../../dev/sample-shop/serve-call.ts';
import { buildFromSource } from '../../test/helpers/build-from-source.ts';

/*
 * What a reading of a played shop costs: `npm run bench:readings -- [<shop> …]`. The shop answers at once and in the same process, whose
 * processor time is what is told; a real one is waited for beside that.
 */
const counts = [60, 10_000];
const known = readdirSync(new URL('../../connector/sources/', import.meta.url)).filter((name) => name !== 'product-feed');
const named = process.argv.slice(2);
const unknown = named.find((name) => !known.includes(name));
if (unknown !== undefined) throw new Error(`There is no shop ${unknown}: expected some of ${known.join(', ')}.`);

const folder = mkdtempSync(join(tmpdir(), 'readings-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const rows: Record<string, string | number>[] = [];
for (const name of named.length > 0 ? named : known) {
  const { [name]: source } = (await import(`../../connector/sources/${name}/source.ts`)) as Record<string, CatalogSource>;
  const { [`${name}Api`]: api } = (await import(`../../dev/sample-shop/apis/${name}.ts`)) as Record<
    string,
    (of: typeof products) => ShopApi
  >;
  for (const count of counts) rows.push(await read(name, source!, api!(sample(count))));
}
console.table(rows);

/** The sample's products again and again, each under an id of its own. */
function sample(count: number): typeof products {
  return Array.from({ length: count }, (_, index) => {
    const product = products[index % products.length]!;
    if (index < products.length) return product;
    const copy = Math.floor(index / products.length);
    const variants = product.variants.map((variant) => ({ ...variant, id: `${variant.id}-${copy}` }));
    return { ...product, id: `${product.id}-${copy}`, title: `${product.title} ${copy}`, variants };
  });
}

async function read(name: string, source: CatalogSource, api: ShopApi): Promise<Record<string, string | number>> {
  let requests = 0;
  let bytes = 0;
  const server = createServer((request, response) => {
    requests++;
    void serveCall((call) => {
      const answer = api(call);
      bytes += answer?.body.length ?? 0;
      return answer;
    }, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.LOCAL_SHOP_HOSTS = host;
  const shop: Shop = {
    website: 'ha-1' as Website,
    credentials: source.sample!({ shop: `http://${host}` }),
    cacheKey: host,
    deadline: deadlineIn(600_000),
    count: () => {},
  };
  const before = process.cpuUsage();
  const built = await buildFromSource(source, shop, join(folder, 'catalog.sqlite'));
  const { user, system } = process.cpuUsage(before);
  server.closeAllConnections();
  server.close();
  if (built === 'unchanged') throw new Error(`${name} says that nothing changed.`);
  return {
    ...{ shop: name, products: built.products, requests, 'MB answered': Number((bytes / 1e6).toFixed(1)) },
    'processor s': Number(((user + system) / 1e6).toFixed(1)),
  };
}
