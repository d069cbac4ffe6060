import { afterEach, expect, it, vi } from 'vitest';
import { isAllowListed } from '../../../connector/guarded-http/shop-url.ts';

afterEach(() => vi.unstubAllEnvs());

it('the default port of either scheme is on the allow-list by its number', () => {
  vi.stubEnv('LOCAL_SHOP_HOSTS', '127.0.0.1:443,127.0.0.2:80');
  const listed = (url: string) => isAllowListed(new URL(url));
  expect(['https://127.0.0.1/', 'https://127.0.0.1:443/', 'http://127.0.0.2/'].map(listed)).toEqual([true, true, true]);
  expect(['http://127.0.0.1/', 'https://127.0.0.2/'].map(listed)).toEqual([false, false]);
});
