import * as z from 'zod/mini';
import { IadvizeApiError } from './api-error.ts';
import type { PageProgress } from './api-types.ts';
import type { Envelope } from './call-iadvize.ts';
import { readEntry } from './read-entry.ts';

const number = { is: 'integer' } as const;
const paginationFields = { page: number, pages: number, limit: number, count: number };

/** A listing grows while it is read; one that never ends is none. */
const mostPages = (first: number) => 2 * first + 10;

/**
 * Each row once, however the platform counts: it stops at `pages`, at an empty page, and at one that brings nothing new. `known` are ids of
 * rows that were handed out before; the ids of this listing are added to `seen`.
 */
export async function* listPages(
  ask: (page: number) => Promise<Envelope>,
  { known, seen, onPage }: { known: ReadonlySet<number>; seen: Set<number>; onPage?(page: PageProgress): void },
): AsyncGenerator<Record<string, unknown>, void, undefined> {
  let most = Number.POSITIVE_INFINITY;
  for (let page = 1; page <= most; page += 1) {
    const { data, pagination } = await ask(page);
    const { pages = 1, count } = (readEntry(paginationFields, pagination, 'UTC') as Partial<PageProgress>) ?? {};
    if (page === 1) most = mostPages(pages);
    onPage?.({ page, pages, count });
    let isNew = false;
    for (const row of rowsOf(data)) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      isNew = true;
      if (!known.has(row.id)) yield row.entry;
    }
    if (!isNew || page >= pages) return;
  }
}

const rowSchema = z.array(z.looseObject({ id: z.union([z.int(), z.string().check(z.regex(/^\d{1,15}$/))]) }));

function rowsOf(data: unknown): { id: number; entry: Record<string, unknown> }[] {
  const rows = rowSchema.safeParse(data ?? []);
  if (!rows.success)
    throw new IadvizeApiError('unreadable', 'iAdvize answered with no list of entries that have an id.');
  return rows.data.map((entry) => ({ id: Number(entry.id), entry }));
}
