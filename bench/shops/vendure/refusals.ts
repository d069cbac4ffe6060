import { vendureApi } from '../../../dev/sample-shop/apis/vendure.ts';
import { products } from '../../../dev/sample-shop/products.ts';
import { channelQuery, productsQuery } from '../../../connector/sources/vendure/queries.ts';
import type { Admin } from './admin.ts';

interface Call {
  query: unknown;
  variables?: Record<string, unknown>;
  search?: string;
  token?: string;
}

const page = { skip: 0, take: 100 };

/** What a server refuses, and what it does not although one might think so. */
const calls: Record<string, Call> = {
  'the channel': { query: channelQuery, variables: page },
  'a page': { query: productsQuery, variables: page },
  'too large a page': { query: productsQuery, variables: { ...page, take: 101 } },
  'too large a page, in French': { query: productsQuery, variables: { ...page, take: 101 }, search: '?languageCode=fr' },
  'an unknown field': { query: '{ nothing }' },
  'no GraphQL': { query: '{' },
  'no query': { query: '' },
  'an unknown currency': { query: channelQuery, variables: page, search: '?currencyCode=GBP' },
  'an unknown currency, in French': { query: channelQuery, variables: page, search: '?languageCode=fr&currencyCode=GBP' },
  'an unknown language': { query: channelQuery, variables: page, search: '?languageCode=xx' },
  'an unknown token': { query: channelQuery, variables: page, token: 'no-such-channel' },
};

/** What the played shop answers otherwise than the server, by status, codes, the texts of wrong input and whether there are data: a line each. At last the server gets a second channel. */
export async function differingRefusals(origin: string, admin: Admin): Promise<string[]> {
  const one = await compareAll(origin, 'one channel', ['one']);
  await addChannel(admin);
  return [...one, ...(await compareAll(origin, 'two channels', ['one', 'two']))];
}

async function compareAll(origin: string, title: string, channels: string[]): Promise<string[]> {
  const api = vendureApi(products, { channels });
  const differences: string[] = [];
  for (const [name, { query, variables, search = '', token }] of Object.entries(calls)) {
    const url = new URL(`${origin}/shop-api${search}`);
    const headers = { 'content-type': 'application/json', ...(token && { 'vendure-token': token }) };
    const body = JSON.stringify({ query, variables });
    const real = await fetch(url, { method: 'POST', headers, body });
    const played = api({ method: 'POST', url, headers, body })!;
    const [there, here] = [outline(real.status, await real.text()), outline(played.status, played.body)];
    if (there !== here) differences.push(`${title}, ${name}: the played shop answers ${here}, the server ${there}`);
  }
  return differences;
}

function outline(status: number, body: string): string {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
  const codes = errors.map(({ message, extensions: { code } }) => (code === 'USER_INPUT_ERROR' ? `${code} ${message}` : code));
  return [status, ...new Set(codes), data ? 'with data' : 'without data'].join(' ');
}

async function addChannel(admin: Admin): Promise<void> {
  const { zones } = await admin<{ zones: { items: { id: string }[] } }>('{ zones { items { id } } }');
  const zone = zones.items[0]!.id;
  const input = {
    ...{ code: 'second', token: 'second-token', defaultLanguageCode: 'en', pricesIncludeTax: true },
    ...{ defaultCurrencyCode: 'USD', defaultTaxZoneId: zone, defaultShippingZoneId: zone },
  };
  await admin('mutation($input: CreateChannelInput!) { createChannel(input: $input) { __typename } }', { input });
}
