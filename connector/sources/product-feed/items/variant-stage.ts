import { DatabaseSync } from 'node:sqlite';
import type { Variant } from './map-item.ts';

/** A product's further variants do not count: no shop sells so many, and one product is held in memory. */
const maxVariants = 2_000;
/** UTF-16 units of one product's variants together. */
const maxGroupLength = 2 ** 24;

/**
 * Keeps the variants of a feed until all are read, for those of one product may stand anywhere. On disk when `path` is
 * that of a file, which must not exist and may be removed after `close`: memory then does not grow with the feed.
 */
export function variantStage(path: string) {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000; BEGIN;
    CREATE TABLE variant (place INTEGER PRIMARY KEY, id TEXT UNIQUE, leader INTEGER, json TEXT);
    CREATE TABLE product_group (id TEXT PRIMARY KEY, leader INTEGER) WITHOUT ROWID;
  `);
  const insert = database.prepare('INSERT INTO variant VALUES (?, ?, ?, ?)');
  const insertGroup = database.prepare('INSERT OR IGNORE INTO product_group VALUES (?, ?)');
  const leaderOf = database.prepare('SELECT leader FROM product_group WHERE id = ?');
  const hasId = database.prepare('SELECT 1 FROM variant WHERE id = ?');
  let place = 0;
  let latest: { group: string; leader: number } | undefined;

  /** Place of the first variant of the same product. */
  function leader(groupId: string | undefined): number {
    if (groupId === undefined) return place;
    if (latest?.group !== groupId) {
      insertGroup.run(groupId, place);
      latest = { group: groupId, leader: leaderOf.get(groupId)!.leader as number };
    }
    return latest.leader;
  }

  /** Answers false, and keeps nothing, when an earlier variant has the id. */
  function add(variant: Variant): boolean {
    place++;
    if (hasId.get(variant.id)) return false;
    insert.run(place, variant.id, leader(variant.groupId), JSON.stringify(variant));
    return true;
  }

  /** The variants of one product each, products in the order of the feed. `onTooMany` gets those beyond the limits. */
  function* products(onTooMany: (variant: Variant) => void): Generator<Variant[]> {
    database.exec('CREATE INDEX variant_by_leader ON variant (leader, place)');
    const rows = database.prepare('SELECT leader, json FROM variant ORDER BY leader, place');
    let current = 0;
    let group: Variant[] = [];
    let length = 0;
    for (const row of rows.iterate() as Iterable<{ leader: number; json: string }>) {
      if (row.leader !== current) {
        if (group.length > 0) yield group;
        current = row.leader;
        group = [];
        length = 0;
      }
      length += row.json.length;
      const variant: Variant = JSON.parse(row.json);
      if (group.length < maxVariants && length <= maxGroupLength) group.push(variant);
      else onTooMany(variant);
    }
    if (group.length > 0) yield group;
  }

  /** The group's id, else the item's; an item whose id is also a group's is another product and gets a prefix that no id has. */
  function productIds(): (variant: Variant) => string {
    const isGroup = database.prepare('SELECT 1 FROM product_group WHERE id = ?');
    const begins = ['variant', 'product_group'].map((table) =>
      database.prepare(`SELECT 1 FROM ${table} WHERE id >= ? AND id < ? LIMIT 1`),
    );
    let prefix = 'item:';
    while (begins.some((one) => one.get(prefix, `${prefix}\u{10ffff}`))) prefix += 'item:';
    return ({ id, groupId }) => groupId ?? (isGroup.get(id) ? prefix + id : id);
  }

  return { add, products, productIds, close: () => database.close() };
}
