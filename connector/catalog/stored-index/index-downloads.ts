import type { Website } from '../../website.ts';
import { UnreadableIndex } from './index-format.ts';

/** The last try to fetch a file: under way, or failed. */
interface Download {
  key: string;
  startedAt: number;
  /** Settles with the try. */
  done: Promise<void>;
  isUnderWay: boolean;
  /** Why the last try that ended failed, and when. */
  failure?: unknown;
  failedAt?: number;
  /** How many in a row have. */
  failures: number;
}

/** A file is never written twice: what cannot be read stays so, unless this instance was short of something. */
const unreadablePause = 5 * 60_000;
/** The second try comes with the next call, which has nothing else to do; each further one after twice the pause of the one before. */
const firstPause = 1_000;
const longestPause = 30_000;

/** Downloads of catalog files, one a website: they belong to no call, so that no call ends them for the others. */
export class IndexDownloads {
  readonly #downloads = new Map<Website, Download>();

  /** Joins the download under way, or the last one while it is too early for another, or starts one. */
  get(website: Website, key: string, fetch: () => Promise<void>): Download {
    const last = this.#downloads.get(website);
    const isSame = last?.key === key;
    if (isSame && (last.isUnderWay || Date.now() < mayStart(last))) return last;
    const started = { key, startedAt: Date.now(), done: fetch(), isUnderWay: true };
    const download: Download = { failures: 0, ...(isSame && last), ...started };
    this.#downloads.set(website, download);
    download.done.then(
      () => this.#downloads.get(website) === download && this.#downloads.delete(website),
      (failure) => fail(download, failure),
    );
    return download;
  }

  /** Another try has to wait, as after a download that brought a file of no use. */
  refuse(website: Website, key: string, failure: UnreadableIndex): void {
    const download = { key, startedAt: Date.now(), done: Promise.resolve(), isUnderWay: false, failures: 0 };
    this.#downloads.set(website, download);
    fail(download, failure);
  }
}

function fail(download: Download, failure: unknown): void {
  Object.assign(download, { isUnderWay: false, failure, failedAt: Date.now(), failures: download.failures + 1 });
}

function mayStart({ failure, failedAt = 0, failures }: Download): number {
  if (failure instanceof UnreadableIndex) return failedAt + unreadablePause;
  return failedAt + (failures === 1 ? 0 : Math.min(longestPause, firstPause * 2 ** (failures - 2)));
}
