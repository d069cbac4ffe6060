/** Repeatable chance. */
export type Random = ReturnType<typeof randomFrom>;

/** The same seed gives the same sequence on every machine. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;

  /** mulberry32: from 0 to below 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const below = (end: number) => Math.floor(next() * end);

  return {
    next,
    below,
    pick: <T>(list: readonly T[]): T => list[below(list.length)]!,
    /** 0 is the most frequent: the density falls as 1/rank, as word frequencies do. */
    zipf: (end: number) => Math.min(end - 1, Math.max(0, Math.floor(end ** next()) - 1)),
    sample<T>(list: readonly T[], count: number): T[] {
      const left = [...list];
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]!);
    },
  };
}
