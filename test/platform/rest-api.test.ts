import { expect, it } from 'vitest';
import { type ApiKeys, answerRestCall, type RestCall } from '../../platform/rest-api.ts';

const keys: ApiKeys = new Map([['good', (website) => website < 100]]);
const ask = (pathAndQuery: string, headers: RestCall['headers'] = { 'x-api-key': 'good' }) =>
  JSON.parse(answerRestCall({ method: 'GET', pathAndQuery, headers }, keys).body);

it('shows a website that the owner of the key has a right on', () => {
  expect(ask('/website/12')).toMatchObject({ meta: { status: 'success' }, data: { id: 12, _link: '/website/12' } });
});

it('takes the key as a header, a parameter or the user name of Basic authentication', () => {
  const success = { meta: { status: 'success' } };
  const basic = `Basic ${Buffer.from('good:anything').toString('base64')}`;
  expect(ask('/website/1', { 'x-api-key': 'good' })).toMatchObject(success);
  expect(ask('/website/1?key=good', {})).toMatchObject(success);
  expect(ask('/website/1', { authorization: basic })).toMatchObject(success);
});

it('answers Forbidden to a wrong key and to none', () => {
  const forbidden = { meta: { status: 'error', message: 'Forbidden' } };
  expect(ask('/website/1', { 'x-api-key': 'wrong' })).toEqual(forbidden);
  expect(ask('/website/1', {})).toEqual(forbidden);
});

it('answers fail for a website of somebody else, as for one that does not exist', () => {
  expect(ask('/website/456')).toEqual({ meta: { status: 'fail', message: "Unknown 'website' with 'id' 456." } });
  expect(ask('/operator/1')).toMatchObject({ meta: { status: 'fail' } });
  expect(ask('/website')).toMatchObject({ meta: { status: 'fail' } });
});
