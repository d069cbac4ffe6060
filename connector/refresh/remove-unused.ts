import { deleteObjects, listObjects, tagObject } from '../aws/s3-objects.ts';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import { sealedSet } from '../installs/install.ts';
import { readInstall } from '../installs/install-store.ts';
import type { Website } from '../website.ts';
import { passOfPart } from './pass-parts.ts';

/** Longer than a refresh can take: what is older and not pointed at will never be. */
const abandonedAfter = 20 * 60_000;

/**
 * Without a set, all files of the website go, as do parts of another pass than the one under way. Indexes that are not pointed at are
 * marked, for the bucket's lifecycle rule: a function that has just read the older pointer still finds its file.
 */
export async function removeUnused(website: Website, deadline: Deadline): Promise<void> {
  const bucket = environment.indexBucket;
  const keys = await listObjects(bucket, `${website}/`, deadline);
  // Read after the listing: what is uploaded meanwhile is not in it.
  const set = sealedSet(await readInstall(website, deadline), Date.now());
  if (!set) return deleteObjects(bucket, keys, deadline);
  const { index, pass } = set.catalog ?? {};
  const isPart = (key: string) => passOfPart(key) !== undefined;
  const leftParts = keys.filter((key) => isPart(key) && passOfPart(key) !== pass?.id);
  await deleteObjects(bucket, leftParts, deadline);
  const isAbandoned = (key: string) => key !== index?.key && builtAt(key) < Date.now() - abandonedAfter;
  for (const key of keys.filter((each) => !isPart(each) && isAbandoned(each))) {
    await tagObject(bucket, key, { superseded: 'true' }, deadline);
  }
}

/** Epoch milliseconds. */
function builtAt(key: string): number {
  return Number(key.split('/').at(-1)?.split('-')[0]);
}
