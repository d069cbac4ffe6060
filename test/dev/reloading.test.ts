import { expect, it, vi } from 'vitest';
import { keepReloading } from '../../dev/reloading.ts';
import type { Change } from '../../dev/watch-sources.ts';

/** A run whose reloads end when the test says so, and a watcher that the test drives. */
function drive() {
  const reloads: { change: Change; end: (changed: string[]) => void; fail: (error: Error) => void }[] = [];
  let onChange: (change: Change) => void = () => {};
  const printed: string[] = [];
  void keepReloading(
    { reload: (change) => new Promise((end, fail) => reloads.push({ change, end, fail })) },
    {
      async watch(callback) {
        onChange = callback;
        return () => {};
      },
      print: (line) => printed.push(line),
      findTypeError: async () => undefined,
    },
  );
  return { reloads, printed, change: (change: Change) => onChange(change) };
}

it('says what was reloaded, and nothing when nothing that is served has changed', async () => {
  const { reloads, printed, change } = drive();
  change('bundles');
  reloads[0]!.end(['functions/products.ts']);
  await vi.waitFor(() => expect(printed).toHaveLength(1), 10_000);
  expect(printed[0]).toMatch(/^Reloaded functions\/products\.ts in \d+\.\d s$/);
  change('bundles');
  reloads[1]!.end([]);
  change('bundles');
  await vi.waitFor(() => expect(reloads).toHaveLength(3), 10_000);
  expect(printed).toHaveLength(1);
});

it('says in one line what cannot be built', async () => {
  const { reloads, printed, change } = drive();
  change('stack');
  reloads[0]!.fail(new Error('lib/a.ts:3:5: Unexpected "}"'));
  await vi.waitFor(() =>
    expect(printed).toEqual(['Not reloaded, the old version serves on: lib/a.ts:3:5: Unexpected "}"']),
  );
});

it('builds one change after the other, and what changed meanwhile once, the larger way', async () => {
  const { reloads, change } = drive();
  change('bundles');
  change('bundles');
  change('stack');
  change('bundles');
  expect(reloads.map((reload) => reload.change)).toEqual(['bundles']);
  reloads[0]!.end([]);
  await vi.waitFor(() => expect(reloads.map((reload) => reload.change)).toEqual(['bundles', 'stack']), 10_000);
  reloads[1]!.end([]);
});
