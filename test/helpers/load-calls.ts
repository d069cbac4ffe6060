import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { categorySchema, productSchema } from '../../connector/contract/catalog.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { exampleEvent } from '../../platform/events.ts';
import type { Exchange } from '../../platform/exchange.ts';
import {
  checkHealth,
  listCategories,
  listProducts,
  type RegisteredConnector,
  rawQuery,
  signedGet,
  signedPost,
} from '../../platform/platform-client.ts';
import { encodeEvent } from '../../platform/webhook-delivery.ts';
import { shopFeed } from './shop-feed.ts';

/** Calls as agents and the platform make them, and what their answers may be. */
export interface LoadCall {
  kind: string;
  send(): Promise<Exchange>;
  /** What is wrong about a 200 with this body. */
  faultOf(body: string): string | undefined;
  event?: ConnectorEvent;
}

/** A `connector.*` event, as the time that it sets. */
export interface ConnectorEvent {
  website: string;
  versionId: string;
  register: 'installedAt' | 'uninstalledAt';
  /** Epoch milliseconds. */
  at: number;
}

/** Websites with a catalog, and those that install and uninstall meanwhile. */
export interface LoadWebsites {
  serving: readonly Website[];
  moving: readonly Website[];
}

const productsOfAWebsite = 200;

/** Ids and categories name the website; what is searched for is the same in all. */
export function loadFeed(website: string): string {
  const rows = Array.from({ length: productsOfAWebsite }, (_, index) => ({
    id: `${website}-${index}`,
    title: `Kite ${index} of ${index % 3 ? 'silk' : 'paper'}`,
    category: `Outdoor ${website} > Kites ${index % 7} ${website}`,
  }));
  return shopFeed(rows);
}

const productsAnswer = z.array(productSchema);
const categoriesAnswer = z.array(categorySchema);
const versions = [randomUUID(), randomUUID()] as const;

/** Every call is another one: drawn by the seed, repeated after some thousands with new ids and times. */
export function loadCalls(connector: RegisteredConnector, websites: LoadWebsites, seed: number): () => LoadCall {
  const drawn = fc.sample(
    fc.record({
      kind: fc.oneof(
        { weight: 55, arbitrary: fc.constant('products' as const) },
        { weight: 15, arbitrary: fc.constant('categories' as const) },
        { weight: 8, arbitrary: fc.constant('connector event' as const) },
        { weight: 8, arbitrary: fc.constant('other event' as const) },
        { weight: 8, arbitrary: fc.constant('health' as const) },
        { weight: 6, arbitrary: fc.constant('wrong signature' as const) },
      ),
      serving: fc.constantFrom(...websites.serving),
      moving: fc.constantFrom(...websites.moving),
      search: fc.option(fc.constantFrom('kite', 'silk', 'papr', 'kite 17', 'PAPER kite', 'k', 'nothing like it')),
      limit: fc.option(fc.integer({ min: 1, max: 100 })),
      offset: fc.option(fc.integer({ min: 0, max: productsOfAWebsite + 20 })),
      type: fc.constantFrom('connector.installed' as const, 'connector.uninstalled' as const),
      other: fc.constantFrom(
        'conversation.closed' as const,
        'user.connected' as const,
        'transaction.attributed' as const,
      ),
      version: fc.constantFrom(...versions),
      format: fc.constantFrom('json' as const, 'form' as const),
      turn: fc.boolean(),
    }),
    { numRuns: 4_000, seed },
  );
  const started = Date.now();
  let count = 0;

  return () => {
    const draw = drawn[count++ % drawn.length]!;
    const { serving, search, limit, offset } = draw;
    const page = { limit: limit ?? undefined, offset: offset ?? undefined };
    switch (draw.kind) {
      case 'products':
        return {
          kind: 'GET /products',
          send: () => listProducts(connector, { idWebsite: serving, searchQuery: search ?? undefined, ...page }),
          faultOf: (body) => productsFault(body, serving, search, page),
        };
      case 'categories':
        return {
          kind: 'GET /categories',
          send: () => listCategories(connector, { idWebsite: serving, idParent: draw.turn ? '' : undefined }),
          faultOf: (body) => categoriesFault(body, serving, draw.turn ? 1 : 8),
        };
      case 'health':
        return {
          kind: 'GET /health',
          send: () => checkHealth(connector),
          faultOf: (body) => (body === '{"status":"UP"}' ? undefined : body),
        };
      case 'wrong signature':
        return { kind: 'wrong signature', ...wronglySigned(connector, serving, draw.turn) };
      case 'other event':
        return { kind: 'POST /webhooks', ...delivery(connector, draw.other, draw) };
      case 'connector event': {
        // In the past, and no two at the same time: the newest is one event.
        const at = started - 3_600_000 + count;
        const register = draw.type === 'connector.installed' ? 'installedAt' : 'uninstalledAt';
        const event = { website: draw.moving, versionId: draw.version, register, at } as const;
        return {
          kind: 'POST /webhooks',
          ...delivery(connector, draw.type, { ...draw, createdAt: new Date(at) }),
          event,
        };
      }
    }
  };
}

function productsFault(
  body: string,
  website: Website,
  search: string | null,
  { limit = 20, offset = 0 }: { limit?: number | undefined; offset?: number | undefined },
): string | undefined {
  const { data, error } = z.safeParse(productsAnswer, JSON.parse(body));
  if (!data) return z.prettifyError(error);
  const foreign = data.find(({ id }) => !id.startsWith(`${website}-`));
  if (foreign) return `${foreign.id} among the products of ${website}`;
  const whole = Math.max(0, Math.min(limit, productsOfAWebsite - offset));
  const expected = search === null || search === 'kite' ? whole : search === 'nothing like it' ? 0 : data.length;
  return data.length === expected ? undefined : `${data.length} products of ${search}, not ${expected}`;
}

function categoriesFault(body: string, website: Website, expected: number): string | undefined {
  const { data, error } = z.safeParse(categoriesAnswer, JSON.parse(body));
  if (!data) return z.prettifyError(error);
  const foreign = data.find(({ label }) => !label.endsWith(` ${website}`));
  if (foreign) return `${foreign.label} among the categories of ${website}`;
  return data.length === expected ? undefined : `${data.length} categories, not ${expected}`;
}

function wronglySigned(connector: RegisteredConnector, website: Website, isGet: boolean): Omit<LoadCall, 'kind'> {
  const query = rawQuery({ idWebsite: website });
  const body = Buffer.from(JSON.stringify(exampleEvent('connector.uninstalled', { website })));
  const wrong = { ...connector, secret: `${connector.secret}!` };
  return {
    send: () =>
      isGet
        ? signedGet(connector, '/products', query, sign(`${query}&`, connector.secret))
        : signedPost(wrong, '/webhooks', body, 'application/json'),
    faultOf: () => 'accepted',
  };
}

function delivery(
  connector: RegisteredConnector,
  type: Parameters<typeof exampleEvent>[0],
  {
    moving,
    version,
    format,
    createdAt,
  }: { moving: Website; version: string; format: 'json' | 'form'; createdAt?: Date },
): Omit<LoadCall, 'kind'> {
  const event = exampleEvent(type, {
    website: moving,
    connectorVersionId: version,
    ...(createdAt && { createdAt }),
  });
  const { body, contentType } = encodeEvent(event, format);
  const ids = { 'x-iadvize-delivery': randomUUID(), 'x-iadvize-correlationid': randomUUID() };
  return {
    send: () => signedPost(connector, '/webhooks', body, contentType, ids),
    faultOf: (answer) => (answer === '{"status":"received"}' ? undefined : answer),
  };
}
