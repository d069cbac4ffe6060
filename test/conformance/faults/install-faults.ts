import { sign } from '../../../connector/endpoint/signature.ts';
import { type Behavior, jsonAnswer, type ProxiedCall, resigned } from '../faulty-proxy.ts';
import { type Fault, type Item, parametersOf, problem, withParameter } from './fault.ts';

const received = { status: 'received' };

interface ConnectorEvent extends Item {
  eventType: string;
  platform: string;
  websiteId: number;
  connectorVersionId: string;
  createdAt: string;
}

function eventOf({ method, path, body }: ProxiedCall): ConnectorEvent | undefined {
  if (method !== 'POST' || path !== '/webhooks') return undefined;
  try {
    const event = JSON.parse(String(body));
    return /^connector\.(un)?installed/.test(event?.eventType) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Alters connector events on their way in; null swallows one, acknowledged. */
function inEvents(name: string, caughtBy: string, start: () => (event: ConnectorEvent) => object | null): Fault {
  return {
    name,
    caughtBy,
    start({ secret }) {
      const alter = start();
      return (call, forward) => {
        const event = eventOf(call);
        if (!event) return forward(call);
        const other = alter(event);
        if (!other) return jsonAnswer(received);
        return forward(resigned({ ...call, body: Buffer.from(JSON.stringify(other)) }, secret));
      };
    },
  };
}

function behaves(name: string, caughtBy: string, start: (secret: string) => Behavior): Fault {
  return { name, caughtBy, start: ({ secret }) => start(secret) };
}

const isUninstall = ({ eventType }: ConnectorEvent) => eventType.startsWith('connector.uninstalled');
const hasList = ({ path }: ProxiedCall) => path === '/products' || path === '/categories';

/** The version installed last, as the events told. */
function remembersVersion(): (event: ConnectorEvent) => string | undefined {
  let version: string | undefined;
  let newest = '';
  return (event) => {
    if (!isUninstall(event) && event.createdAt > newest) {
      version = event.connectorVersionId;
      newest = event.createdAt;
    }
    return version;
  };
}

export const installFaults: readonly Fault[] = [
  inEvents('ignores uninstalls', 'life/uninstalled', () => (event) => (isUninstall(event) ? null : event)),
  inEvents('lets a late uninstall of an older version take the install down', 'life/late-uninstall', () => {
    const version = remembersVersion();
    return (event) => {
      const current = version(event);
      return isUninstall(event) ? { ...event, connectorVersionId: current, createdAt: now() } : event;
    };
  }),
  inEvents('lets the old version’s uninstall end an upgrade', 'life/upgrade', () => {
    const version = remembersVersion();
    return (event) => {
      const current = version(event);
      return isUninstall(event) ? { ...event, connectorVersionId: current } : event;
    };
  }),
  inEvents('takes the time of receipt for the time of an event', 'life/reversed-events', () => (event) => ({
    ...event,
    createdAt: now(),
  })),
  inEvents('compares times as texts', 'life/times-are-instants', () => (event) => ({
    ...event,
    createdAt: event.createdAt.replace(/(?<=\d)[+-]\d\d:\d\d$/, '+00:00'),
  })),
  inEvents(
    'minds the case of UUIDs',
    'life/spelling-of-events',
    () => (event) => (/[A-F]/.test(event.connectorVersionId) ? null : event),
  ),
  inEvents(
    'minds the space after an event type',
    'life/spelling-of-events',
    () => (event) => (event.eventType.endsWith(' ') ? null : event),
  ),
  inEvents('knows websites by number only', 'isolation/same-number-elsewhere', () => (event) => ({
    ...event,
    platform: 'ha',
  })),
  inEvents('uninstalls a version wherever it is', 'isolation/own-version', () => {
    let last: ConnectorEvent | undefined;
    return (event) => {
      const other =
        isUninstall(event) && last?.connectorVersionId === event.connectorVersionId ? last.websiteId : undefined;
      if (!isUninstall(event)) last = event;
      return other === undefined ? event : { ...event, websiteId: other };
    };
  }),
  behaves('answers 500 to a duplicate', 'life/duplicate-install', () => {
    const seen = new Set<string>();
    return (call, forward) => {
      if (!eventOf(call)) return forward(call);
      const body = String(call.body);
      if (seen.has(body)) return jsonAnswer({ message: 'duplicate key' }, 500);
      seen.add(body);
      return forward(call);
    };
  }),
  behaves('answers 404 to an uninstall of what is not installed', 'life/duplicate-uninstall', () => {
    const seen = new Set<string>();
    return (call, forward) => {
      const event = eventOf(call);
      if (!event || !isUninstall(event)) return forward(call);
      if (seen.has(event.connectorVersionId)) return problem(404, 'unknown_website');
      seen.add(event.connectorVersionId);
      return forward(call);
    };
  }),
  behaves('serves from a cache after an uninstall', 'life/uninstalled', () => {
    const cache = new Map<string, Awaited<ReturnType<Behavior>>>();
    return async (call, forward) => {
      const answer = await forward(call);
      if (!hasList(call) || (answer.status !== 200 && answer.status !== 404)) return answer;
      if (answer.status === 200) cache.set(call.path, answer);
      return cache.get(call.path) ?? answer;
    };
  }),
  behaves('answers [] for a website that is not installed', 'life/unknown', () => async (call, forward) => {
    const answer = await forward(call);
    return hasList(call) && answer.status === 404 ? jsonAnswer([]) : answer;
  }),
  behaves('answers 404 while credentials are missing', 'life/unverified', () => async (call, forward) => {
    const answer = await forward(call);
    return answer.status === 409 ? problem(404, 'unknown_website') : answer;
  }),
  behaves('installs at the verification', 'life/verified', (secret) => async (call, forward) => {
    const answer = await forward(call);
    if (call.path !== '/verification' || !String(answer.body).includes('"isStepValid":true')) return answer;
    const body = Buffer.from(
      JSON.stringify({
        ...{ eventId: crypto.randomUUID(), eventType: 'connector.installed', platform: 'ha' },
        ...{ websiteId: Number(/ha-(\d+)/i.exec(String(call.body))?.[1]), connectorId: crypto.randomUUID() },
        ...{ connectorVersionId: crypto.randomUUID(), createdAt: now(), sentAt: now() },
      }),
    );
    const headers = { 'content-type': 'application/json', 'x-iadvize-signature': sign(body, secret) };
    await forward({ method: 'POST', path: '/webhooks', query: '', headers, body });
    return answer;
  }),
  behaves(
    'understands connector events as JSON only',
    'life/form-events',
    () => (call, forward) =>
      String(call.body).includes('eventType=connector.') ? jsonAnswer(received) : forward(call),
  ),
  behaves(
    'shows a second website the first’s products',
    'isolation/never-installed',
    (secret) => (call, forward) =>
      hasList(call) && parametersOf(call).get('idWebsite') === 'ha-900002'
        ? forward(resigned(withParameter(call, 'idWebsite', 'ha-900001'), secret))
        : forward(call),
  ),
  behaves(
    'finds websites by the beginning of their number',
    'isolation/longer-number',
    (secret) => (call, forward) =>
      hasList(call) && parametersOf(call).get('idWebsite')?.startsWith('ha-9000010')
        ? forward(resigned(withParameter(call, 'idWebsite', 'ha-900001'), secret))
        : forward(call),
  ),
  behaves('opens a website by its version', 'isolation/version-of-another', (secret) => {
    const websites = new Map<string, string>();
    return (call, forward) => {
      const event = eventOf(call);
      if (event) websites.set(event.connectorVersionId, `${event.platform}-${event.websiteId}`);
      const website = websites.get(parametersOf(call).get('idConnectorVersion') ?? '');
      return forward(website ? resigned(withParameter(call, 'idWebsite', website), secret) : call);
    };
  }),
];

function now(): string {
  return new Date().toISOString().replace('Z', '+00:00');
}
