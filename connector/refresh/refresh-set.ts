import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteObjects, uploadObject } from '../aws/s3-objects.ts';
import type { CatalogSource, Page, Shop, Whole } from '../catalog/catalog-source.ts';
import { settingsOfToday } from '../catalog/parse-settings.ts';
import type { Deadline } from '../deadline.ts';
import { environment, metrics } from '../environment.ts';
import { ShopFailure } from '../errors.ts';
import type { Refresh, StoredIndex } from '../installs/catalog-state.ts';
import { open } from '../installs/credential-vault.ts';
import type { SealedSet } from '../installs/install.ts';
import { applyInput } from '../installs/install-store.ts';
import { indexFormat, UnreadableIndex } from '../search/index-format.ts';
import type { Website } from '../website.ts';
import { type BuiltIndex, buildCatalog } from './build-catalog.ts';
import { buildFolder } from './build-folder.ts';
import { judge } from './judge.ts';
import { knownVersion, usableIndex } from './last-index.ts';
import { canGoOn, checkBounds, newPass, type Pace, usualPace } from './pass-bounds.ts';
import { BrokenPass, newPassId } from './pass-parts.ts';
import { PassOver, PassReader } from './read-pass.ts';
import { BrokenListing } from './whole-listing.ts';

/**
 * `paused`: the pass goes on in another run. `waiting`: the shop asked for a pause. `over`: the settings are gone, or another pass
 * stands there.
 */
export type Outcome = Refresh['outcome'] | 'paused' | 'waiting' | 'over';

export interface SetRefreshCall {
  deadline: Deadline;
  count: Shop['count'];
  /** Told of what went wrong although the refresh goes on, such as an index that is of no use. */
  explain?: (cause: unknown) => void;
  /** How the app writes prices. */
  locale: string;
  /** Of a pass; the usual one unless given. */
  pace?: Pace;
}

/** Kept back from the shop's share, to say on the install what came of it. */
const recordingMilliseconds = 10_000;

/** Reads the shop of a set of settings and stores its index, or a part of it. Throws what another try may mend. */
export async function refreshSet(
  website: Website,
  set: SealedSet,
  source: CatalogSource,
  call: SetRefreshCall,
): Promise<Outcome> {
  const folder = await mkdtemp(join(await buildFolder(), `${website}-`));
  const refresh = new SetRefresh(website, set, call, folder);
  try {
    return await refresh.run(source);
  } catch (error) {
    if (error instanceof PassOver) return 'over';
    return await refresh.fail(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class SetRefresh {
  readonly #at = Date.now();
  readonly #website: Website;
  readonly #set: SealedSet;
  readonly #call: SetRefreshCall;
  readonly #deadline: Deadline;
  readonly #folder: string;
  #pass: PassReader | undefined;

  constructor(website: Website, set: SealedSet, call: SetRefreshCall, folder: string) {
    this.#website = website;
    this.#set = set;
    this.#call = call;
    this.#deadline = call.deadline.within(Math.max(0, call.deadline.remaining() - recordingMilliseconds));
    this.#folder = folder;
  }

  async run(source: CatalogSource): Promise<Outcome> {
    const { sealed, catalog = {} } = this.#set;
    const [website, at, deadline, folder] = [this.#website, this.#at, this.#deadline, this.#folder];
    const { pass } = catalog;
    if ((pass?.notBefore ?? 0) > at) return 'waiting';
    const standing = pass && canGoOn(pass, at) ? pass : undefined;
    if (standing) checkBounds(standing, at);
    const { settings, outdated } = settingsOfToday(source.parameters, await open(website, sealed, deadline));
    if (outdated !== undefined) throw needsConfiguration(outdated);
    const last = await this.#lastIndex();

    const { count } = this.#call;
    const shop: Shop = { website, credentials: settings, cacheKey: `${website}:refresh`, deadline, count };
    const { pace = usualPace } = this.#call;
    const passDeadline = () => deadline.within(pace.runMilliseconds + pace.lastPageMilliseconds);
    const scratch = join(folder, 'reading');
    await mkdir(scratch);
    const from = standing?.cursor;
    if (from !== undefined) shop.deadline = passDeadline();
    let pages = source.read(shop, { from, known: from === undefined ? knownVersion(last, at) : undefined, scratch });
    const runMilliseconds = last || standing ? pace.runMilliseconds : pace.firstRunMilliseconds;
    const run = { website, sealed, folder, deadline, pace: { ...pace, runMilliseconds } };
    const reader = new PassReader(standing ?? newPass(newPassId(at), at), pass?.id, run);
    if (from === undefined) {
      // Its first page tells whether a listing can be taken up again.
      const first = await pages.next().catch((error) => reader.putOff(error));
      if (!first) return 'waiting';
      pages = joined(first, pages);
      if (first.done || first.value.next === undefined) return this.#finish(await this.#build(pages), last);
      shop.deadline = passDeadline();
    }
    this.#pass = reader;
    const end = await reader.read(source, shop, pages, scratch);
    if (end) return this.#finish(await this.#build(reader.entries(end)), last);
    if (!last || last.partial) await this.#showPart(reader);
    return reader.pass.notBefore === undefined ? 'paused' : 'waiting';
  }

  /** Says on the install why there is no newer index; answers that, or throws what another try may mend. */
  async fail(error: unknown): Promise<Outcome> {
    const detail = error instanceof ShopFailure ? error.message : 'The connector failed; its log says why.';
    const isBroken = error instanceof BrokenListing || error instanceof BrokenPass;
    // A listing that is begun anew, page by page, is not for the next minute.
    const isFinal = error instanceof ShopFailure && (!isPassing(error) || (isBroken && this.#pass !== undefined));
    const keepsPass = !isFinal && !isBroken;
    // What failed between two that were rejected says nothing of how many products there are.
    const rejections = this.#set.catalog?.refresh?.rejections;
    // How long a place took that is no shop would tell it from another.
    const effort = this.#pass && this.#effort();
    const refresh = { outcome: 'failed', detail, rejections, ...effort } as const;
    await this.#record(refresh, { keepsPass }).catch(() => undefined); // The first failure tells more.
    if (isFinal) return 'failed';
    throw error;
  }

  /** The one that agents have, if it is of use. */
  async #lastIndex(): Promise<StoredIndex | undefined> {
    try {
      return await usableIndex(this.#set.catalog?.index, this.#deadline);
    } catch (error) {
      if (!(error instanceof UnreadableIndex)) throw error;
      this.#call.count(metrics.catalogUnreadable);
      this.#call.explain?.(error);
      return undefined;
    }
  }

  get #file(): string {
    return join(this.#folder, 'catalog.sqlite');
  }

  #build(pages: AsyncGenerator<Page, Whole | 'unchanged'>): Promise<BuiltIndex | 'unchanged'> {
    const { locale } = this.#call;
    return buildCatalog(pages, { file: this.#file, locale, scratch: this.#folder, signal: this.#deadline.signal });
  }

  async #finish(built: BuiltIndex | 'unchanged', last: StoredIndex | undefined): Promise<Outcome> {
    const refresh = { ...judge(built, last, this.#set.catalog?.refresh), ...this.#effort() };
    if (refresh.outcome !== 'built' || built === 'unchanged') {
      await this.#record(refresh);
      return refresh.outcome;
    }
    const index = await this.#upload(built);
    const { ignored } = await this.#record(refresh, { index });
    // The set is gone, or a refresh that began later came first.
    if (ignored) await deleteObjects(environment.indexBucket, [index.key], this.#call.deadline);
    return refresh.outcome;
  }

  /** While agents have nothing else, what the pass has read so far. What fails here is tried again by the next run. */
  async #showPart(reader: PassReader): Promise<void> {
    try {
      const built = await this.#build(reader.entries());
      if (built !== 'unchanged') await reader.publish({ ...(await this.#upload(built)), partial: true });
    } catch (error) {
      if (error instanceof PassOver || error instanceof BrokenPass) throw error;
      this.#call.explain?.(error);
    }
  }

  async #upload(built: BuiltIndex): Promise<StoredIndex> {
    const key = `${this.#website}/${this.#at}-${randomUUID()}.sqlite`;
    const fileEtag = await uploadObject(environment.indexBucket, key, this.#file, this.#deadline);
    return { ...built, key, format: indexFormat, fileEtag, builtAt: this.#at };
  }

  #record(refresh: Omit<Refresh, 'at'>, more: { index?: StoredIndex; keepsPass?: boolean } = {}) {
    const { sealed, catalog } = this.#set;
    const pass = this.#pass ? this.#pass.standing : catalog?.pass?.id;
    const input = { type: 'refreshed', sealed, refresh: { at: this.#at, ...refresh }, pass, ...more } as const;
    return applyInput(this.#website, input, this.#call.deadline);
  }

  /** What the reading took of the shop. */
  #effort(): Pick<Refresh, 'began' | 'milliseconds' | 'pages'> {
    if (!this.#pass) return { milliseconds: Date.now() - this.#at };
    const { milliseconds, pass } = this.#pass;
    return { began: pass.startedAt, milliseconds, pages: pass.pages };
  }
}

/** The settings were sealed by a version of the app whose form was another. */
function needsConfiguration(outdated: string): ShopFailure {
  return new ShopFailure('wrong_credentials', `The configuration must be run again. ${outdated}`);
}

async function* joined<Value, End>(
  first: IteratorResult<Value, End>,
  rest: AsyncGenerator<Value, End>,
): AsyncGenerator<Value, End> {
  if (first.done) return first.value;
  try {
    yield first.value;
    return yield* rest;
  } finally {
    await rest.return(undefined as End); // Nothing, unless this was left before its end.
  }
}

/** What may be over in a minute. Anything else waits for the next scheduled refresh, or for the merchant. */
function isPassing({ reason }: ShopFailure): boolean {
  return reason === 'unreachable' || reason === 'too_slow' || reason === 'throttled' || reason === 'failed';
}
