import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AwsError } from '../../aws/aws-error.ts';
import { downloadObject } from '../../aws/download-object.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import { environment, metrics } from '../../environment.ts';
import { Problem } from '../../errors.ts';
import type { Website } from '../../website.ts';
import type { Shop } from '../catalog-source.ts';
import type { StoredIndex } from './stored-index.ts';

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

interface Download {
  key: string;
  startedAt: number;
  done: Promise<void>;
}

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
  readonly #downloads = new Map<Website, Download>();
  #prepared = false;

  constructor(open: (file: string) => Index) {
    this.#open = open;
  }

  /**
   * The opened catalog of a website, to be used before anything else is awaited. Throws `Problem` `catalog_not_ready`
   * while there is none.
   */
  async get({
    website,
    index,
    deadline,
    count,
  }: Pick<Shop, 'website' | 'index' | 'deadline' | 'count'>): Promise<Index> {
    if (!index) throw notReady();
    let slot = this.#touch(website);
    if (slot?.key === index.key) return this.#opened(slot);
    if (slot) slot.outdatedAt ??= Date.now();

    const download = this.#download(website, index);
    const isOverdue = Date.now() - download.startedAt > overdue;
    const patience = slot ? (isOverdue ? refreshPatience : 0) : firstPatience;
    const failure = await settled(download.done, deadline.within(patience));
    slot = this.#touch(website);
    if (!slot || Date.now() - (slot.outdatedAt ?? Date.now()) > maxOutdated) {
      if (failure instanceof AwsError && failure.code !== 'NoSuchKey') throw failure;
      throw notReady();
    }
    if (slot.key !== index.key) count(metrics.staleCatalogServed);
    return this.#opened(slot);
  }

  #opened(slot: Slot<Index>): Index {
    if (!slot.index) {
      slot.index = this.#open(slot.file);
      this.#closeLongUnused();
    }
    return slot.index;
  }

  #closeLongUnused(): void {
    const open = [...this.#slots.values()].filter(({ index }) => index);
    for (const slot of open.slice(0, -maxOpen)) {
      slot.index?.close();
      slot.index = undefined;
    }
  }

  #touch(website: Website): Slot<Index> | undefined {
    const slot = this.#slots.get(website);
    if (!slot) return undefined;
    this.#slots.delete(website);
    this.#slots.set(website, slot);
    return slot;
  }

  /** Joins the download under way or starts one: it belongs to no call, so that no call ends it for the others. */
  #download(website: Website, stored: StoredIndex): Download {
    const current = this.#downloads.get(website);
    if (current?.key === stored.key) return current;
    const done = this.#fetch(website, stored);
    const download = { key: stored.key, startedAt: Date.now(), done };
    this.#downloads.set(website, download);
    done
      .catch(() => undefined)
      .finally(() => this.#downloads.get(website) === download && this.#downloads.delete(website));
    return download;
  }

  async #fetch(website: Website, { key, bytes, builtAt }: StoredIndex): Promise<void> {
    this.#prepare();
    this.#makeRoom(bytes, website);
    const file = join(this.#folder, `${website}-${basename(key)}`);
    await downloadObject(environment.indexBucket, key, file, deadlineIn(downloadTimeout));
    const arrived = { key, bytes, builtAt, file, index: this.#open(file) };
    const current = this.#slots.get(website);
    if (current && current.builtAt > builtAt) return discard(arrived);
    this.#slots.delete(website);
    if (current) discard(current);
    this.#slots.set(website, arrived);
    this.#closeLongUnused();
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
    let used = bytes;
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

function notReady(): Problem {
  return new Problem('catalog_not_ready', 'The catalog of this website is being prepared. Try again.', {
    retryAfterSeconds: 3,
  });
}

/** Waits until the promise settles or the deadline is over, whichever comes first; answers why it failed, if it did. */
function settled(promise: Promise<void>, deadline: Deadline): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadline.remaining());
    promise.then(() => resolve(undefined), resolve).finally(() => clearTimeout(timer));
  });
}
