import * as z from 'zod/mini';

/** What a shop said of the version that was read; tells it what is known already. */
export interface SourceVersion {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** A searchable catalog as a file in the index bucket. */
export interface StoredIndex extends SourceVersion {
  /** Never written twice. */
  key: string;
  bytes: number;
  products: number;
  categories: number;
  /** Epoch milliseconds. */
  builtAt: number;
  /** When its prices change by themselves, because a sale begins or ends; epoch milliseconds. */
  changesAt?: number | undefined;
  /** How many of the shop's items are left out or odd, by a reason's name. */
  problems?: Record<string, number> | undefined;
}

/** The last attempt to read the shop. `rejected`: a catalog that shrank too much to be believed at once. */
export interface Refresh {
  /** When it began, epoch milliseconds. */
  at: number;
  outcome: 'built' | 'unchanged' | 'rejected' | 'failed';
  /** For an operator; nothing secret. */
  detail?: string | undefined;
  /** How often in a row it was rejected. */
  rejections?: number | undefined;
}

/** What is known of the catalog that one sealed set of credentials opens. */
export interface CatalogState {
  index?: StoredIndex | undefined;
  refresh?: Refresh | undefined;
}

const whole = z.number().check(z.int());

export const catalogStateSchema: z.ZodMiniType<CatalogState> = z.object({
  index: z.optional(
    z.object({
      key: z.string(),
      bytes: whole,
      products: whole,
      categories: whole,
      builtAt: whole,
      changesAt: z.optional(whole),
      problems: z.optional(z.record(z.string(), whole)),
      etag: z.optional(z.string()),
      lastModified: z.optional(z.string()),
    }),
  ),
  refresh: z.optional(
    z.object({
      at: whole,
      outcome: z.enum(['built', 'unchanged', 'rejected', 'failed']),
      detail: z.optional(z.string()),
      rejections: z.optional(whole),
    }),
  ),
});
