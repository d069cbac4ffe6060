import type { Bundle } from './bundle-candidate.ts';
import type { Sample } from './measure.ts';

/** Of each candidate, a sample a round. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** Median of a figure. */
export function of(samples: readonly Sample[], figure: keyof Sample): number {
  return median(samples.map((sample) => sample[figure]));
}

/** Median of a figure's ratios, round by round. */
export function ratio(samples: readonly Sample[], base: readonly Sample[], figure: keyof Sample): number {
  return median(samples.map((sample, round) => sample[figure] / base[round]![figure]));
}

/** What `--json` writes. */
export interface Figures {
  rounds: number;
  driver: string;
  candidates: Record<string, Record<string, number>>;
}

export function figuresOf(
  samples: Samples,
  bundles: ReadonlyMap<string, Bundle>,
  { rounds, driver }: { rounds: number; driver: string },
): Figures {
  const bare = samples.get('bare')!;
  const candidates = Object.fromEntries(
    [...samples].map(([name, own]) => [
      name,
      {
        cold_ms: rounded(of(own, 'cold_ms')),
        ratio_to_bare: rounded(ratio(own, bare, 'cold_ms')),
        cpu_ms: rounded(of(own, 'cpu_ms')),
        cpu_ratio_to_bare: rounded(ratio(own, bare, 'cpu_ms')),
        warm_cpu_us: rounded(of(own, 'warm_cpu_us')),
        other_cpu_us: rounded(of(own, 'other_cpu_us')),
        rss_mb: rounded(of(own, 'rss_mb')),
        bundle_kb: rounded(bundles.get(name)!.bytes / 1000),
      },
    ]),
  );
  return { rounds, driver, candidates };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
