import type { ConnectorConfig, OwnRoutes } from './connector/connector-config.ts';
import type { EventType } from './connector/contract/event-schemas.ts';

// The one file that a fork must edit.

export const config: ConnectorConfig = {
  name: 'Product feed',
  locale: 'fr-FR',
  websites: 'proved',
};

// What answers agents: the index that the refresh keeps of any source. A shop that cannot be listed answers by itself: name it here, too.
export { storedCatalog as catalog } from './connector/refresh/stored-catalog.ts';
// This line chooses the shop: its form for merchants, the proof of what they typed, and how its products are read.
export { productFeed as source } from './connector/sources/product-feed/source.ts';

// Functions of your own: `{ 'GET /stock': { name: 'stock' } }` for functions/own/stock.ts.
export const routes: OwnRoutes = {};

// Each by itself, never a member of `config`: so a function carries only what it needs.

// Events of the platform that are put on the stack's bus, e.g. `['conversation.closed']`, for handlers in functions/own/on-<name>.ts.
export const events: readonly EventType[] = [];

// Whether the merchant's key of the platform's REST API is kept, sealed, for handlers that call the platform back.
export const keepsApiKey: boolean = false;
