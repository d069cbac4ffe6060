import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import type { CatalogSource, Page, Shop, Whole } from '../catalog/catalog-source.ts';
import type { Deadline } from '../deadline.ts';
import { ShopFailure } from '../errors.ts';
import type { Pass, StoredIndex } from '../installs/catalog-state.ts';
import { sealedSet } from '../installs/install.ts';
import { applyInput, readInstall } from '../installs/install-store.ts';
import type { Website } from '../website.ts';
import { knownIds } from './known-ids.ts';
import { checkBounds, type Pace } from './pass-bounds.ts';
import { readParts, writePart } from './pass-parts.ts';
import { type Tally, wholeListing } from './whole-listing.ts';

/** Another pass stands on the install, or its settings are gone: what this run reads is of no use. */
export class PassOver extends Error {}

/** A shop that asks for less often than it says. */
const usualWait = 30_000;

interface PassRun {
  website: Website;
  /** The settings that the shop is read by. */
  sealed: string;
  /** A folder of this run's own. */
  folder: string;
  /** Of the whole run; the shop has less. */
  deadline: Deadline;
  pace: Pace;
}

/** One run of a pass: reads the shop on from the last safe point, and stores what it reads in parts. */
export class PassReader {
  pass: Pass;
  /** The id of the pass that stands on the install. */
  #standing: string | undefined;
  readonly #run: PassRun;
  readonly #began = Date.now();
  readonly #millisecondsBefore: number;
  /** What the pages since the last part have, one entry a line, and how much of it lies before the last safe point. */
  #lines: string[] = [];
  #safe: { lines: number; cursor: string; tally: Tally } | undefined;
  #bytes = 0;
  #partBegan = Date.now();

  constructor(pass: Pass, standing: string | undefined, run: PassRun) {
    this.pass = { ...pass, runs: pass.runs + 1, notBefore: undefined };
    this.#standing = standing;
    this.#millisecondsBefore = pass.milliseconds;
    this.#run = run;
  }

  /**
   * Reads `pages`, and on from the last safe point where the shop asks for a short pause. Answers the end of the listing, undefined
   * when the run is over or put off before it. Throws what the source throws, `PassOver`, `BrokenListing`, and `too_large` at a
   * bound; what was read until then is stored.
   */
  async read(
    source: CatalogSource,
    shop: Shop,
    pages: AsyncGenerator<Page, Whole | 'unchanged'>,
    scratch: string,
  ): Promise<Whole | undefined> {
    for (let attempt = 1; ; attempt++) {
      const known = knownIds(join(this.#run.folder, `known-in-run-${attempt}`));
      try {
        return await this.#readOn(pages, known.add);
      } catch (error) {
        if (error instanceof PassOver) throw error;
        const wait = waitAskedFor(error);
        const notBefore =
          wait !== undefined && wait > this.#run.pace.longestWaitMilliseconds ? Date.now() + wait : undefined;
        await this.#store(notBefore);
        if (wait === undefined) throw error;
        if (notBefore !== undefined) return undefined;
        await sleep(wait, undefined, { signal: this.#run.deadline.signal });
        if (this.#isOver) {
          // A run that came to nothing asks for no other: the schedule does.
          if (this.pass.advancedAt < this.#began) await this.#store(Date.now());
          return undefined;
        }
      } finally {
        known.close();
      }
      pages = source.read(shop, { from: this.pass.cursor, scratch });
    }
  }

  /** Lets the shop alone for as long as it asks; throws what asks for no pause, or for one that another try waits for. */
  async putOff(error: unknown): Promise<undefined> {
    const wait = waitAskedFor(error);
    if (wait === undefined || wait <= this.#run.pace.longestWaitMilliseconds) throw error;
    await this.#store(Date.now() + wait);
  }

  /** All that the pass has read: its parts, and at the end of the listing what this run still holds. */
  async *entries(end?: Whole): AsyncGenerator<Page, Whole> {
    // No page of the shop: it may hold nothing new.
    for await (const entries of readParts(this.pass, this.#run)) yield { entries, listed: 0 };
    const entries: CatalogEntry[] = end ? this.#lines.map((line) => JSON.parse(line)) : [];
    yield { entries, listed: 0 };
    const { changesAt, problems } = this.pass;
    return end ?? { changesAt, problems };
  }

  /** Shows what the parts hold as the website's index. */
  publish(index: StoredIndex): Promise<void> {
    return this.#advance({ ...this.pass, advancedAt: Date.now() }, index);
  }

  /** The id of the pass that stands on the install, as far as this run knows. */
  get standing(): string | undefined {
    return this.#standing;
  }

  get milliseconds(): number {
    return this.#millisecondsBefore + Date.now() - this.#began;
  }

  async #readOn(
    pages: AsyncGenerator<Page, Whole | 'unchanged'>,
    isNew: (id: string) => boolean,
  ): Promise<Whole | undefined> {
    const { pages: count, listed, announced, changesAt, problems } = this.pass;
    const tally: Tally = { pages: count, listed, announced, changesAt, problems };
    this.#lines = [];
    this.#bytes = 0;
    this.#safe = undefined;
    const listing = wholeListing(pages, { isNew, tally, signal: this.#run.deadline.signal });
    let isOver = false;
    try {
      for (;;) {
        const { done, value } = await listing.next(isOver);
        if (done) {
          if (isOver) return undefined;
          if (value === 'unchanged')
            throw new Error('The source said in the middle of a listing that nothing had changed.');
          Object.assign(this.pass, tally);
          return value;
        }
        for (const entry of value.entries) {
          const line = JSON.stringify(entry);
          this.#lines.push(line);
          this.#bytes += line.length;
        }
        if (value.next === undefined) continue;
        this.#safe = { lines: this.#lines.length, cursor: value.next, tally: { ...tally } };
        checkBounds({ ...this.pass, ...tally }, Date.now());
        isOver = this.#isOver;
        const { partBytes, partMilliseconds } = this.#run.pace;
        if (isOver || this.#bytes >= partBytes || Date.now() - this.#partBegan >= partMilliseconds) await this.#store();
      }
    } finally {
      await listing.return('unchanged'); // Nothing, unless this was left before its end.
    }
  }

  /** Stores what lies before the last safe point as the next part. */
  async #store(notBefore?: number): Promise<void> {
    const { pass } = this;
    const safe = this.#safe;
    const at = { advancedAt: Date.now(), milliseconds: this.milliseconds, notBefore };
    this.#partBegan = Date.now();
    if (!safe) {
      if (notBefore !== undefined) await this.#advance({ ...pass, ...at });
      return;
    }
    this.#safe = undefined;
    await this.#requireStanding();
    const number = pass.parts + 1;
    const lines = this.#lines.splice(0, safe.lines);
    this.#bytes = 0;
    await writePart(pass.id, number, { from: pass.cursor, next: safe.cursor, lines }, this.#run);
    await this.#advance({ ...pass, ...safe.tally, ...at, cursor: safe.cursor, parts: number });
  }

  async #advance(pass: Pass, index?: StoredIndex): Promise<void> {
    const { website, sealed, deadline } = this.#run;
    const { ignored } = await applyInput(
      website,
      { type: 'advanced', sealed, pass, after: this.#standing, index },
      deadline,
    );
    if (ignored) throw new PassOver(ignored);
    this.pass = pass;
    this.#standing = pass.id;
  }

  async #requireStanding(): Promise<void> {
    const { website, sealed, deadline } = this.#run;
    const set = sealedSet(await readInstall(website, deadline), Date.now());
    if (set?.sealed !== sealed || set.catalog?.pass?.id !== this.#standing) throw new PassOver('before a part');
  }

  get #isOver(): boolean {
    return Date.now() - this.#began >= this.#run.pace.runMilliseconds;
  }
}

/** Milliseconds; undefined for a failure that asks for none. */
function waitAskedFor(error: unknown): number | undefined {
  if (!(error instanceof ShopFailure) || error.reason !== 'throttled') return undefined;
  return error.retryAfterSeconds === undefined ? usualWait : Math.ceil(error.retryAfterSeconds * 1000);
}
