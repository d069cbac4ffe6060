import * as z from 'zod/mini';
import { parseWebsite, type Website } from '../website.ts';
import { mustBe } from './invalid-request.ts';
import { parseQueryString } from './query-string.ts';

export interface Caller {
  website: Website;
  /** Only logged: one website, one install. */
  connectorVersion: string | undefined;
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

const maxQueryBytes = 8_192;
const maxTextLength = 500;

/** The query of `GET /categories` (contract §4), without `?`. Throws `Problem` that names the parameter. */
export function parseCategoriesQuery(rawQuery: string): Caller & CategoryQuery {
  const query = readQuery(rawQuery);
  const parent = text(query, 'idParent');
  return {
    ...caller(query),
    parentId: parent === '' || parent === 'null' ? null : parent,
    limit: limitUpTo(1_000, query),
    offset: offset(query),
  };
}

/** The query of `GET /products` (contract §5), without `?`. Throws `Problem` that names the parameter. */
export function parseProductsQuery(rawQuery: string): Caller & ProductQuery {
  const query = readQuery(rawQuery);
  return {
    ...caller(query),
    categoryId: text(query, 'idCategory') || undefined,
    text: searchText(query, 'searchQuery') || searchText(query, 'search[default][contains]') || undefined,
    limit: limitUpTo(100, query) ?? 20,
    offset: offset(query),
  };
}

export function readQuery(rawQuery: string): URLSearchParams {
  if (Buffer.byteLength(rawQuery) > maxQueryBytes) throw mustBe('query', `at most ${maxQueryBytes} bytes`);
  return parseQueryString(rawQuery, 'query');
}

/** Who a query of the desk or of the marketplace is for. Throws `Problem` that names the parameter. */
export function caller(query: URLSearchParams): Caller {
  const website = parseWebsite(single(query, 'idWebsite') ?? '');
  if (website === undefined) throw mustBe('idWebsite', 'a platform and a number, such as ha-123');
  const version = query.get('idConnectorVersion');
  return { website, connectorVersion: version && version.length <= 100 ? version : undefined };
}

/** One value: of two different ones, neither can be trusted. */
function single(query: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = query.getAll(name);
  if (others.some((other) => other !== value)) throw mustBe(name, 'given once');
  return value;
}

export function text(query: URLSearchParams, name: string): string | undefined {
  const value = single(query, name);
  if (value !== undefined && value.length > maxTextLength) throw mustBe(name, `at most ${maxTextLength} characters`);
  return value;
}

function searchText(query: URLSearchParams, name: string): string | undefined {
  return text(query, name)?.trim();
}

function limitUpTo(max: number, query: URLSearchParams): number | undefined {
  const value = single(query, 'limit');
  if (value === undefined) return undefined;
  const limit = wholeNumber(value);
  if (!(limit >= 1 && limit <= max)) throw mustBe('limit', `a whole number from 1 to ${max}`);
  return limit;
}

/** Beyond any catalog's end is past the end, which is an empty page, not an error: so a huge offset is only capped. */
function offset(query: URLSearchParams): number {
  const value = wholeNumber(single(query, 'offset') ?? '0');
  if (Number.isNaN(value)) throw mustBe('offset', 'a whole number from 0');
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}

/** Plain decimal digits only: no sign, point, exponent or space. */
function wholeNumber(value: string): number {
  return /^[0-9]+$/.test(value) ? Number(value) : Number.NaN;
}

/** One category of the answer. Marked pure, as is the product's: the functions write answers and do not carry the schemas. */
export const categorySchema = /* @__PURE__ */ defineCategorySchema();
export type WireCategory = z.infer<typeof categorySchema>;

function defineCategorySchema() {
  return z.strictObject({
    id: filledText(),
    idParent: z.nullable(filledText()),
    label: filledText(),
    products: z.nullable(z.array(filledText())),
    productsCount: z.int().check(z.nonnegative()),
  });
}

/** One product of the answer. Prices are texts with their currency. */
export const productSchema = /* @__PURE__ */ defineProductSchema();
export type WireProduct = z.infer<typeof productSchema>;

function defineProductSchema() {
  return z.strictObject({
    id: filledText(),
    title: filledText(),
    productUrl: absoluteUrl(),
    brand: z.nullable(z.string()),
    description: z.string(),
    shortDescription: z.nullable(z.string()),
    available: z.boolean(),
    imageUrl: absoluteUrl(),
    reference: z.nullable(z.string()),
    priceCatalog: filledText(),
    pricePromotion: z.nullable(filledText()),
    priceSpecial: z.nullable(filledText()),
  });
}

function filledText() {
  return z.string().check(z.minLength(1));
}

function absoluteUrl() {
  return z.string().check(z.refine(isAbsoluteUrl));
}

/** Contract §5. White space never stands in a URL, although `URL` forgives it. */
export function isAbsoluteUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}
