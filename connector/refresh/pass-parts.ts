import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AwsError } from '../aws/aws-error.ts';
import { downloadObject } from '../aws/download-object.ts';
import { uploadObject } from '../aws/s3-objects.ts';
import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import type { Pass } from '../installs/catalog-state.ts';
import type { Website } from '../website.ts';

/** The parts of a pass cannot be put together: it is begun anew. */
export class BrokenPass extends Error {}

interface Place {
  website: Website;
  /** Holds the parts that were written or fetched here. */
  folder: string;
  deadline: Deadline;
}

/** The first line of a part: the safe points before and behind it. So that no part is missing, doubled or of another run. */
interface Header {
  from: string | null;
  next: string;
}

const prefix = 'pass-';

export function newPassId(now: number): string {
  return `${prefix}${now}-${randomUUID().slice(0, 8)}`;
}

/** The id of the pass that an object of the index bucket is a part of. */
export function passOfPart(key: string): string | undefined {
  return /\/(pass-\d+-[\da-f]{8})-\d+$/.exec(key)?.[1];
}

/** Stores the entries, each as its JSON, between two safe points, as part `number`. Throws AwsError. */
export async function writePart(
  id: string,
  number: number,
  { from, next, lines }: { from: string | undefined; next: string; lines: readonly string[] },
  { website, folder, deadline }: Place,
): Promise<void> {
  const header: Header = { from: from ?? null, next };
  const file = join(folder, `${id}-${number}`);
  await writeFile(file, gzipSync([JSON.stringify(header), ...lines].join('\n')));
  await uploadObject(environment.indexBucket, `${website}/${id}-${number}`, file, deadline);
}

/** The entries of a pass, part by part. Throws AwsError, or BrokenPass where one is missing, damaged or not the next. */
export async function* readParts(
  { id, parts, cursor }: Pass,
  { website, folder, deadline }: Place,
): AsyncGenerator<CatalogEntry[]> {
  let from: string | null = null;
  for (let number = 1; number <= parts; number++) {
    const file = join(folder, `${id}-${number}`);
    let entries: CatalogEntry[];
    try {
      if (!existsSync(file))
        await downloadObject(environment.indexBucket, `${website}/${id}-${number}`, file, deadline);
      const lines = gunzipSync(await readFile(file))
        .toString()
        .split('\n');
      let header: Header;
      [header, ...entries] = lines.map((line) => JSON.parse(line));
      if (header.from !== from) throw new Error('It does not begin where the one before ends.');
      from = header.next;
    } catch (error) {
      if (error instanceof AwsError && error.code !== 'NoSuchKey') throw error;
      throw new BrokenPass(`Part ${number} of ${id} is of no use.`, { cause: error });
    }
    yield entries;
  }
  if (parts > 0 && from !== cursor) throw new BrokenPass(`The last part of ${id} is not the one that was stored.`);
}
