import { maxSamples, type Sample } from './finding.ts';

interface Priced {
  id: string;
  amount: number;
}

interface Outliers {
  count: number;
  samples: Sample[];
}

const stepsPerDecade = 20;
const farAway = 100;

/** How the prices in one currency spread, to within an eighth, in memory that does not grow with their number. */
export class PriceSpread {
  readonly currency: string;
  count = 0;
  /** Three each, the most extreme first. */
  readonly lowest: Priced[] = [];
  readonly highest: Priced[] = [];
  /** Amounts by their logarithm. */
  readonly #steps = new Map<number, number>();

  constructor(currency: string) {
    this.currency = currency;
  }

  add(id: string, amount: number): void {
    this.count++;
    const step = Math.round(Math.log10(amount) * stepsPerDecade);
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    place(this.lowest, { id, amount }, (a, b) => a.amount - b.amount);
    place(this.highest, { id, amount }, (a, b) => b.amount - a.amount);
  }

  /** About. */
  median(): number {
    return 10 ** (this.#medianStep() / stepsPerDecade);
  }

  /** Counts may err for prices near the limits. */
  outliers(): { above: Outliers; below: Outliers } {
    const middle = this.#medianStep();
    const distance = Math.log10(farAway) * stepsPerDecade;
    const counted = (isFar: (step: number) => boolean) =>
      [...this.#steps].reduce((sum, [step, count]) => sum + (isFar(step) ? count : 0), 0);
    const above = counted((step) => step > middle + distance);
    const below = counted((step) => step < middle - distance);
    return {
      above: { count: above, samples: this.highest.slice(0, above).map((one) => this.#sample(one)) },
      below: { count: below, samples: this.lowest.slice(0, below).map((one) => this.#sample(one)) },
    };
  }

  #medianStep(): number {
    let before = 0;
    for (const [step, count] of [...this.#steps].sort(([a], [b]) => a - b)) {
      before += count;
      if (before * 2 >= this.count) return step;
    }
    return 0;
  }

  #sample({ id, amount }: Priced): Sample {
    return { id, value: `${amount} ${this.currency}, middle price about ${this.median().toPrecision(2)}` };
  }
}

function place(list: Priced[], one: Priced, order: (a: Priced, b: Priced) => number): void {
  if (list.length === maxSamples && order(one, list.at(-1)!) >= 0) return;
  list.push(one);
  list.sort(order);
  list.length = Math.min(list.length, maxSamples);
}
