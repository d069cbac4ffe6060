import { afterEach, expect, it } from 'vitest';
import { closeShops } from '../../helpers/hostile-shop.ts';
import { all, now, startRestPlatform } from '../../helpers/rest-platform.ts';

afterEach(closeShops);

const day = 86_400_000;

it('the platform answers three months and refuses more', async () => {
  const { api, asked } = await startRestPlatform();
  const last = await all(api.conversation.list());
  expect(last.length).toBeGreaterThan(100);
  expect(last.length).toBeLessThan(140);
  const from = new Date(now - 400 * day);
  expect((await all(api.conversation.list({ from }))).length).toBeLessThan(140);
  expect(asked.every(({ request }) => !request.url.includes('to%5D'))).toBe(true);
});

it('a longer period is walked in steps, and brings every conversation once', async () => {
  const { api, asked } = await startRestPlatform();
  const found = await all(api.conversation.list({ from: new Date(now - 400 * day), to: new Date(now) }, { limit: 37 }));
  const ids = found.map(({ id }) => id).sort((a, b) => a - b);
  expect(ids).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  const periods = new Set(asked.map(({ request }) => /filters\[from\]=([^&]*)/.exec(request.url)![1]));
  expect(periods.size).toBe(5);
});

it('a period is one of the filters among the others', async () => {
  const { api } = await startRestPlatform();
  const filters = { from: '2025-11-01', to: '2026-11-28', operator_id: 3, channel: 'call' } as const;
  const found = await all(api.conversation.list(filters, { full: true }));
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ operator_id, channel }) => `${operator_id} ${channel}`))).toEqual(new Set(['3 call']));
});
