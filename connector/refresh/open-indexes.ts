import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { downloadObject } from '../aws/download-object.ts';
import type { IndexFile, Shop } from '../catalog/catalog-source.ts';
import { type Deadline, deadlineIn } from '../deadline.ts';
import { environment, metrics } from '../environment.ts';
import { Problem } from '../errors.ts';
import { readableFormat, UnreadableIndex } from '../search/index-format.ts';
import type { Website } from '../website.ts';
import { IndexDownloads, isRefusal } from './index-downloads.ts';

interface Slot<Index> {
  key: string;
  bytes: number;
  builtAt: number;
  file: string;
  /** undefined while it is closed. */
  index: Index | undefined;
  /** When a newer version was first asked for; epoch milliseconds. */
  outdatedAt?: number;
}

type OpenSlot<Index> = Slot<Index> & { index: Index };

/** Whom a call serves, and what it is told. */
type IndexCall = Pick<Shop, 'website' | 'index' | 'rereadIndex' | 'deadline' | 'count' | 'explain'>;

/** A function may hold 1,024 files and sockets open; a catalog takes 0.3 MB of memory, too, and 3 ms to open again. */
const maxOpen = 500;
/** The function's ephemeral storage also holds what is being downloaded. */
const storageShare = 0.8;
/** How long the first call of a function instance waits for its file: about 60 MB arrive in it. */
const firstPatience = 3_000;
/** Lambda gives no time between calls: a newer file that did not arrive beside the calls so far is waited for a moment. */
const refreshPatience = 1_500;
const overdue = 5_000;
const downloadTimeout = 300_000;
/** How long an older version answers while the newer one cannot be fetched: yesterday's prices are better than none, older ones not. */
const maxOutdated = 24 * 3_600_000;

/**
 * The catalog files that this function instance holds, one a website. A newer version is fetched while the older one answers.
 * Those asked for longest ago are closed when too many are open, and go when the storage fills.
 */
export class OpenIndexes<Index extends { close(): void }> {
  readonly #open: (file: string) => Index;
  readonly #folder = join(tmpdir(), 'catalog-indexes');
  /** Least recently asked for first. */
  readonly #slots = new Map<Website, Slot<Index>>();
  readonly #downloads = new IndexDownloads();
  /** Of the files on their way, which fill the storage before they have a slot. */
  #arrivingBytes = 0;
  #prepared = false;

  constructor(open: (file: string) => Index) {
    this.#open = open;
  }

  /**
   * The opened catalog of a website, to be used before anything else is awaited. Throws `Problem` `catalog_not_ready`
   * while there is none.
   */
  async get(call: IndexCall): Promise<Index> {
    const { website, index, rereadIndex, deadline } = call;
    if (!index) throw notReady();
    const askedAt = Date.now();
    const held = this.#held(website);
    if (held?.key === index.key) return held.index;
    if (held) held.outdatedAt ??= askedAt;

    const download = this.#downloads.get(website, index.key, () => this.#fetch(website, index));
    const isOverdue = askedAt - download.startedAt > overdue;
    const patience = held ? (isOverdue ? refreshPatience : 0) : firstPatience;
    await settled(download.done, deadline.within(patience));
    const { failure, failedAt = 0 } = download;
    // A call that began after the failure has read the row since.
    if (isRefusal(failure) && failedAt >= askedAt && rereadIndex) {
      const current = await rereadIndex();
      if (current?.key !== index.key) return this.get({ ...call, index: current, rereadIndex: undefined });
    }
    const slot = this.#held(website);
    return slot?.key === index.key ? slot.index : this.#outdated(slot, failure, call);
  }

  /** The older version, for as long as one is better than none; says why it is not the newer one. */
  #outdated(slot: OpenSlot<Index> | undefined, failure: unknown, { count, explain }: IndexCall): Index {
    const isUnreadable = failure instanceof UnreadableIndex;
    if (isUnreadable) count(metrics.catalogUnreadable);
    if (!slot || Date.now() - (slot.outdatedAt ?? Date.now()) > maxOutdated) {
      throw isUnreadable ? notReady(failure) : (failure ?? notReady());
    }
    count(metrics.staleCatalogServed);
    if (failure && !isUnreadable) count(metrics.catalogNotFetched);
    if (isRefusal(failure)) count(metrics.fault);
    if (failure) explain?.(failure);
    return slot.index;
  }

  /** What was opened turned out to be damaged: the website's file is fetched again, though not at once. */
  giveUp(website: Website, index: Index, cause: unknown): Problem {
    const failure = new UnreadableIndex('The file of the index is damaged.', cause);
    const slot = this.#slots.get(website);
    if (slot?.index === index) {
      this.#slots.delete(website);
      discard(slot);
      this.#downloads.refuse(website, slot.key, failure);
    }
    return notReady(failure);
  }

  /** One whose file cannot be opened again is fetched again. */
  #held(website: Website): OpenSlot<Index> | undefined {
    const slot = this.#slots.get(website);
    if (!slot) return undefined;
    this.#slots.delete(website);
    const isOpen = slot.index !== undefined;
    try {
      slot.index ??= this.#open(slot.file);
    } catch {
      discard(slot);
      return undefined;
    }
    this.#slots.set(website, slot);
    if (!isOpen) this.#closeLongUnused();
    return slot as OpenSlot<Index>;
  }

  #closeLongUnused(): void {
    const open = [...this.#slots.values()].filter(({ index }) => index);
    for (const slot of open.slice(0, -maxOpen)) {
      slot.index?.close();
      slot.index = undefined;
    }
  }

  async #fetch(website: Website, { key, bytes, builtAt, format }: IndexFile): Promise<void> {
    readableFormat(format);
    this.#prepare();
    this.#makeRoom(bytes, website);
    const file = join(this.#folder, `${website}-${basename(key)}`);
    this.#arrivingBytes += bytes;
    try {
      await downloadObject(environment.indexBucket, key, file, deadlineIn(downloadTimeout));
    } finally {
      this.#arrivingBytes -= bytes;
    }
    const arrived = { key, bytes, builtAt, file, index: this.#openArrived(file) };
    const current = this.#slots.get(website);
    if (current && current.builtAt > builtAt) return discard(arrived);
    this.#slots.delete(website);
    if (current) discard(current);
    this.#slots.set(website, arrived);
    this.#closeLongUnused();
  }

  #openArrived(file: string): Index {
    try {
      return this.#open(file);
    } catch (error) {
      rmSync(file, { force: true });
      throw error instanceof UnreadableIndex
        ? error
        : new UnreadableIndex('The file of the index cannot be opened.', error);
    }
  }

  /** What a crashed predecessor in the same sandbox left behind is of no use: nothing tells whether it is whole. */
  #prepare(): void {
    if (this.#prepared) return;
    if (existsSync(this.#folder)) rmSync(this.#folder, { recursive: true });
    mkdirSync(this.#folder, { recursive: true });
    this.#prepared = true;
  }

  #makeRoom(bytes: number, website: Website): void {
    const room = environment.ephemeralStorageBytes * storageShare;
    let used = bytes + this.#arrivingBytes;
    for (const slot of this.#slots.values()) used += slot.bytes;
    for (const [other, slot] of this.#slots) {
      if (used <= room) return;
      if (other === website) continue;
      this.#slots.delete(other);
      discard(slot);
      used -= slot.bytes;
    }
  }
}

function discard({ index, file }: Slot<{ close(): void }>): void {
  index?.close();
  rmSync(file, { force: true });
}

function notReady(cause?: unknown): Problem {
  return new Problem('catalog_not_ready', 'The catalog of this website is being prepared. Try again.', {
    retryAfterSeconds: 3,
    cause,
  });
}

/** Waits until the promise settles or the deadline is over, whichever comes first. */
function settled(promise: Promise<void>, deadline: Deadline): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadline.remaining());
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(end, end);
  });
}
