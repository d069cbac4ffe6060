import { installTableKey, installTableTtl } from '../environment.ts';
import { parseWebsite, type Website } from '../website.ts';
import { type CatalogState, isCatalogState, isPass } from './catalog-state.ts';
import { expiryOf, type Install, type Registers, type SealedSet } from './install.ts';

/** A row of the install table. Every write raises `revision` by one. */
export interface InstallRow {
  website: Website;
  revision: number;
  install: Install;
}

/**
 * Reads a row as DynamoDB JSON. Throws for one that is not of this shape, without its values. By hand: agents wait for this
 * on a new instance, and a schema library took 12 ms of its CPU to load and to run once.
 */
export function parseRow(item: Record<string, unknown>): InstallRow {
  const website = parseWebsite(String((item[installTableKey] as { S?: unknown } | undefined)?.S));
  try {
    if (!website) throw new Misshapen(installTableKey, 'one such as ha-123');
    const versions = Object.entries(fields(item.versions, 'versions')).map(
      ([id, times]) => [id, registers(times, `versions.M.${id}`)] as const,
    );
    return {
      website,
      revision: whole(item.revision, 'revision'),
      install: {
        versions: Object.fromEntries(versions),
        verifiedAt: optional(whole, item.verifiedAt, 'verifiedAt'),
        active: optional(sealedSet, item.active, 'active'),
        pending: optional(pendingSet, item.pending, 'pending'),
      },
    };
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    const of = website ?? 'an unknown website';
    throw new Error(`The row of ${of} in the install table is corrupt. ${error.message}`);
  }
}

class Misshapen extends Error {
  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}.`);
  }
}

function optional<Value>(
  read: (value: unknown, path: string) => Value,
  value: unknown,
  path: string,
): Value | undefined {
  return value === undefined ? undefined : read(value, path);
}

function registers(value: unknown, path: string): Registers {
  const read = fields(value, path);
  const registers: Registers = {};
  for (const name of ['installedAt', 'uninstalledAt'] as const) {
    if (read[name] !== undefined) registers[name] = whole(read[name], `${path}.M.${name}`);
  }
  for (const name of ['installedAhead', 'uninstalledAhead'] as const) {
    if (read[name] !== undefined) registers[name] = wholes(read[name], `${path}.M.${name}`);
  }
  return registers;
}

function sealedSet(value: unknown, path: string): SealedSet {
  const { sealed, verifiedAt, catalog } = fields(value, path);
  return {
    sealed: text(sealed, `${path}.M.sealed`),
    verifiedAt: whole(verifiedAt, `${path}.M.verifiedAt`),
    ...(catalog !== undefined && { catalog: catalogState(catalog, `${path}.M.catalog`) }),
  };
}

function pendingSet(value: unknown, path: string): SealedSet & { expiresAt: number } {
  return { ...sealedSet(value, path), expiresAt: whole(fields(value, path).expiresAt, `${path}.M.expiresAt`) };
}

function catalogState(value: unknown, path: string): CatalogState {
  const state = parseJson(text(value, path));
  if (!isCatalogState(state)) throw new Misshapen(path, 'the state of a catalog');
  const { pass, ...others } = state;
  return isPass(pass) ? { ...others, pass } : others;
}

function fields(value: unknown, path: string): Record<string, unknown> {
  const { M: map } = (value ?? {}) as { M?: unknown };
  if (typeof map !== 'object' || map === null) throw new Misshapen(path, 'a map');
  return map as Record<string, unknown>;
}

function whole(value: unknown, path: string): number {
  const { N: digits } = (value ?? {}) as { N?: unknown };
  if (typeof digits !== 'string' || !/^-?\d{1,16}$/.test(digits)) throw new Misshapen(path, 'a whole number');
  return Number(digits);
}

function wholes(value: unknown, path: string): number[] {
  const { L: items } = (value ?? {}) as { L?: unknown };
  if (!Array.isArray(items)) throw new Misshapen(path, 'a list');
  return items.map((item, index) => whole(item, `${path}.L[${index}]`));
}

function text(value: unknown, path: string): string {
  const { S: characters } = (value ?? {}) as { S?: unknown };
  if (typeof characters !== 'string' || characters === '') throw new Misshapen(path, 'a text');
  return characters;
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
  if (Array.isArray(value)) return { L: value.map(number) };
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
