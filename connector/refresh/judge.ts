import type { Refresh, StoredIndex } from '../installs/catalog-state.ts';
import type { BuiltIndex } from './build-catalog.ts';

/** A shop that seems to have lost more than half of its products is believed the third time. */
const maxRejections = 2;

/** Only what these very settings showed before says what is too few: others may name another shop, or a part of it. */
export function judge(
  built: BuiltIndex | 'unchanged',
  last: StoredIndex | undefined,
  refresh: Refresh | undefined,
): Pick<Refresh, 'outcome' | 'detail' | 'rejections'> {
  if (built === 'unchanged') return { outcome: 'unchanged' };
  const rejections = (refresh?.rejections ?? 0) + 1;
  const isFirst = !last || last.inherited || last.partial;
  if (isFirst || built.products * 2 >= last.products || rejections > maxRejections) return { outcome: 'built' };
  const detail = `The shop's catalog shrank from ${last.products} to ${built.products} products.`;
  return { outcome: 'rejected', detail, rejections };
}
