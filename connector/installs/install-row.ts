import * as z from 'zod/mini';
import { type CatalogState, catalogStateSchema } from '../catalog/stored-index/stored-index.ts';
import { installTableKey, installTableTtl } from '../environment.ts';
import { parseWebsite, type Website } from '../website.ts';
import { expiryOf, type Install } from './install.ts';

/** A row of the install table. Every write raises `revision` by one. */
export interface InstallRow {
  website: Website;
  revision: number;
  install: Install;
}

const whole = z.pipe(
  z.object({ N: z.string().check(z.regex(/^-?\d{1,16}$/)) }),
  z.transform(({ N }) => Number(N)),
);
const text = z.pipe(
  z.object({ S: z.string().check(z.minLength(1)) }),
  z.transform(({ S }) => S),
);
const catalogState = z.pipe(
  text,
  z.transform((json, context): CatalogState => {
    const { data } = z.safeParse(catalogStateSchema, parseJson(json));
    if (data) return data;
    context.issues.push({ code: 'custom', input: undefined, message: 'Expected the state of a catalog' });
    return z.NEVER;
  }),
);
const set = { sealed: text, verifiedAt: whole, catalog: z.optional(catalogState) };

function map<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.pipe(
    z.object({ M: z.object(shape) }),
    z.transform(({ M }) => M),
  );
}

const rowSchema = z.object({
  [installTableKey]: text,
  revision: whole,
  versions: z.object({
    M: z.record(z.string(), map({ installedAt: z.optional(whole), uninstalledAt: z.optional(whole) })),
  }),
  verifiedAt: z.optional(whole),
  active: z.optional(map(set)),
  pending: z.optional(map({ ...set, expiresAt: whole })),
});

/** Reads a row as DynamoDB JSON. Throws for one that is not of this shape, without its values. */
export function parseRow(item: Record<string, unknown>): InstallRow {
  const { data, error } = rowSchema.safeParse(item);
  const website = parseWebsite(String((item[installTableKey] as { S?: unknown } | undefined)?.S));
  if (error || !website) {
    const [issue] = error?.issues ?? [];
    const place = issue
      ? `${issue.path.join('.')}: ${issue.message}`
      : `${installTableKey}: expected one such as ha-123`;
    throw new Error(`The row of ${website ?? 'an unknown website'} in the install table is corrupt. ${place}`);
  }
  const { revision, versions, verifiedAt, active, pending } = data;
  return { website, revision, install: { versions: versions.M, verifiedAt, active, pending } };
}

/** Writes a row as DynamoDB JSON. An attribute that is undefined is left out by JSON. */
export function rowItem({ website, revision, install }: InstallRow): object {
  const { versions, verifiedAt, active, pending } = install;
  const expiry = expiryOf(install);
  return {
    [installTableKey]: { S: website },
    revision: number(revision),
    versions: { M: Object.fromEntries(Object.entries(versions).map(([id, times]) => [id, attributes(times)])) },
    verifiedAt: verifiedAt === undefined ? undefined : number(verifiedAt),
    active: active && attributes(active),
    pending: pending && attributes(pending),
    [installTableTtl]: expiry === undefined ? undefined : number(Math.ceil(expiry / 1000)),
  };
}

function attributes(values: object): object {
  return {
    M: Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, attribute(value)]),
    ),
  };
}

function attribute(value: unknown): object {
  if (typeof value === 'number') return number(value);
  return { S: typeof value === 'string' ? value : JSON.stringify(value) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function number(value: number): object {
  return { N: String(value) };
}
