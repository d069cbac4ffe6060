import type { Credentials, ShopForm } from '../../connector/catalog/catalog-source.ts';
import { parseSettings } from '../../connector/catalog/parse-settings.ts';
import { loopbackHosts } from '../../dev/loopback-hosts.ts';
import type { TypedParameters } from '../../platform/platform-client.ts';
import { allowLocalShops } from './local-shops.ts';
import { WrongUsage } from './wrong-usage.ts';

/** What opens the shop, of what was typed or else of its sample, in the form that the source declares. */
export function settingsOf(source: ShopForm, typed: TypedParameters | undefined): Credentials {
  const given = typed ?? sampleOf(source);
  if (!given) throw new WrongUsage('--parameters or --feed is missing; --help tells what they are.');
  allowLocalShops(loopbackHosts(given));
  const { settings, errors } = parseSettings(source.parameters, (key) => given[key]);
  if (errors.length === 0) return settings;
  throw new WrongUsage(errors.map(({ parameter, message }) => `${parameter.key}: ${message}`).join('\n'));
}

const nowhere = 'sample-shop.invalid';

/** Undefined for a sample that is a shop of the local run: nobody serves it here. */
function sampleOf(source: ShopForm): TypedParameters | undefined {
  const values = source.sample?.({ shop: `https://${nowhere}` }) as TypedParameters | undefined;
  return values && !JSON.stringify(values).includes(nowhere) ? values : undefined;
}
