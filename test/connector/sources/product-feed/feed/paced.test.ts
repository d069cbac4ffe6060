import { expect, test } from 'vitest';
import { paced } from '../../../../../connector/sources/product-feed/feed/paced.ts';

function* slowly(): Generator<number> {
  for (let i = 0; ; i++) {
    const until = performance.now() + 5;
    while (performance.now() < until);
    yield i;
  }
}

test('lets a timer run before work without end is done', async () => {
  let rung = false;
  setTimeout(() => {
    rung = true;
  }, 0);
  for await (const _ of paced(slowly())) if (rung) break;
  expect(rung).toBe(true);
});

test('throws the reason of a signal that a timer aborts', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 0);
  await expect(
    (async () => {
      for await (const _ of paced(slowly(), stop.signal));
    })(),
  ).rejects.toThrow('enough');
});

test('passes every value on, in order', async () => {
  const values: number[] = [];
  for await (const value of paced([3, 1, 2])) values.push(value);
  expect(values).toEqual([3, 1, 2]);
});
