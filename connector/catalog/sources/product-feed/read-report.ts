import { noSkips, type SkipCounts, type SkipReason } from './skip-reason.ts';

const maxSamples = 3;

/** What was found while reading a feed. */
export class ReadReport {
  /** Items of the feed, variants and skipped ones included. */
  items = 0;
  readonly skipped: SkipCounts = noSkips();
  /** Ids of the first items skipped for each reason; `item 12`, counted from 1, for one without. */
  readonly samples: Partial<Record<SkipReason, string[]>> = {};

  skip(reason: SkipReason, id: string | undefined): void {
    this.skipped[reason]++;
    this.samples[reason] ??= [];
    if (this.samples[reason].length < maxSamples) this.samples[reason].push(id?.slice(0, 200) || `item ${this.items}`);
  }
}
