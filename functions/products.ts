import { isPresentable, productToWire } from '../connector/catalog/to-wire.ts';
import { wireText } from '../connector/catalog/wire-text.ts';
import { parseProductsQuery } from '../connector/contract/catalog.ts';
import { signedGet } from '../connector/endpoint/endpoint.ts';
import { openShop } from '../connector/endpoint/open-shop.ts';
import { metrics } from '../connector/environment.ts';
import { catalog, config } from '../connector.config.ts';

export const handler = signedGet('GET /products', async (call) => {
  const { website, connectorVersion, ...query } = parseProductsQuery(call.query);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  const shop = await openShop(catalog, website, call);
  const products = await catalog.products(shop, query);
  return wireText(products, (list) => {
    const presentable = list.filter(isPresentable);
    if (presentable.length < list.length) call.log.count(metrics.productLeftOut, list.length - presentable.length);
    return presentable.map((product) => productToWire(product, config.locale));
  });
});
