import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { parameters } from '../../../../connector/sources/product-feed/parameters.ts';

function read(key: string, value: unknown) {
  const result = z.safeParse(parameters.find((parameter) => parameter.key === key)!.schema, value);
  return result.success ? { value: result.data } : { message: result.error.issues[0]!.message };
}

describe('the product feed’s parameters', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('take a public https address and its surrounding space', () =>
    expect(read('feedUrl', '  https://shop.example/feed.xml?key=1 ')).toEqual({
      value: 'https://shop.example/feed.xml?key=1',
    }));

  it.each([
    ['', /begins with https/],
    ['shop.example/feed.xml', /begins with https/],
    ['http://shop.example/feed.xml', /begins with https/],
    ['https://shop.example:8443/feed.xml', /without a port/],
    ['https://127.0.0.1/feed.xml', /public/],
    ['ftp://shop.example/feed', /begins with https/],
    ['https://user:secret@shop.example/feed.xml', /fields made for them/],
    [`https://shop.example/${'x'.repeat(2000)}`, /2,000 characters/],
    [true, /begins with https/],
  ])('refuse %s as a feed URL', (value, message) => {
    const answer = read('feedUrl', value);
    expect(answer.message).toMatch(message);
    expect(answer.message).not.toContain('secret');
  });

  it('take a shop of the local run by http', () => {
    vi.stubEnv('LOCAL_SHOP_HOSTS', 'localhost:3002');
    expect(read('feedUrl', 'http://localhost:3002/feed.xml')).toEqual({ value: 'http://localhost:3002/feed.xml' });
  });

  it('take a user and a password as Basic authentication can carry them', () => {
    expect(read('feedUser', ' me ')).toEqual({ value: 'me' });
    expect(read('feedPassword', ' pass:wörd ')).toEqual({ value: ' pass:wörd ' });
    expect(read('feedUser', 'a:b').message).toMatch(/colon/);
    expect(read('feedUser', 'a\nb').message).toMatch(/user/);
    expect(read('feedPassword', 'x'.repeat(201)).message).toMatch(/200/);
  });
});
