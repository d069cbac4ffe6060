import type { ZodMiniType } from 'zod/mini';
import type { Deadline } from '../deadline.ts';
import type { Metric } from '../environment.ts';
import type { SourceVersion, StoredIndex } from '../installs/catalog-state.ts';
import type { Website } from '../website.ts';

/** What a merchant types when installing, by parameter key. A parameter not given is absent. */
export type Credentials = Readonly<Record<string, string | boolean>>;

/**
 * One field of the merchant's form, declared once: verification, the local install, the registration sheet and the docs
 * derive from it.
 */
export interface Parameter {
  /** Sent back by the platform; ids compare exactly. */
  key: string;
  label: string;
  /** The platform's word for the kind of input; its `selectpicker` needs a value URL whose answer is not documented. */
  type: 'text' | 'toggle';
  required: boolean;
  /** Masked in forms; never shown again. */
  secret: boolean;
  /** One sentence: what to type and where to find it. */
  help: string;
  /** Checks and normalizes one value; its message tells the merchant what was expected. */
  schema: ZodMiniType<string | boolean, unknown>;
}

/** A shop as one call sees it: whose it is, how to get in, and how much time is left. */
export interface Shop<C extends Credentials = Credentials> {
  website: Website;
  credentials: C;
  /** Differs between websites and changes with the credentials: every cache that a source keeps is keyed by it. */
  cacheKey: string;
  /** The catalog that the last good refresh left; for sources that build one. */
  index?: StoredIndex | undefined;
  /** What the install points at by now, for who finds no file there. Throws as the call would when the website is gone. */
  rereadIndex?: (() => Promise<StoredIndex | undefined>) | undefined;
  deadline: Deadline;
  /** Adds to a metric of this call. */
  count(metric: Metric, amount?: number): void;
  /** Says in the call's log line what went wrong although it is answered. */
  explain?(cause: unknown): void;
}

export interface Money {
  /** In the currency's main unit: 99.9 is ninety-nine euros ninety. */
  amount: number;
  /** ISO 4217, e.g. `EUR`. */
  currency: string;
  /** How that locale writes it, where it is known already: the locale's rules take a new instance 12 ms to load. */
  written?: { locale: string; text: string };
}

export interface Category {
  id: string;
  /** null for a root. */
  parentId: string | null;
  label: string;
  /** Distinct products in it and in its descendants. */
  productCount: number;
}

export interface Product {
  id: string;
  /** Plain text, as are the descriptions. */
  title: string;
  /** Absolute http(s) URL, as is `imageUrl`. */
  url: string;
  imageUrl: string;
  brand: string | null;
  description: string;
  shortDescription: string | null;
  available: boolean;
  reference: string | null;
  price: Money;
  /** Set only when it counts today and is lower than `price`. */
  salePrice: Money | null;
  /** A price for this visitor's group only; shown beside the others. */
  specialPrice: Money | null;
}

export interface CategoryQuery {
  /** undefined: every category, parents before their children; null: the roots; an id: its direct children. */
  parentId: string | null | undefined;
  /** undefined: all. */
  limit: number | undefined;
  offset: number;
}

export interface ProductQuery {
  /** Products of this category or of any below it. */
  categoryId: string | undefined;
  /** What the agent typed; with `categoryId`, both must hold. */
  text: string | undefined;
  limit: number;
  offset: number;
}

/** What a `CatalogIndexer` wrote. */
export type BuiltIndex = Omit<StoredIndex, 'key' | 'format' | 'fileEtag' | 'builtAt'>;

/** The merchant's form and its proof. Bundled into the verification. */
export interface ShopIntake<C extends Credentials = Credentials> {
  /** Besides the connector's own `websiteId` and `iadvizeApiKey`; in the order of the form. */
  readonly parameters: readonly Parameter[];
  /** Proves that the credentials open a usable catalog; answers one sentence of evidence for the merchant. */
  verify(shop: Shop<C>): Promise<string>;
}

/** For a source that answers from a stored index. Bundled into the refresh. */
export interface CatalogIndexer<C extends Credentials = Credentials> {
  /**
   * Writes the whole catalog to `file`, after an install and every hour. undefined: the shop says that its catalog is
   * still at `known`. Another index of the same catalog raises `indexFormat`. `locale` is how the app writes prices, for `Money.written`.
   */
  build(shop: Shop<C>, file: string, known: SourceVersion | undefined, locale: string): Promise<BuiltIndex | undefined>;
}

/**
 * What answers agents. Bundled into categories and products. The same query gives the same order while the catalog does not
 * change; an unknown category or a page past the end is an empty list.
 */
export interface Catalog<C extends Credentials = Credentials> {
  /** false: `shop.credentials` is empty, and the functions that answer agents have no right to open any. */
  readonly usesCredentials?: boolean;
  categories(shop: Shop<C>, query: CategoryQuery): Promise<readonly Category[]>;
  products(shop: Shop<C>, query: ProductQuery): Promise<readonly Product[]>;
}

/**
 * Where products come from: one shop platform each. Methods throw `ShopFailure` for what the shop or the merchant's
 * settings got wrong; anything else counts as a fault of ours.
 */
export interface CatalogSource<C extends Credentials = Credentials> extends ShopIntake<C>, Catalog<C> {}
