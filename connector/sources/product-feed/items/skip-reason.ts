/** Why an item of the feed is not served, and how a merchant is told: "1,204 have no image_link". */
export const skipReasons = {
  no_id: 'have no id',
  no_title: 'have no title',
  no_link: 'have no link',
  bad_link: 'have a link that is not an absolute http(s) address',
  no_image: 'have no image_link that is an absolute http(s) address',
  no_price: 'have no price',
  bad_price: 'have a price that is not one positive amount',
  unknown_currency: 'have a price without a known currency',
  too_long: 'have an id or a link that is too long',
  duplicate_id: 'repeat the id of an earlier item',
  too_many_variants: 'belong to a product that has too many variants',
} as const;

export type SkipReason = keyof typeof skipReasons;

export type SkipCounts = Record<SkipReason, number>;

export function noSkips(): SkipCounts {
  const counts: Partial<SkipCounts> = {};
  for (const reason of Object.keys(skipReasons) as SkipReason[]) counts[reason] = 0;
  return counts as SkipCounts;
}

/** The counts that are not zero as one phrase, most frequent first. */
export function describeSkips(counts: SkipCounts): string {
  return (Object.entries(counts) as [SkipReason, number][])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) =>
      count === 1 ? `1 ${singular(skipReasons[reason])}` : `${count.toLocaleString('en-US')} ${skipReasons[reason]}`,
    )
    .join(', ');
}

const singular = (text: string) => text.replace(/^have/, 'has').replace(/^(repeat|belong)/, '$1s');

export function totalOf(skipped: SkipCounts): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, 0);
}
