import * as z from 'zod/mini';
import { failureOf } from '../../catalog/failure-cause.ts';
import { causes } from './causes.ts';
import type { Ask, Query } from './rest-api.ts';

/** What both APIs let one ask for at most. */
export const pageSize = 100;

interface Listed {
  records: unknown[];
  announced: number;
  next?: string;
}

const listSchema = z.array(z.unknown());
const idSchema = z.object({ id: z.union([z.string(), z.number()]) });

/**
 * All of a list in the order of its ids, from a cursor on. Neither API can begin behind an id, and a place in the list moves when a product
 * before it goes: each page begins at the last record of the one before, and is looked for further up when it does not. Yields at most
 * `partSize` records at once, for who asks more of each.
 */
export async function* listById(
  ask: Ask,
  route: string,
  query: Query,
  from: string | undefined,
  partSize = pageSize,
): AsyncGenerator<Listed> {
  let [at = 0, last = 0] = cursorOf(from);
  // Where stepping back came to nothing: records that the shop keeps to itself would send us there again.
  let settled = '';
  for (let isBack = false; ; ) {
    const { value, total } = await page(ask, route, { ...query, offset: String(at) });
    if (total === 0) throw failureOf(causes.empty);
    const state = `${last} of ${total}`;
    if (at > 0 && !(idOf(value[0]) <= last) && (isBack || state !== settled)) {
      settled = state;
      at = Math.max(at - pageSize, 0);
      isBack = true;
      continue;
    }
    isBack = false;
    const fresh = value.filter((record) => !(idOf(record) <= last));
    while (fresh.length > partSize) {
      const records = fresh.splice(0, partSize);
      const before = last;
      last = highestId(records, last);
      yield { records, announced: total, ...(last > before && { next: `${at}-${last}` }) };
    }
    last = highestId(fresh, last);
    const end = at + value.length;
    const isLast = value.length === 0 || end >= total;
    // One record again: it shows that nothing before it has gone.
    at = Math.max(end - 1, at + 1);
    if (fresh.length > 0 || isLast)
      yield { records: fresh, announced: total, ...(!isLast && { next: `${at}-${last}` }) };
    if (isLast) return;
  }
}

/** A page of a list and how many records there are in all, without which a list that was cut short would look like a small one. */
export async function page(ask: Ask, route: string, query: Query): Promise<{ value: unknown[]; total: number }> {
  const order = { orderby: 'id', order: 'asc', per_page: String(pageSize) };
  const { value, total } = await ask(route, { ...order, ...query }, listSchema);
  if (total === undefined) throw failureOf(causes.noTotal);
  return { value, total };
}

/** NaN for what is no record. */
function idOf(record: unknown): number {
  const parsed = idSchema.safeParse(record);
  const id = parsed.success ? Number(parsed.data.id) : Number.NaN;
  return id > 0 ? id : Number.NaN;
}

function highestId(records: readonly unknown[], least: number): number {
  return Math.max(least, ...records.map(idOf).filter((id) => id > 0));
}

function cursorOf(from: string | undefined): number[] {
  return from === undefined ? [] : from.split('-').map(Number);
}
