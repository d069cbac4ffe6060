import type { ConnectorConfig, OwnRoutes } from './connector/connector-config.ts';
import type { EventType } from './connector/contract/event-schemas.ts';
import type { ClosingForm } from './connector/plugins/closing-form.ts';
import type { VisitorProfile } from './connector/plugins/visitor-profile.ts';

// The one file that a fork must edit. Each export stands by itself, never in `config`: so a function carries only what it needs.

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

// Events of the platform, e.g. `['conversation.closed']`, for handlers in functions/own/on-<name>.ts.
export const events: readonly EventType[] = [];
// Whether a merchant's key of the platform's REST API is kept, sealed, for handlers that call the platform back.
export const keepsApiKey: boolean = false;

// What agents see of a visitor beside the conversation.
export const visitorProfile: VisitorProfile | undefined = undefined;

// What they fill in at its end.
export const closingForm: ClosingForm | undefined = undefined;
