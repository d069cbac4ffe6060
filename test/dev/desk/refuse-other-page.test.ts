import { expect, it } from 'vitest';
import { refuseOtherPage } from '../../../dev/desk/refuse-other-page.ts';

const own = { host: '127.0.0.1:3001', origin: 'http://127.0.0.1:3001', 'content-type': 'application/json' };
const post = (headers: Record<string, string | undefined>) => refuseOtherPage('POST', '/api/products', headers);
const get = (path: string, headers: Record<string, string>) => refuseOtherPage('GET', path, headers);

it('lets its own page in, by either name of this machine', () => {
  expect(post(own)).toBeUndefined();
  expect(post({ ...own, 'sec-fetch-site': 'same-origin' })).toBeUndefined();
  expect(post({ ...own, host: 'localhost:3001', origin: 'http://localhost:3001' })).toBeUndefined();
  expect(get('/desk', { host: own.host, 'sec-fetch-site': 'cross-site' })).toBeUndefined();
  expect(get('/api/call', { host: own.host })).toBeUndefined();
});

it.for<[string, Record<string, string | undefined>]>([
  ['another port of this machine', { origin: 'http://127.0.0.1:3000' }],
  ['another site', { origin: 'https://evil.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['nobody who says who it is', { origin: undefined }],
  ['a request of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a form', { 'content-type': 'text/plain' }],
])('refuses %s', ([, headers]) => {
  expect(post({ ...own, ...headers })).toEqual(expect.any(String));
});

it('refuses a reading call of another site', () => {
  expect(get('/api/curl', { host: own.host, 'sec-fetch-site': 'same-site' })).toEqual(expect.any(String));
});
