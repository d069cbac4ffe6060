import { type Deadline, deadlineIn } from '../../../deadline.ts';
import { metrics } from '../../../environment.ts';
import { ShopFailure } from '../../../errors.ts';
import type { Shop } from '../../catalog-source.ts';
import { buildIndex } from './build-index.ts';
import type { CatalogIndex } from './catalog-index.ts';
import type { FeedCall, FeedVersion, FetchedCatalog } from './fetch-feed.ts';
import type { FeedCredentials } from './parameters.ts';

type FeedShop = Shop<FeedCredentials>;

interface Copy {
  index: CatalogIndex;
  version: FeedVersion;
  /** When the shop last said that this is its feed; milliseconds of the clock, as all times here. */
  confirmedAt: number;
}

interface Slot {
  copy?: Copy;
  load?: { done: Promise<void>; startedAt: number };
  failure?: { error: unknown; until: number };
}

export interface FeedCacheOptions {
  /** undefined: the feed is still at `known`. */
  fetch(shop: FeedCall, known?: FeedVersion): Promise<FetchedCatalog | undefined>;
  /** Wall clock, which goes on while Lambda freezes the function between two calls. */
  now?(): number;
  refreshAfter?: number;
  /** A copy that the shop has not confirmed for so long is not served any more. */
  maxAge?: number;
  /** How long a call that has a copy waits for a newer one. */
  patience?: number;
  /** How long one load may take: a little less than a call has. */
  loadTimeout?: number;
  /** How long a failure stands before the shop is asked again, without and with a copy to serve meanwhile. */
  retryFirst?: number;
  retryRefresh?: number;
  /** How long a shop may ask us to stay away. */
  retryMost?: number;
  /** Of all databases together; the newest stays whatever its size. */
  maxBytes?: number;
  maxShops?: number;
}

const second = 1000;
const minute = 60 * second;

/**
 * One catalog in memory per `shop.cacheKey`.
 *
 * A load belongs to nobody: it has its own deadline, every call for the same shop waits for it as long as that call
 * can, and no call ends it for the others. Lambda runs a function only while a call is under way, so a refresh "in the
 * background" would stand still until the next call: a call therefore waits a moment for the refresh (most shops answer
 * 304 at once), then serves the copy it has and leaves the rest to the calls that follow. A load that was frozen past its
 * time-out is not waited for, and its failure says nothing about the shop.
 */
export class FeedCache {
  readonly #options: Required<FeedCacheOptions>;
  /** Least recently asked for first. */
  readonly #slots = new Map<string, Slot>();

  constructor(options: FeedCacheOptions) {
    this.#options = {
      now: Date.now,
      refreshAfter: 15 * minute,
      maxAge: 24 * 60 * minute,
      patience: 1.5 * second,
      loadTimeout: 18 * second,
      retryFirst: 5 * second,
      retryRefresh: minute,
      retryMost: 5 * minute,
      maxBytes: 384 * 2 ** 20,
      maxShops: 100,
      ...options,
    };
  }

  /** To be used before anything else is awaited: a catalog that was pushed out closes on the event loop's next turn. */
  async get(shop: FeedShop): Promise<CatalogIndex> {
    const { now, refreshAfter, maxAge, patience } = this.#options;
    const slot = this.#slotOf(shop.cacheKey);
    const isYounger = (age: number) => slot.copy !== undefined && now() - slot.copy.confirmedAt < age;

    if (!isYounger(refreshAfter)) {
      const servable = isYounger(maxAge);
      const failing = slot.failure !== undefined && now() < slot.failure.until;
      if (failing && !servable) throw slot.failure!.error;
      if (!servable) await before(shop.deadline, this.#load(shop, slot));
      else if (!failing) await before(shop.deadline.within(patience), this.#load(shop, slot)).catch(() => undefined);
      if (!isYounger(refreshAfter)) shop.count(metrics.staleCatalogServed);
    }
    return slot.copy!.index;
  }

  #slotOf(key: string): Slot {
    const slot = this.#slots.get(key) ?? {};
    this.#slots.delete(key);
    this.#slots.set(key, slot);
    return slot;
  }

  /** Joins the load under way or starts one. The slot is up to date when the promise settles. */
  #load(shop: FeedShop, slot: Slot): Promise<void> {
    const { now, loadTimeout } = this.#options;
    if (slot.load && now() - slot.load.startedAt <= loadTimeout) return slot.load.done;
    const startedAt = now();
    const done = this.#fetch(shop, slot.copy, startedAt)
      .then(
        (copy) => this.#keep(slot, copy),
        (error) => {
          if (now() - startedAt <= loadTimeout + second) this.#remember(slot, error);
          throw error;
        },
      )
      .finally(() => {
        if (slot.load?.done === done) delete slot.load;
        this.#makeRoom(slot);
      });
    done.catch(() => undefined); // Perhaps every call that waited is gone.
    slot.load = { done, startedAt };
    return done;
  }

  async #fetch(shop: FeedShop, known: Copy | undefined, startedAt: number): Promise<Copy> {
    const { website, credentials } = shop;
    const deadline = deadlineIn(this.#options.loadTimeout);
    const fetched = await this.#options.fetch({ website, credentials, deadline }, known?.version);
    if (fetched === undefined) return { ...known!, confirmedAt: startedAt };
    if (fetched.skipped > 0) shop.count(metrics.feedItemSkipped, fetched.skipped);
    return { index: await buildIndex(fetched.entries, ':memory:'), version: fetched.version, confirmedAt: startedAt };
  }

  /** A load that was overtaken, by a later one or by the slot's removal, leaves nothing. */
  #keep(slot: Slot, copy: Copy): void {
    const { copy: current } = slot;
    const overtaken = current && current.confirmedAt > copy.confirmedAt;
    const unwanted = overtaken ? copy : current;
    if (unwanted && current?.index !== copy.index) closeLater(unwanted.index);
    if (overtaken) return;
    slot.copy = copy;
    delete slot.failure;
  }

  #remember(slot: Slot, error: unknown): void {
    const { now, retryFirst, retryRefresh, retryMost } = this.#options;
    const asked = error instanceof ShopFailure ? (error.retryAfterSeconds ?? 0) * second : 0;
    slot.failure = {
      error,
      until: now() + Math.max(slot.copy ? retryRefresh : retryFirst, Math.min(asked, retryMost)),
    };
  }

  /** Removes what was not asked for the longest time; `latest` and what is being loaded stay. */
  #makeRoom(latest: Slot): void {
    const { maxShops, maxBytes } = this.#options;
    let bytes = 0;
    for (const { copy } of this.#slots.values()) bytes += copy?.index.bytes ?? 0;
    for (const [key, slot] of this.#slots) {
      if (this.#slots.size <= maxShops && bytes <= maxBytes) return;
      if (slot === latest || slot.load) continue;
      this.#slots.delete(key);
      bytes -= slot.copy?.index.bytes ?? 0;
      if (slot.copy) closeLater(slot.copy.index);
    }
  }
}

/** Searching is synchronous, so that whoever was handed the index in this turn has searched by the next one. */
function closeLater(index: CatalogIndex): void {
  setImmediate(() => index.close());
}

/** Stops waiting at the deadline; what is waited for goes on. */
function before<T>({ signal }: Deadline, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      reject(new ShopFailure('too_slow', 'The shop did not send its feed in time.', { parameter: 'feedUrl' }));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
