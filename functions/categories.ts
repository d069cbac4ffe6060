import { catalog } from '#connector.config';
import { categoryToWire } from '../connector/catalog/to-wire.ts';
import { parseCategoriesQuery } from '../connector/contract/catalog.ts';
import { signedGet } from '../connector/endpoint/endpoint.ts';
import { openShop } from '../connector/endpoint/open-shop.ts';
import { wireText } from '../connector/endpoint/wire-text.ts';

export const handler = signedGet('GET /categories', async (call) => {
  const { website, connectorVersion, ...query } = parseCategoriesQuery(call.query);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  const shop = await openShop(catalog, website, call);
  const categories = await catalog.categories(shop, query);
  return wireText(categories, categoryToWire).json;
});
