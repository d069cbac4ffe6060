import type { CatalogSource, Credentials, Shop, ShopForm } from '../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { parseWebsite } from '../../connector/website.ts';
import type { Diagnosis } from './diagnosis.ts';
import { EntryExamination } from './entry-examination.ts';
import { type ExaminationOptions, examineListing } from './examine-listing.ts';
import { explanations } from './explain-finding.ts';
import { WrongUsage } from './wrong-usage.ts';

/** As long as a refresh may take. */
const longestRead = 14 * 60_000;

/** Reads the shop that these settings open. */
export async function examineShop(
  source: CatalogSource | ShopForm,
  settings: Credentials,
  options: ExaminationOptions,
): Promise<Diagnosis> {
  if (!('read' in source)) throw new WrongUsage('This shop is asked at every call of an agent; it cannot be listed.');
  const examination = new EntryExamination();
  const shop: Shop = {
    website: parseWebsite('ha-1')!, // Nobody's: nothing is installed.
    credentials: settings,
    cacheKey: 'ha-1:doctor',
    deadline: deadlineIn(longestRead),
    count: () => {},
  };
  return examineListing(
    {
      subject: { shop: hostOf(source, settings) ?? 'The shop of connector.config.ts' },
      read: (scratch) => examination.watch(source.read(shop, { scratch })),
      examination,
      explanations,
    },
    options,
  );
}

/** Of the first address among the settings that are no secret: all of it may hold a key. */
function hostOf({ parameters }: ShopForm, settings: Credentials): string | undefined {
  return parameters
    .filter(({ secret }) => !secret)
    .map(({ key }) => URL.parse(String(settings[key]))?.host)
    .find(Boolean);
}
