import * as z from 'zod/mini';
import { parseWebsite, type Website } from '../../connector/website.ts';
import { eventTypes, exampleEvent } from '../../platform/events.ts';
import {
  checkAvailability,
  checkHealth,
  listCategories,
  listOptions,
  listProducts,
  type RegisteredConnector,
  readClosingForm,
  readVisitorProfile,
  runVisitorAction,
} from '../../platform/platform-client.ts';
import type { Weather } from '../sample-shop/weather.ts';
import { weatherKinds } from '../sample-shop/weather-kinds.ts';
import type { CallLog } from './call-log.ts';
import type { Deliveries } from './deliveries.ts';
import type { Marketplace } from './marketplace.ts';
import { planDeliveries } from './plan-deliveries.ts';

export interface RouteParts {
  connector: RegisteredConnector;
  calls: CallLog;
  deliveries: Deliveries;
  marketplace: Marketplace;
  weather: Weather | undefined;
  refreshCatalogs: (() => Promise<unknown>) | undefined;
  /** Asks again what the connector holds; after everything that may have changed it. */
  refreshInstalls(): Promise<void>;
  /** Something of the state that is no call, delivery or website has changed. */
  onChange(): void;
}

/** By `GET /api/…` or `POST /api/…`: takes the query or the JSON body, answers JSON; undefined is 404. */
export type Routes = ReadonlyMap<string, (input: unknown) => Promise<unknown>>;

/** An input that is not as documented: the page's fault, or somebody else's page. */
export class WrongInput extends Error {}

const website = z.pipe(
  z.string(),
  z.transform((text: string, context): Website => {
    const parsed = parseWebsite(text);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', input: text, message: 'Expected the form ha-1.' });
    return z.NEVER;
  }),
);
const id = z.coerce.number().check(z.int());
const text = z.string().check(z.maxLength(2_000));
const paging = { limit: z.optional(z.int()), offset: z.optional(z.int()) };
const idOperator = '7';
/** Of the one visitor that the desk plays. */
const idVisitorUnique = 'a7b94266db827c5b8f04586e8e543abd4b7e976e9a723';

export function deskRoutes(parts: RouteParts): Routes {
  const { connector, calls, deliveries, marketplace, weather, refreshCatalogs, refreshInstalls, onChange } = parts;
  const caller = (of: Website) => {
    const version = marketplace.list().find((each) => each.website === of)?.connectorVersionId;
    return { idConnectorVersion: version ?? undefined, idWebsite: of, idOperator };
  };

  return new Map<string, (input: unknown) => Promise<unknown>>([
    route('GET /api/call', { id }, async (input) => calls.find(input.id)),
    route('GET /api/curl', { id }, async (input) => {
      const curl = calls.curl(input.id);
      return curl === undefined ? undefined : { curl };
    }),
    route('GET /api/example-event', { type: z.enum(eventTypes), website }, async (input) => {
      const version = marketplace.list().find((each) => each.website === input.website)?.connectorVersionId;
      return exampleEvent(input.type, { website: input.website, ...(version && { connectorVersionId: version }) });
    }),
    route('POST /api/categories', { website, idParent: z.optional(text), ...paging }, async (input) => {
      const { website: of, ...query } = input;
      return calls.record('categories', await listCategories(connector, { ...caller(of), ...query }));
    }),
    route(
      'POST /api/products',
      { website, idCategory: z.optional(text), searchQuery: z.optional(text), ...paging },
      async (input) => {
        const { website: of, ...query } = input;
        return calls.record('products', await listProducts(connector, { ...caller(of), ...query }));
      },
    ),
    route('POST /api/options', { website, key: z.string().check(z.regex(/^\w{1,200}$/)) }, async (input) =>
      calls.record('options', await listOptions(connector, input.key, input.website)),
    ),
    route(
      'POST /api/visitor-profile',
      { website, operatorLocale: text, emailVisitor: z.optional(text), idVisitorExternal: z.optional(text) },
      async (input) => {
        const { website: of, ...query } = input;
        const parameters = { ...caller(of), idVisitorUnique, ...query };
        return calls.record('visitor-profile', await readVisitorProfile(connector, parameters));
      },
    ),
    route('POST /api/visitor-action', { website, action: text }, async ({ website: of, action }) => {
      const parameters = { action, ...caller(of), idVisitorUnique, idConversation: `${of}-conversation` };
      return calls.record('visitor-action', await runVisitorAction(connector, parameters));
    }),
    route('POST /api/closing-form', { website, operatorLocale: text }, async ({ website: of, operatorLocale }) => {
      return calls.record('closing-form', await readClosingForm(connector, { ...caller(of), operatorLocale }));
    }),
    route('POST /api/check', { what: z.enum(['health', 'availability']) }, async ({ what }) => {
      const check = what === 'health' ? checkHealth : checkAvailability;
      return calls.record(what, await check(connector));
    }),
    route('POST /api/websites', { website }, async (input) => {
      marketplace.add(input.website);
      return {};
    }),
    route(
      'POST /api/install',
      {
        website,
        values: z.record(z.string(), z.union([z.string(), z.boolean()])),
        dialect: z.enum(['2018', '2017']),
      },
      async (input) => {
        const answer = await marketplace.install(input);
        await refreshInstalls();
        return answer;
      },
    ),
    route('POST /api/upgrade', { website }, async (input) => {
      await marketplace.upgrade(input.website);
      await refreshInstalls();
      return {};
    }),
    route('POST /api/uninstall', { website }, async (input) => {
      await marketplace.uninstall(input.website);
      await refreshInstalls();
      return {};
    }),
    route(
      'POST /api/deliveries',
      {
        event: z.string().check(z.maxLength(300_000)),
        format: z.enum(['json', 'form']),
        signature: z.enum(['right', 'wrong', 'previous']),
        duplicate: z.boolean(),
        newDeliveryId: z.boolean(),
        reordered: z.boolean(),
        delayed: z.boolean(),
        timeScale: z.number().check(z.minimum(0), z.maximum(1)),
      },
      async (input) => {
        for (const { event, terms } of plan(input)) {
          const { firstAttempt, done } = deliveries.start(event, terms);
          void done.then((taken) => {
            if (taken && /^connector\./.test(event.eventType.trim())) void refreshInstalls();
          });
          await firstAttempt;
        }
        return {};
      },
    ),
    route('POST /api/stop', { id }, async (input) => {
      deliveries.stop(input.id);
      return {};
    }),
    route('POST /api/weather', { weather: z.enum(weatherKinds) }, async (input) => {
      if (!weather) return undefined;
      weather.kind = input.weather;
      onChange();
      return {};
    }),
    route('POST /api/refresh', {}, async () => {
      if (!refreshCatalogs) return undefined;
      await refreshCatalogs();
      return {};
    }),
  ]);
}

function plan(request: Parameters<typeof planDeliveries>[0]) {
  try {
    return planDeliveries(request, new Date());
  } catch (error) {
    throw new WrongInput((error as Error).message);
  }
}

function route<Shape extends z.core.$ZodLooseShape>(
  key: string,
  shape: Shape,
  action: (input: z.infer<z.ZodMiniObject<Shape>>) => Promise<unknown>,
): [string, (input: unknown) => Promise<unknown>] {
  const schema = z.object(shape);
  return [
    key,
    async (input) => {
      const { data, error } = schema.safeParse(input);
      if (error)
        throw new WrongInput(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '));
      return action(data);
    },
  ];
}
