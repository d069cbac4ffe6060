import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { allButOne, anyOf, anywhere, inCategory, inHead, inTitle, type Match, rarest, tiers } from './query-plan.ts';
import { type QueryWord, vocabularyOf } from './query-word.ts';
import { rankCandidate } from './rank-candidate.ts';
import { referencesOf } from './reference-lookup.ts';

/** Products ranked by their words. Ranking every match of a common word takes 650 ms in a million products. */
const maxCandidates = 300;
/** The same for products that lack a word. */
const maxLesserCandidates = 100;
/** Characters of a query that count. */
const maxText = 500;

const nothing = { words: [], unknown: [] };

interface Candidate {
  row: number;
  tier: number;
  score: number;
}

interface Found {
  ranked: Candidate[];
  /** Goes on where `ranked` ends, in row order; undefined when `ranked` is all there is. */
  rest: Match | undefined;
}

/**
 * Answers pages of row ids. The list of one query is: the candidates of each tier by score, then row; after them, when a
 * query had more matches than candidates, its other matches by row, and nothing of the lower tiers. It is the same for
 * every page, so pages neither repeat nor skip.
 */
export class ProductSearch {
  readonly #vocabulary: ReturnType<typeof vocabularyOf>;
  readonly #candidates: Record<Match['table'], StatementSync>;
  readonly #page: Record<Match['table'], StatementSync>;
  readonly #among: Record<Match['table'], StatementSync>;
  readonly #rankingAt: StatementSync;
  readonly #references: ReturnType<typeof referencesOf>;

  constructor(database: DatabaseSync) {
    this.#vocabulary = vocabularyOf(database);
    const forBoth = (sql: (table: string) => string) => ({
      head: database.prepare(sql('head')),
      everything: database.prepare(sql('everything')),
    });
    this.#candidates = forBoth(
      (table) => `SELECT ${table}.rowid AS row, words.words FROM ${table} CROSS JOIN ranking AS words
        ON words.row = ${table}.rowid WHERE ${table} MATCH ? ORDER BY ${table}.rowid LIMIT ?`,
    );
    this.#page = forBoth(
      (table) => `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ? OFFSET ?`,
    );
    this.#among = forBoth(
      (table) =>
        `SELECT rowid AS row FROM ${table} WHERE ${table} MATCH ? AND rowid IN (SELECT value FROM json_each(?))`,
    );
    this.#rankingAt = database.prepare('SELECT words FROM ranking WHERE row = ?');
    this.#references = referencesOf(database);
  }

  categoryPage(category: number, limit: number, offset: number): number[] {
    return this.#pageOf(inCategory(category), limit, offset);
  }

  textPage(text: string, category: number | undefined, limit: number, offset: number): number[] {
    const { ranked, rest } = this.#find(text.slice(0, maxText), category, offset + limit);
    const page = ranked.slice(offset, offset + limit).map(({ row }) => row);
    if (page.length === limit || rest === undefined) return page;
    return [...page, ...this.#restPage(rest, ranked, limit - page.length, Math.max(0, offset - ranked.length))];
  }

  /** Skips what `ranked` showed already: its rows before the fetched ones moved the offset, those among them go. */
  #restPage(rest: Match, ranked: readonly Candidate[], limit: number, offset: number): number[] {
    const shown = this.#filter(
      rest,
      ranked.map(({ row }) => row),
    );
    const rows = this.#pageOf(rest, limit + shown.size, offset);
    const before = [...shown].filter((row) => row < rows[0]!).length;
    return rows.filter((row) => !shown.has(row)).slice(before, before + limit);
  }

  /** Tier by tier until the page is full: later tiers cannot change it. A query that was cut short is the last one. */
  #find(text: string, category: number | undefined, pageEnd: number): Found {
    const found = new Map<number, Candidate>();
    let rest: Match | undefined;
    const done = () => rest !== undefined || found.size >= pageEnd;
    const addReferences = (rows: number[], tier: number, words: readonly QueryWord[] = []) => {
      for (const row of category === undefined ? rows : this.#filter(inCategory(category), rows)) {
        if (!found.has(row)) found.set(row, { row, tier, score: this.#scoreOf(row, words) });
      }
    };
    /** Answers whether anything matched. */
    const run = (match: Match, words: readonly QueryWord[], tier: number): boolean => {
      if (rest !== undefined) return true;
      const limit = tier === tiers.everyWord ? maxCandidates : maxLesserCandidates;
      const rows = this.#candidates[match.table].all(match.expression, limit);
      for (const { row, words: ranking } of rows as { row: number; words: string }[]) {
        if (!found.has(row)) found.set(row, { row, tier, score: rankCandidate(ranking, words) });
      }
      if (rows.length === limit) rest = match;
      return rows.length > 0;
    };

    addReferences(this.#references.exact(text), tiers.reference);
    const { words: typed, unknown } = done() ? nothing : this.#vocabulary.read(text);
    addReferences(this.#references.ofUnknown(unknown), tiers.referenceOfUnknownWord, typed);
    if (!done() && typed.length > 0) {
      const everyWord = [inTitle, inHead, anywhere].map((match) => run(match(typed, category), typed, tiers.everyWord));
      const matched = everyWord.includes(true);
      if (rest?.table === 'head') rest = (typed.every(({ complete }) => complete) ? anywhere : inHead)(typed, category);
      if (!done()) addReferences(this.#references.ofWords(typed.map((word) => word.typed)), tiers.referenceOfWord);
      if (!done()) addReferences(this.#references.begun(text), tiers.referenceBegun);
      const words = matched ? typed : typed.map(this.#vocabulary.withTypos);
      if (!matched) run(anywhere(words, category), words, tiers.everyWordWithTypos);
      if (!done() && words.length > 2) run(allButOne(words, category), words, tiers.allWordsButOne);
      if (!done() && words.length > 1) run(rarest(words, category), words, tiers.rarestWord);
      if (!done() && words.length > 1) run(anyOf(words, category), words, tiers.anyWord);
    }
    const ranked = [...found.values()].sort((a, b) => a.tier - b.tier || b.score - a.score || a.row - b.row);
    return { ranked, rest };
  }

  #scoreOf(row: number, words: readonly QueryWord[]): number {
    return words.length === 0 ? 0 : rankCandidate(this.#rankingAt.get(row)!.words as string, words);
  }

  #pageOf({ table, expression }: Match, limit: number, offset: number): number[] {
    return this.#page[table].all(expression, limit, offset).map(({ row }) => row as number);
  }

  #filter({ table, expression }: Match, rows: readonly number[]): Set<number> {
    if (rows.length === 0) return new Set();
    return new Set(this.#among[table].all(expression, JSON.stringify(rows)).map(({ row }) => row as number));
  }
}
