import type { ZodMiniType } from 'zod/mini';
import type { CategoryQuery, ProductQuery } from '../contract/catalog.ts';
import type { Deadline } from '../deadline.ts';
import type { Metric } from '../environment.ts';
import type { Website } from '../website.ts';
import type { CatalogEntry } from './catalog-entry.ts';

/** What a merchant typed when installing, by parameter key. A parameter not given is absent. */
export type Credentials = Readonly<Record<string, string | boolean>>;

/** One choice of a list, as the platform shows and sends it. */
export interface Option {
  label: string;
  /** What is typed by choosing it: not empty, and no other's. */
  value: string;
}

interface Field {
  /** Sent back by the platform; ids compare exactly. */
  key: string;
  label: string;
  required: boolean;
  /** Masked in forms; never shown again. */
  secret: boolean;
  /** One sentence: what to type and where to find it. */
  help: string;
  /** Checks and normalizes one value; its message tells the merchant what was expected. */
  schema: ZodMiniType<string | boolean, unknown>;
}

export interface TypedParameter extends Field {
  /** The platform's word for the kind of input. */
  type: 'text' | 'toggle';
}

/** Chosen from a list, which the platform asks for at `GET /options/<key>`. `selectField` makes one. */
export interface ChosenParameter extends Field {
  type: 'selectpicker';
  options: readonly [Option, ...Option[]];
}

/**
 * One field of the merchant's form, declared once: verification, the local install, the registration sheet and the docs
 * derive from it.
 */
export type Parameter = TypedParameter | ChosenParameter;

/** A shop as one call sees it: whose it is, how to get in, and how much time is left. */
export interface Shop<C extends Credentials = Credentials> {
  website: Website;
  credentials: C;
  /** Differs between websites and changes with the credentials: every cache that a source keeps is keyed by it. */
  cacheKey: string;
  /** The index that the last good refresh left; for `storedCatalog` alone, as is what follows. */
  index?: IndexFile | undefined;
  /** What the install points at by now, for who finds no file there. Throws as the call would when the website is gone. */
  rereadIndex?: (() => Promise<IndexFile | undefined>) | undefined;
  /** Read anew for each page: once the first has come with a safe point, another takes its place, which is earlier. */
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

/** A searchable catalog as a file in the index bucket. */
export interface IndexFile {
  /** Never written twice. */
  key: string;
  /** As it was written: `search/index-format.ts` says what it means, and which ones can be read. */
  format?: unknown;
  bytes: number;
  /** Epoch milliseconds. */
  builtAt: number;
}

/** What a shop said of the version that was read; tells it what is known already. */
export interface SourceVersion {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** A part of a shop's listing. */
export interface Page {
  entries: readonly CatalogEntry[];
  /**
   * The safe point behind this page, for `ReadCall.from`: printable ASCII of at most 1 kB, stored in plain, so nothing secret and no
   * URL of the shop's own making, which may hold a key. Absent where a listing cannot be taken up again.
   */
  next?: string | undefined;
  /** Records of the shop in this page, those that are no entry included; default: as many as there are entries. */
  listed?: number | undefined;
  /** Records that the shop says it has in all: a listing that holds fewer than 99 % of them was cut short. */
  announced?: number | undefined;
  /** Of this page, as `Whole` says them of a listing: one that is taken up again would count only its last part. */
  changesAt?: number | undefined;
  problems?: Record<string, number> | undefined;
  /** To wait before the next page, where the shop's documentation or its answer asks for it. */
  pauseMilliseconds?: number | undefined;
}

/** What is known once a listing is whole. */
export interface Whole {
  version?: SourceVersion | undefined;
  /** When prices change by themselves, because a sale begins or ends; epoch milliseconds. */
  changesAt?: number | undefined;
  /** How many of the shop's records are left out or odd, by a reason's name. */
  problems?: Record<string, number> | undefined;
}

interface ReadCall {
  /** `next` of a page that is kept; absent: from the beginning. */
  from?: string | undefined;
  /** What the shop said of the version that is stored. */
  known?: SourceVersion | undefined;
  /** An empty folder of this reading's own, removed after it. */
  scratch: string;
}

/** The merchant's form and its proof: what every shop has. Bundled into the verification. */
export interface ShopForm<C extends Credentials = Credentials> {
  /** Besides the connector's own `websiteId` and `iadvizeApiKey`; in the order of the form. */
  readonly parameters: readonly Parameter[];
  /** Proves that the credentials open a usable catalog; answers one sentence of evidence for the merchant. */
  verify(shop: Shop<C>): Promise<string>;
  /** What the local run types to install its sample shop, whose address is `shop`; `feed` is what stands behind `--feed`, an address. */
  sample?(local: { shop: string; feed?: string | undefined }): C;
}

/**
 * A shop platform whose shops can be listed: it only reads; index, search, refresh and their safety are done around it. Methods
 * throw `ShopFailure` for what the shop or the merchant's settings got wrong; anything else counts as a fault of ours.
 */
export interface CatalogSource<C extends Credentials = Credentials> extends ShopForm<C> {
  /**
   * Everything that agents may find, page by page, in the order of the list. Ids are distinct; of equal ones the first counts.
   * Returns `Whole` only when the listing was whole; 'unchanged', before any page, when the shop says that it is still at `known`.
   */
  read(shop: Shop<C>, call: ReadCall): AsyncGenerator<Page, Whole | 'unchanged'>;
}

/**
 * What answers agents. Bundled into categories and products. The same query gives the same order while the catalog does not
 * change; an unknown category or a page past the end is an empty list.
 */
export interface Catalog<C extends Credentials = Credentials> {
  /**
   * The settings that it opens, as the merchant's form declares them. Absent: `shop.credentials` is empty, and the functions that
   * answer agents have no right to open any.
   */
  readonly parameters?: readonly Parameter[];
  categories(shop: Shop<C>, query: CategoryQuery): Promise<readonly Category[]>;
  products(shop: Shop<C>, query: ProductQuery): Promise<readonly Product[]>;
}

/** A shop that cannot be listed, or need not be: asked at every call of an agent. */
export interface LiveShop<C extends Credentials = Credentials> extends ShopForm<C>, Catalog<C> {
  readonly parameters: readonly Parameter[];
}
