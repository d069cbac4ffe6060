import type { Website } from '../connector/website.ts';
import { exampleEvent } from '../platform/events.ts';
import { listProducts, type RegisteredConnector, rawQuery } from '../platform/platform-client.ts';
import { encodeEvent } from '../platform/webhook-delivery.ts';
import { curlGet, curlPost } from './curl-line.ts';

/** Lines to try first: a title and a signed call each. */
export async function exampleCalls(connector: RegisteredConnector, website: Website): Promise<[string, string][]> {
  const { url, secret } = connector;
  const get = (path: string, parameters: Record<string, string | number>) =>
    curlGet(url, path, rawQuery({ idWebsite: website, ...parameters }), secret);
  const searchQuery = await findSearchWord(connector, website);
  const { body, contentType } = encodeEvent(exampleEvent('conversation.chat.started', { website }), 'json');
  return [
    ['Categories', get('/categories', {})],
    ['Products', get('/products', { limit: 20 })],
    ['Page 2', get('/products', { limit: 20, offset: 20 })],
    ...(searchQuery ? [['A search', get('/products', { searchQuery })] satisfies [string, string]] : []),
    ['A webhook', curlPost(url, '/webhooks', { bytes: body, contentType }, secret)],
  ];
}

/** The longest word in the title of the first product, whatever the catalog. */
async function findSearchWord(connector: RegisteredConnector, website: Website): Promise<string | undefined> {
  const { answer } = await listProducts(connector, { idWebsite: website, limit: 1 });
  if (answer?.status !== 200) return undefined;
  const title: string = JSON.parse(answer.body.toString())[0]?.title ?? '';
  return (
    title.split(/[^\p{L}\d]+/u).reduce((longest, word) => (word.length > longest.length ? word : longest), '') ||
    undefined
  );
}
