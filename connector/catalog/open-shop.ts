import { createHash } from 'node:crypto';
import type { Call } from '../endpoint.ts';
import { Problem } from '../errors.ts';
import { open } from '../installs/credential-vault.ts';
import { servingSet, statusOf } from '../installs/install.ts';
import { readInstall } from '../installs/install-store.ts';
import type { Website } from '../website.ts';
import type { Shop } from './catalog-source.ts';

/** The installed shop of a website. Reads the install on every call, so that an uninstall holds at once. */
export async function openShop(website: Website, { deadline, log }: Call): Promise<Shop> {
  log.set('website', website);
  const install = await readInstall(website, deadline);
  if (statusOf(install, Date.now()) === 'awaiting') {
    throw new Problem(
      'credentials_missing',
      `The connector is installed on ${website} without verified credentials: run its configuration again.`,
    );
  }
  const set = install && servingSet(install);
  if (!set) throw new Problem('unknown_website', `The connector is not installed on ${website}.`);
  return {
    website,
    credentials: await open(website, set.sealed, deadline),
    cacheKey: cacheKey(website, set.sealed),
    index: set.catalog?.index,
    deadline,
    count: log.count,
  };
}

/** Equal only for the same website and the same sealed bytes. */
function cacheKey(website: Website, sealed: string): string {
  return `${website}:${createHash('sha256').update(sealed).digest('base64url')}`;
}
