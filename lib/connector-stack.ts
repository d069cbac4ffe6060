import { CfnOutput, type Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HandlerUse, OwnFunction, OwnRoutes } from '../connector/connector-config.ts';
import { Alarms } from './alarms.ts';
import { AppSecret } from './app-secret.ts';
import { ConnectorApi } from './connector-api.ts';
import { ConnectorFunction } from './connector-function.ts';
import { CredentialKey } from './credential-key.ts';
import type { Deployment } from './deployment-context.ts';
import { EventDelivery } from './event-delivery.ts';
import { InstallTable } from './install-table.ts';
import { ownEndpoints } from './own-endpoints.ts';
import { checkHandlers, type OwnHandler } from './own-handlers.ts';
import { type Plugins, pluginEndpoints } from './plugins.ts';
import { Refreshes } from './refreshes.ts';

/**
 * Memory buys CPU: 1,769 MB is one whole core. A verification needs it to read a shop's feed before the deadline;
 * `categories` and `products` to start, to fetch a catalog file over TLS within the first call, and to search it; a plugin to start
 * and to ask a shop while an agent waits. An event is a few calls to AWS; the open endpoints only have to load.
 */
const memory = { shop: 1769, catalog: 1769, plugin: 1769, event: 512, open: 256 };

/** What `connector.config.ts` exports and the stack depends on. */
export interface DeployedApp extends Plugins {
  /** The functions that answer agents may open merchants' credentials only if it says that it uses them. */
  catalog: { parameters?: unknown };
  /** One that reads is read again and again into an index; a live shop's stack has nothing of that. */
  source: { parameters?: readonly { type: string; key: string }[] };
  routes: OwnRoutes;
  /** None: then nothing of them is in the stack. */
  events: readonly string[];
  /** Of the fork's own, in `functions/own/`. */
  handlers: readonly OwnHandler[];
  keepsApiKey: boolean;
}

interface StackProps extends Deployment {
  app: DeployedApp;
}

/** One deployment of the connector: who may do what stands here, line by line. */
export class ConnectorStack extends Stack {
  constructor(scope: Construct, id: string, { stage, alarmEmail, refreshMinutes, app }: StackProps) {
    const retain = stage === 'prod';
    super(scope, id, { description: 'iAdvize product-list connector', terminationProtection: retain });

    const isRead = 'read' in app.source;
    if (!isRead && !app.catalog.parameters) {
      throw new Error(
        'connector.config.ts: source does not read, so no index can answer: name the live shop as catalog, too.',
      );
    }
    const installs = new InstallTable(this, 'InstallTable', { retain });
    const key = new CredentialKey(this, 'CredentialKey', { retain });
    const secret = new AppSecret(this, 'AppSecret', { retain });
    const refreshes = isRead ? new Refreshes(this, { installs, key, refreshMinutes, retain }) : undefined;

    const isPublished = app.events.length > 0;
    if (!isPublished) checkHandlers(app.handlers, app);
    const open = (
      name: string,
      memorySize: number,
      more: { storage?: number; file?: string; timeout?: Duration } = {},
    ) => new ConnectorFunction(this, name, { memorySize, retain, ...more });
    const signed = (...of: Parameters<typeof open>) => {
      const fn = open(...of);
      secret.grantRead(fn);
      return fn;
    };
    const endpoints = {
      verification: signed('verification', memory.shop, app.keepsApiKey ? { file: 'verification-keeping-key' } : {}),
      categories: signed('categories', memory.catalog, refreshes?.files),
      products: signed('products', memory.catalog, refreshes?.files),
      'webhook-availability': open('webhook-availability', memory.open),
      'webhook-events': signed('webhook-events', memory.event, isPublished ? { file: 'webhook-events-published' } : {}),
      health: open('health', memory.open),
    };
    const grantCatalog = (reader: ConnectorFunction) => {
      installs.grantRead(reader);
      if (app.catalog.parameters) key.grantOpen(reader);
      refreshes?.grantRead(reader);
    };
    grantCatalog(endpoints.categories);
    grantCatalog(endpoints.products);
    installs.grantWrite(endpoints.verification);
    key.grantSeal(endpoints.verification);
    if (app.keepsApiKey) key.grantSealApiKey(endpoints.verification);
    refreshes?.grantRequest(endpoints.verification);
    installs.grantWrite(endpoints['webhook-events']);
    refreshes?.grantRequest(endpoints['webhook-events']);

    const lists = (app.source.parameters ?? []).filter(({ type }) => type === 'selectpicker');
    const optionRoutes = lists.map(({ key }) => `GET /options/${key}`);
    const options = lists.length > 0 ? { routes: optionRoutes, fn: signed('options', memory.event) } : undefined;

    const plugins = pluginEndpoints(app, (name, opensCredentials) => {
      const fn = signed(name, memory.plugin);
      installs.grantRead(fn);
      if (opensCredentials) key.grantOpen(fn);
      return fn;
    });
    const grantUses = (fn: ConnectorFunction, uses: readonly HandlerUse[]) => {
      if (uses.includes('catalog')) grantCatalog(fn);
      if (uses.includes('credentials')) {
        installs.grantRead(fn);
        key.grantOpen(fn);
      }
      if (uses.includes('apiKey')) {
        installs.grantRead(fn);
        key.grantOpenApiKey(fn);
      }
    };
    const build = ({ name, open: isOpen, memory: megabytes = memory.event, uses = [] }: OwnFunction) => {
      const fn = (isOpen ? open : signed)(`own/${name}`, megabytes, uses.includes('catalog') ? refreshes?.files : {});
      grantUses(fn, uses);
      return fn;
    };
    const own = ownEndpoints(app.routes, build, optionRoutes);
    const events = isPublished
      ? new EventDelivery(this, 'Events', {
          ...app,
          build({ name, file, memory: megabytes = memory.event, uses = [] }, more) {
            const files = uses.includes('catalog') ? refreshes?.files : {};
            const fn = open(`own/${name}`, megabytes, { ...files, ...more, file });
            grantUses(fn, uses);
            return fn;
          },
        })
      : undefined;
    events?.grantPublish(endpoints['webhook-events']);

    const api = new ConnectorApi(this, 'Api', { functions: endpoints, options, plugins, own, retain });
    const optional = [...(options ? [options] : []), ...plugins, ...own];
    const functions = [...Object.values(endpoints), ...optional.map(({ fn }) => fn)];
    new Alarms(this, 'Alarms', { api, endpoints: functions, refreshes, events, email: alarmEmail });

    const outputs = {
      HealthUrl: api.url('/health'),
      VerificationUrl: api.url('/verification'),
      CategoriesUrl: api.url('/categories'),
      ProductsUrl: api.url('/products'),
      WebhookUrl: api.url('/webhooks'),
      ...(options && { OptionsUrl: api.url('/options/{key}') }),
      ...Object.fromEntries(plugins.map(({ output, route }) => [output, api.url(route.replace(/^\w+ /, ''))])),
      AppSecretArn: secret.arn,
      InstallTableName: installs.name,
      CredentialKeyArn: key.arn,
      ...refreshes?.outputs,
      Stage: stage,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
