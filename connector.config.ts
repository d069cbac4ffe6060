import type { ConnectorConfig, OwnRoutes } from './connector/connector-config.ts';
import type { ClosingForm } from './connector/plugins/closing-form.ts';
import type { VisitorProfile } from './connector/plugins/visitor-profile.ts';

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

// Beside the product list, for who wants them: what agents fill in when a conversation ends, and what they see of a visitor.
export const closingForm: ClosingForm | undefined = undefined;
export const visitorProfile: VisitorProfile | undefined = undefined;
