import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteObjects, listObjects, tagObject, uploadObject } from '../aws/s3-objects.ts';
import type { CatalogSource, Shop, ShopForm } from '../catalog/catalog-source.ts';
import { settingsOfToday } from '../catalog/parse-settings.ts';
import type { Deadline } from '../deadline.ts';
import { environment, metrics } from '../environment.ts';
import { ShopFailure } from '../errors.ts';
import type { Refresh, StoredIndex } from '../installs/catalog-state.ts';
import { open } from '../installs/credential-vault.ts';
import { type SealedSet, sealedSet } from '../installs/install.ts';
import { applyInput, readInstall } from '../installs/install-store.ts';
import { indexFormat, UnreadableIndex } from '../search/index-format.ts';
import type { Website } from '../website.ts';
import { type BuiltIndex, buildCatalog } from './build-catalog.ts';
import { knownVersion, usableIndex } from './last-index.ts';

interface RefreshCall {
  deadline: Deadline;
  count: Shop['count'];
  /** Told of an index that is of no use, though the install points at it. */
  explain?: (cause: unknown) => void;
  /** How the app writes prices. */
  locale: string;
  /** When the refresh was asked for, epoch milliseconds. */
  askedAt: number;
}

/** `done since`: one that began after this one was asked for has ended well. */
type Outcome = Refresh['outcome'] | 'done since';

/** Longer than a refresh can take: what is older and not pointed at will never be. */
const abandonedAfter = 20 * 60_000;
/** A shop that seems to have lost more than half of its products is believed the third time. */
const maxRejections = 2;
/** Kept back from the shop's share, to say on the install what came of it. */
const recordingMilliseconds = 10_000;

/**
 * Brings the stored catalog of a website up to date; there is none without a sealed set, and no outcome. Whatever fails, the
 * last good one stays; the reason stands on the install. Throws what another try may mend.
 */
export async function refreshCatalog(
  website: Website,
  source: CatalogSource | ShopForm,
  call: RefreshCall,
): Promise<Outcome | undefined> {
  if (!('read' in source)) return undefined; // A live shop is asked at every call.
  const set = sealedSet(await readInstall(website, call.deadline), Date.now());
  const isDone = set && isDoneSince(set, call.askedAt);
  const outcome = isDone ? 'done since' : set && (await refreshSet(website, set, source, call));
  await removeUnused(website, call.deadline);
  return outcome;
}

/** Of requests that waited behind one refresh only what they may have to remove is left to do. */
function isDoneSince({ catalog }: SealedSet, askedAt: number): boolean {
  const { at, outcome } = catalog?.refresh ?? {};
  return at !== undefined && at > askedAt && (outcome === 'built' || outcome === 'unchanged');
}

async function refreshSet(
  website: Website,
  { sealed, catalog = {} }: SealedSet,
  source: CatalogSource,
  { deadline: whole, count, explain, locale }: RefreshCall,
): Promise<Refresh['outcome']> {
  const at = Date.now();
  const record = (refresh: Omit<Refresh, 'at'>, index?: StoredIndex) =>
    applyInput(website, { type: 'refreshed', sealed, index, refresh: { at, ...refresh } }, whole);
  const deadline = whole.within(Math.max(0, whole.remaining() - recordingMilliseconds));
  const folder = await mkdtemp(join(await buildFolder(), `${website}-`));
  try {
    const { settings, outdated } = settingsOfToday(source.parameters, await open(website, sealed, deadline));
    if (outdated !== undefined) throw needsConfiguration(outdated);
    const last = await usableIndex(catalog.index, deadline).catch((error) => {
      if (!(error instanceof UnreadableIndex)) throw error;
      count(metrics.catalogUnreadable);
      explain?.(error);
      return undefined;
    });
    const shop = { website, credentials: settings, cacheKey: `${website}:refresh`, deadline, count };
    const file = join(folder, 'catalog.sqlite');
    const scratch = join(folder, 'reading');
    await mkdir(scratch);
    const pages = source.read(shop, { known: knownVersion(last, at), scratch });
    const built = await buildCatalog(pages, { file, locale, scratch: folder });
    const { outcome, ...refresh } = judge(built, last, catalog.refresh);
    if (outcome !== 'built' || built === 'unchanged') {
      await record({ outcome, ...refresh });
      return outcome;
    }
    const key = keyOf(website, at);
    const fileEtag = await uploadObject(environment.indexBucket, key, file, deadline);
    const index = { ...built, key, format: indexFormat, fileEtag, builtAt: at };
    const { ignored } = await record({ outcome }, index);
    // The set is gone, or a refresh that began later came first.
    if (ignored) await deleteObjects(environment.indexBucket, [index.key], whole);
    return outcome;
  } catch (error) {
    const detail = error instanceof ShopFailure ? error.message : 'The connector failed; its log says why.';
    await record({ outcome: 'failed', detail }).catch(() => undefined); // The first failure tells more.
    if (error instanceof ShopFailure && !isPassing(error)) return 'failed';
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The settings were sealed by a version of the app whose form was another. */
function needsConfiguration(outdated: string): ShopFailure {
  return new ShopFailure('wrong_credentials', `The configuration must be run again. ${outdated}`);
}

let prepared: Promise<string> | undefined;

/** Empty at first: a refresh that ran out of time left its files to the next one in the same sandbox. */
function buildFolder(): Promise<string> {
  const folder = join(tmpdir(), 'catalog-builds');
  prepared ??= rm(folder, { recursive: true, force: true })
    .then(() => mkdir(folder, { recursive: true }))
    .then(() => folder);
  return prepared;
}

/** Only what these very settings showed before says what is too few: others may name another shop, or a part of it. */
function judge(
  built: BuiltIndex | 'unchanged',
  last: StoredIndex | undefined,
  refresh: Refresh | undefined,
): Omit<Refresh, 'at'> {
  if (built === 'unchanged') return { outcome: 'unchanged' };
  const rejections = (refresh?.rejections ?? 0) + 1;
  if (!last || last.inherited || built.products * 2 >= last.products || rejections > maxRejections) {
    return { outcome: 'built' };
  }
  const detail = `The shop's catalog shrank from ${last.products} to ${built.products} products.`;
  return { outcome: 'rejected', detail, rejections };
}

/** What may be over in a minute. Anything else waits for the next scheduled refresh, or for the merchant. */
function isPassing({ reason }: ShopFailure): boolean {
  return reason === 'unreachable' || reason === 'too_slow' || reason === 'throttled' || reason === 'failed';
}

/**
 * Without a set, all files go. Else those that are not pointed at are marked, for the bucket's lifecycle rule: a function
 * that has just read the older pointer still finds its file.
 */
async function removeUnused(website: Website, deadline: Deadline): Promise<void> {
  const bucket = environment.indexBucket;
  const keys = await listObjects(bucket, `${website}/`, deadline);
  // Read after the listing: what is uploaded meanwhile is not in it.
  const set = sealedSet(await readInstall(website, deadline), Date.now());
  if (!set) return deleteObjects(bucket, keys, deadline);
  const used = set.catalog?.index?.key;
  const abandoned = keys.filter((key) => key !== used && builtAt(key) < Date.now() - abandonedAfter);
  for (const key of abandoned) await tagObject(bucket, key, { superseded: 'true' }, deadline);
}

function keyOf(website: Website, at: number): string {
  return `${website}/${at}-${randomUUID()}.sqlite`;
}

/** Epoch milliseconds. */
function builtAt(key: string): number {
  return Number(key.split('/').at(-1)?.split('-')[0]);
}
