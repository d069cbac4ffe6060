import { objectEtag } from '../aws/s3-objects.ts';
import type { SourceVersion } from '../catalog/catalog-source.ts';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import type { StoredIndex } from '../installs/catalog-state.ts';
import { formatOf, indexFormat, readableFormat, UnreadableIndex } from '../search/index-format.ts';

/**
 * The index, if agents can be answered from it. Throws UnreadableIndex for one of another format, or whose file is gone or is not
 * what was uploaded: it is built anew, and judged as a first one, for nothing better is kept.
 */
export async function usableIndex(
  index: StoredIndex | undefined,
  deadline: Deadline,
): Promise<StoredIndex | undefined> {
  if (!index) return undefined;
  readableFormat(index.format);
  const etag = await objectEtag(environment.indexBucket, index.key, deadline);
  if (etag === undefined) throw new UnreadableIndex('The file of the index is gone.');
  if (index.fileEtag !== undefined && index.fileEtag !== etag) {
    throw new UnreadableIndex('The file of the index is not the one that was uploaded.');
  }
  return index;
}

/**
 * Nothing, when prices in the index have changed by themselves since it was built, or the version before wrote it: then it is built
 * anew in any case.
 */
export function knownVersion(index: StoredIndex | undefined, now: number): SourceVersion | undefined {
  if (!index || (index.changesAt !== undefined && index.changesAt <= now)) return undefined;
  if (formatOf(index.format) !== indexFormat) return undefined;
  return { etag: index.etag, lastModified: index.lastModified };
}
