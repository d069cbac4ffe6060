import { AwsError } from '../aws/aws-error.ts';
import { isOutage } from '../aws/retrying.ts';
import { UnreadableIndex } from '../search/index-format.ts';
import type { Website } from '../website.ts';

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
}

/** A file is never written twice: what cannot be read stays so, unless this instance was short of something. */
const unreadablePause = 5 * 60_000;
/** After what may have brought most of the file: wrong bytes, or no room for them. */
const fruitlessPause = 30_000;

/** Downloads of catalog files, one a website: they belong to no call, so that no call ends them for the others. */
export class IndexDownloads {
  readonly #downloads = new Map<Website, Download>();

  /** Joins the download under way, or the last one while it is too early for another, or starts one. */
  get(website: Website, key: string, fetch: () => Promise<void>): Download {
    const last = this.#downloads.get(website);
    const isSame = last?.key === key;
    if (isSame && (last.isUnderWay || Date.now() < mayStart(last))) return last;
    const download: Download = { ...(isSame && last), key, startedAt: Date.now(), done: fetch(), isUnderWay: true };
    this.#downloads.set(website, download);
    download.done.then(
      () => this.#downloads.get(website) === download && this.#downloads.delete(website),
      (failure) => fail(download, failure),
    );
    return download;
  }

  /** Another try has to wait, as after a download that brought a file of no use. */
  refuse(website: Website, key: string, failure: UnreadableIndex): void {
    const download = { key, startedAt: Date.now(), done: Promise.resolve(), isUnderWay: false };
    this.#downloads.set(website, download);
    fail(download, failure);
  }
}

function fail(download: Download, failure: unknown): void {
  Object.assign(download, { isUnderWay: false, failure, failedAt: Date.now() });
}

/** What did not answer, or refused, is asked again by the next call. */
function mayStart({ failure, failedAt = 0 }: Download): number {
  if (failure instanceof UnreadableIndex) return failedAt + unreadablePause;
  return isOutage(failure) || isRefusal(failure) ? failedAt : failedAt + fruitlessPause;
}

/** Denied or missing: S3 does not tell these apart to who may not list the bucket. */
export function isRefusal(failure: unknown): boolean {
  return failure instanceof AwsError && (failure.status === 403 || failure.status === 404);
}
