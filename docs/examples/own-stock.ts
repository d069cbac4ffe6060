import { catalog } from '#connector.config';
import { mustBe } from '../../connector/contract/invalid-request.ts';
import { parseQueryString } from '../../connector/contract/query-string.ts';
import { signedGet } from '../../connector/endpoint/endpoint.ts';
import { openShop } from '../../connector/endpoint/open-shop.ts';
import { parseWebsite } from '../../connector/website.ts';

/** `GET /stock?idWebsite=ha-123&reference=TEA-01`, signed as the platform signs: whether a product can be bought. */
export const handler = signedGet('GET /stock', async (call) => {
  const query = parseQueryString(call.query, 'query');
  const website = parseWebsite(query.get('idWebsite') ?? '');
  if (!website) throw mustBe('idWebsite', 'a platform and a number, such as ha-123');
  const reference = query.get('reference');
  if (!reference || reference.length > 100) throw mustBe('reference', 'a reference of at most 100 characters');

  const shop = await openShop(catalog, website, call);
  const found = await catalog.products(shop, { categoryId: undefined, text: reference, limit: 10, offset: 0 });
  const product = found.find((each) => each.reference === reference);
  return { known: product !== undefined, available: product?.available ?? false };
});
