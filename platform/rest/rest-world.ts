import { seedRows } from './seed-rows.ts';

/** One of a resource, as the platform's JSON has it. */
export type Row = { id: number } & Record<string, unknown>;

/** What the platform knows, in memory: writes stay until it is thrown away. */
export interface RestWorld {
  /** By resource; `live` holds the operators' availability. */
  rows: Map<string, Map<number, Row>>;
  /** The platform's clock. */
  now(): number;
}

/** A small call centre: the same one each time, its conversations over the year before `now`. */
export function openRestWorld(now: () => number = Date.now): RestWorld {
  const rows = Object.entries(seedRows(now())).map(([name, each]): [string, Map<number, Row>] => [
    name,
    new Map(each.map((row) => [row.id, row])),
  ]);
  return { rows: new Map(rows), now };
}

export function rowsOf({ rows }: RestWorld, name: string): Map<number, Row> {
  let found = rows.get(name);
  if (!found) {
    found = new Map();
    rows.set(name, found);
  }
  return found;
}

export function nextId(world: RestWorld, name: string): number {
  return Math.max(0, ...rowsOf(world, name).keys()) + 1;
}
