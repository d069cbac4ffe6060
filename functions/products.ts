import { catalog, config } from '#connector.config';
import { isPresentable, productToWire } from '../connector/catalog/to-wire.ts';
import { parseProductsQuery } from '../connector/contract/catalog.ts';
import { signedGet } from '../connector/endpoint/endpoint.ts';
import { openShop } from '../connector/endpoint/open-shop.ts';
import { wireText } from '../connector/endpoint/wire-text.ts';
import { metrics } from '../connector/environment.ts';

export const handler = signedGet('GET /products', async (call) => {
  const { website, connectorVersion, ...query } = parseProductsQuery(call.query);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  const shop = await openShop(catalog, website, call);
  const products = await catalog.products(shop, query);
  const { json, leftOut } = wireText(products, (product) =>
    isPresentable(product) ? productToWire(product, config.locale) : undefined,
  );
  if (leftOut > 0) call.log.count(metrics.productLeftOut, leftOut);
  return json;
});
