import { type Bundle, bundleCandidate } from './bundle-candidate.ts';
import type { Samples } from './figures.ts';
import type { Driver } from './function-process.ts';
import { measure, type Sample } from './measure.ts';
import type { Stub } from './stub.ts';

interface Run {
  rounds: number;
  /** Warm calls: so many to warm up, so many measured. */
  calls: number;
  driver: Driver;
  stub: Stub;
  /** Where bundles are written. */
  folder: string;
}

/** Candidates take turns within a round, in rotating order. One round more is run first, for the machine's caches, and dropped. */
export async function measureCandidates(
  names: readonly string[],
  { rounds, calls, driver, stub, folder }: Run,
): Promise<{ samples: Samples; bundles: Map<string, Bundle> }> {
  const bundles = new Map<string, Bundle>();
  for (const name of names) bundles.set(name, await bundleCandidate(name, sourceOf(name), folder));
  const samples = new Map<string, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of rotated(names, round)) {
      const sample = await measure(bundles.get(name)!.folder, stub, { calls, driver }, checkOf(name));
      if (round > 0) samples.get(name)!.push(sample);
    }
    progress(`round ${round} of ${rounds}`, round === rounds);
  }
  return { samples, bundles };
}

/** One line that is written over, where a terminal can do that. */
function progress(text: string, isLast: boolean): void {
  const { isTTY } = process.stderr;
  process.stderr.write(`${isTTY ? '\r' : ''}${text}${isTTY && !isLast ? '' : '\n'}`);
}

function sourceOf(name: string): string {
  return name.startsWith('connector') ? 'functions/products.ts' : `bench/cold-start/peers/${name}.ts`;
}

/** A candidate that does the work answers a page of products; the others answer nothing. */
function checkOf(name: string) {
  const expected = ['bare', 'http-only', 'aws-only'].includes(name) ? 0 : 20;
  return (result: string) => {
    const { statusCode, body, isBase64Encoded } = JSON.parse(result);
    const products = statusCode === 200 && JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
    if (products?.length !== expected) throw new Error(`${name} answered ${result.slice(0, 500)}`);
  };
}

function rotated<T>(list: readonly T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length]!);
}
