import { type Found, maxSamples } from './finding.ts';

/** How often each thing was found, with the first samples. */
export class Tally<Code extends string> {
  readonly #found = new Map<Code, Found>();

  add(code: Code, id: string, value: string | null): void {
    const found = this.#found.get(code) ?? { code, count: 0, samples: [] };
    this.#found.set(code, found);
    found.count++;
    if (found.samples.length === maxSamples) return;
    found.samples.push({ id: shortened(id), value: value === null ? null : shortened(value) });
  }

  get found(): Found[] {
    return [...this.#found.values()];
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
