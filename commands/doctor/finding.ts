/** `error`: agents cannot find these items. `warning`: they see something wrong. `note`: it could be better. */
export type Severity = 'error' | 'warning' | 'note';

export const severities: readonly Severity[] = ['error', 'warning', 'note'];

export interface Sample {
  /** Of the item, the category or the query. */
  id: string;
  /** What is wrong, as the shop has it. */
  value: string | null;
}

export interface Finding {
  /** Names the reason for programs: `no_price`. */
  code: string;
  severity: Severity;
  /** What is counted. */
  unit: 'item' | 'product' | 'category' | 'search' | 'shop' | 'feed';
  /** What holds for several of them: "have no price". */
  text: string;
  /** What to do about it. */
  advice: string;
  count: number;
  /** At most three. */
  samples: Sample[];
}

/** What it means, the same wherever it is found. */
export type Explanation = Pick<Finding, 'severity' | 'unit' | 'text' | 'advice'>;

/** What is left to explain. */
export type Found = Pick<Finding, 'code' | 'count' | 'samples'>;

export const maxSamples = 3;

/** `1,204 items have no price`, `1 item has no price`. */
export function sentenceOf({ count, unit, text }: Finding): string {
  const number = count.toLocaleString('en-US');
  if (count === 1) return `${number} ${unit} ${text.replace(/^\w+/, (verb) => singular[verb] ?? verb)}`;
  return `${number} ${unit === 'category' ? 'categories' : unit === 'search' ? 'searches' : `${unit}s`} ${text}`;
}

const singular: Record<string, string> = {
  have: 'has',
  are: 'is',
  say: 'says',
  cost: 'costs',
  hold: 'holds',
  find: 'finds',
  repeat: 'repeats',
  belong: 'belongs',
};

export function worstOf(findings: readonly Finding[]): Severity | undefined {
  return severities.find((severity) => findings.some((finding) => finding.severity === severity));
}
