import { source } from '#connector.config';
import type { CatalogSource, Credentials, ShopForm } from '../../connector/catalog/catalog-source.ts';
import { answerShopCall } from '../../dev/sample-shop/sample-shop.ts';
import { serveCall } from '../../dev/sample-shop/serve-call.ts';
import { describeCatalogSource } from '../contracts/catalog-source.ts';
import { describeLiveShop } from '../contracts/live-shop.ts';
import type { ShopCase } from '../contracts/shop-form.ts';
import { describeParameters } from '../contracts/shop-parameters.ts';

/*
 * The suite of every source, on the one that `connector.config.ts` names, against the sample shop, where the source says by `sample`
 * what opens it. A source whose API the sample shop does not speak brings a test of its own.
 */
const { sample } = source as ShopForm;

describeParameters('the form of this app', source);

if (sample) {
  const shopCase: Omit<ShopCase<Credentials>, 'source'> = {
    answer: (request, response) => void serveCall(answerShopCall, request, response),
    credentials: (shop) => sample({ shop }),
    wrongCredentials: (shop) => sample({ shop: `${shop}/gone` }),
  };
  const read = { source: source as ShopForm as CatalogSource, ...shopCase };
  if ('read' in source) describeCatalogSource('the source of this app', read);
  else describeLiveShop('the live shop of this app', { source, ...shopCase } as never);
}
