import { hash } from 'node:crypto';
import type { Catalog, Credentials, Parameter, Shop } from '../catalog/catalog-source.ts';
import { settingsOfToday } from '../catalog/parse-settings.ts';
import type { Deadline } from '../deadline.ts';
import { metrics } from '../environment.ts';
import { Problem } from '../errors.ts';
import { open } from '../installs/credential-vault.ts';
import { type SealedSet, servingSet, statusOf } from '../installs/install.ts';
import { readOrRecallInstall } from '../installs/recall-install.ts';
import type { Website } from '../website.ts';
import type { Call } from './endpoint.ts';

/**
 * The installed shop of a website. Reads the install on every call, so that an uninstall holds at once; its credentials stay
 * sealed where the catalog does not use them.
 */
export async function openShop<C extends Credentials>(
  { parameters }: Partial<Catalog<C>>,
  website: Website,
  call: Pick<Call, 'deadline' | 'log'>,
): Promise<Shop<C>> {
  const { deadline, log } = call;
  log.set('website', website);
  const set = await readServingSet(website, call);
  return {
    website,
    // What its own parameters accept.
    credentials: (parameters ? await openSettings(parameters, website, set, deadline) : {}) as C,
    cacheKey: cacheKey(website, set.sealed),
    index: indexOf(website, set),
    rereadIndex: async () => indexOf(website, await readServingSet(website, call)),
    deadline,
    count: log.count,
    explain: log.explain,
  };
}

async function readServingSet(website: Website, { deadline, log }: Pick<Call, 'deadline' | 'log'>): Promise<SealedSet> {
  const { install, isRecalled } = await readOrRecallInstall(website, deadline);
  if (isRecalled) log.count(metrics.installRecalled);
  if (statusOf(install, Date.now()) === 'awaiting') {
    throw new Problem(
      'credentials_missing',
      `The connector is installed on ${website} without verified credentials: run its configuration again.`,
    );
  }
  const set = install && servingSet(install);
  if (!set) throw new Problem('unknown_website', `The connector is not installed on ${website}.`);
  return set;
}

async function openSettings(
  parameters: readonly Parameter[],
  website: Website,
  { sealed }: SealedSet,
  deadline: Deadline,
): Promise<Credentials> {
  const { settings, outdated } = settingsOfToday(parameters, await open(website, sealed, deadline));
  if (outdated === undefined) return settings;
  throw new Problem(
    'credentials_missing',
    `The settings of ${website} are of an earlier form of this app: run its configuration again. ${outdated}`,
  );
}

/** A set that was copied to another website's row does not open there; nor does its catalog. */
function indexOf(website: Website, { catalog }: SealedSet) {
  const index = catalog?.index;
  if (index && !index.key.startsWith(`${website}/`)) {
    throw new Error(`The install of ${website} points at a catalog that is not its own.`);
  }
  return index;
}

/** Equal only for the same website and the same sealed bytes. */
function cacheKey(website: Website, sealed: string): string {
  return `${website}:${hash('sha256', sealed, 'base64url')}`;
}
