import type { Parameter } from '../../connector/catalog/catalog-source.ts';
import type { Website } from '../../connector/website.ts';
import { eventTypes } from '../../platform/events.ts';
import type { Exchange } from '../../platform/exchange.ts';
import { checkHealth } from '../../platform/platform-client.ts';
import type { Plugin } from '../../platform/plugins.ts';
import type { LocalServer } from '../local-server.ts';
import type { Weather } from '../sample-shop/weather.ts';
import { bundlePage } from './bundle-page.ts';
import { openCallLog } from './call-log.ts';
import { openDeliveries } from './deliveries.ts';
import type { DeskChange, DeskState, FormField, HandlerRun } from './desk-api.ts';
import { deskRoutes } from './desk-routes.ts';
import { startDeskServer } from './desk-server.ts';
import { type KnownInstall, openMarketplace } from './marketplace.ts';
import { readWebsites, writeWebsites } from './website-file.ts';

export interface DeskOptions {
  /** 0 takes a free one. */
  port: number;
  connector: { name: string; url: string; secret: string; previousSecret?: string | undefined };
  /** Every field of the merchant's form. */
  parameters: readonly Parameter[];
  /** What the form is filled with at first, by parameter key. */
  sample?: Readonly<Record<string, string>>;
  /** Of the sample shop. */
  weather?: Weather;
  /** Lets the desk hear what is asked of the platform's REST API. */
  onRestCall?: (listener: (exchange: Exchange) => void) => void;
  /** Lets the schedule that reads the shops come due now. */
  refreshCatalogs?: () => Promise<unknown>;
  /** Tells how each run of a handler of events ends; without it the desk does not see them. */
  onHandlerRun?: (listener: (run: HandlerRun) => void) => void;
  /** What the connector holds; without it the desk knows only what it installed itself. */
  readInstalls?: () => Promise<KnownInstall[]>;
  /** What the connector has beside the product list; default: nothing. */
  plugins?: () => readonly Plugin[];
  /** Whom to ask about first. */
  visitor?: DeskState['visitor'];
  /** To begin with; the page opens at the first. Default: some, for an app that any website may install. */
  websites?: readonly Website[] | undefined;
  /** Keeps what the desk has installed, without secrets, over a restart. */
  stateFile?: string;
}

const usualWebsites = ['ha-1', 'ha-2', 'sd-1'] as Website[];
const healthMilliseconds = 30_000;
const installsMilliseconds = 3_000;

/** The platform's side of a connector, on a page: marketplace, agent's desk and webhook console. */
export async function startDesk(options: DeskOptions): Promise<LocalServer> {
  const { name, url, secret, previousSecret } = options.connector;
  const connector = { url: url.replace(/\/+$/, ''), secret };
  const listeners = new Set<(change: DeskChange) => void>();
  const publish = (change: DeskChange) => {
    for (const listener of listeners) listener(change);
  };
  const part = (changed: Partial<DeskState>) => publish({ kind: 'part', part: changed });
  const firstWebsites = options.websites?.length ? options.websites : usualWebsites;
  let health: DeskState['health'] = 'unknown';

  const calls = openCallLog({
    secrets: { current: secret, previous: previousSecret },
    onCall: (call) => {
      publish({ kind: 'call', call });
      if (call.endpoint === 'health') setHealth(call.status === 200);
    },
  });
  options.onRestCall?.((exchange) => void calls.record('rest-api', exchange));
  const deliveries = openDeliveries({
    ...{ connector, previousSecret, calls },
    onChange: () => part({ deliveries: deliveries.list() }),
  });
  options.onHandlerRun?.(deliveries.noteRun);
  const fields: FormField[] = options.parameters.map(({ key, label, type, required, secret: masked, help }) => ({
    ...{ key, label, type, required, secret: masked, help },
    sample: options.sample?.[key] ?? '',
  }));
  const marketplace = openMarketplace({
    ...{ connector, fields, calls, deliveries },
    websites: readWebsites(options.stateFile, firstWebsites),
    onChange: () => {
      const websites = marketplace.list();
      writeWebsites(options.stateFile, websites);
      part({ websites });
    },
  });
  let lastInstalls = '';
  const refreshInstalls = async () => {
    if (!options.readInstalls) return;
    const installs = await options.readInstalls();
    marketplace.learn(installs);
    lastInstalls = JSON.stringify(installs);
  };
  /** A reading of the shop goes on without any call of the desk. */
  const watchInstalls = async () => {
    if (JSON.stringify((await options.readInstalls?.()) ?? []) !== lastInstalls) await refreshInstalls();
  };
  const setHealth = (isUp: boolean) => {
    const now = isUp ? 'up' : 'down';
    if (now === health) return;
    health = now;
    part({ health });
  };
  const watchHealth = async () => setHealth((await checkHealth(connector)).answer?.status === 200);

  const state = (): DeskState => ({
    ...{ name, connectorUrl: connector.url, fields, eventTypes: [...eventTypes], health },
    websites: marketplace.list(),
    calls: calls.summaries(),
    deliveries: deliveries.list(),
    hasPreviousSecret: previousSecret !== undefined,
    weather: options.weather?.kind ?? null,
    plugins: options.plugins?.() ?? [],
    visitor: options.visitor ?? { email: '', externalId: '' },
    canRefresh: options.refreshCatalogs !== undefined,
  });

  const { weather, refreshCatalogs } = options;
  const routes = deskRoutes({
    ...{ connector, calls, deliveries, marketplace, weather, refreshCatalogs, refreshInstalls },
    onChange: () => part({ weather: weather?.kind ?? null }),
  });
  await refreshInstalls();
  const server = await startDeskServer({
    ...{ port: options.port, routes, files: await bundlePage(`${name} · desk`, firstWebsites[0]!) },
    subscribe(listener) {
      listener({ kind: 'state', state: state() });
      listeners.add(listener);
      void refreshInstalls().catch(console.error);
      void watchHealth();
      return () => listeners.delete(listener);
    },
  });
  // Only while somebody looks.
  const timers = [
    setInterval(() => listeners.size > 0 && void watchHealth(), healthMilliseconds).unref(),
    setInterval(() => listeners.size > 0 && void watchInstalls().catch(console.error), installsMilliseconds).unref(),
  ];
  return {
    url: server.url,
    async close() {
      for (const timer of timers) clearInterval(timer);
      deliveries.stopAll();
      await server.close();
    },
  };
}
