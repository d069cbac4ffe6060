import { randomUUID } from 'node:crypto';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { eventTypes, exampleEvent } from '../../platform/events.ts';
import { encodeEvent } from '../../platform/webhook-delivery.ts';
import { cannedApiKey, lastInstalled } from './canned-services.ts';
import { type GatewayCall, gatewayCall } from './gateway-call.ts';

export interface RepeatedCallSettings {
  secret: string;
  shopUrl: string;
  /** How many there are. */
  websites: number;
  /** After so many the questions to a catalog come again. */
  questions: number;
}

/** By the name of the function: the event of its call number `index`. Of twenty calls a few are bad ones, each another. */
export const repeatedCalls: Record<string, (index: number, settings: RepeatedCallSettings) => unknown> = {
  products: (index, settings) => signed(index, settings, { query: catalogQuery(index, settings, productQuery) }),
  categories: (index, settings) => signed(index, settings, { query: catalogQuery(index, settings, categoryQuery) }),
  verification: (index, settings) => signed(index, settings, post(verificationBody(index, settings))),
  'webhook-events': (index, settings) => signed(index, settings, webhook(index, settings)),
  'webhook-availability': (index) => gatewayCall({ query: `probe=${index}` }),
  health: (index) => gatewayCall({ headers: { 'x-iadvize-correlationid': randomUUID(), 'user-agent': `${index}` } }),
  'refresh-catalog': (index, { websites }) => ({
    Records: [
      {
        messageId: randomUUID(),
        body: index % 20 === 1 ? `not ${index}` : JSON.stringify({ website: `ha-${1 + (index % websites)}` }),
        receiptHandle: randomUUID(),
        attributes: { ApproximateReceiveCount: '1' },
      },
    ],
  }),
};

const parents = ['', '&idParent=', '&idParent=outdoor', '&limit=3'];
const words = ['kite', 'tent', 'silk', 'papr', 'outdoor', 'zzz', 'k', 'É'];

function categoryQuery(index: number): string {
  return `${parents[index % parents.length]}&offset=${index % 9_973}`;
}

function productQuery(index: number): string {
  const word = words[index % words.length]!;
  const text = index % 3 ? `${word} ${index}` : word;
  return `&searchQuery=${encodeURIComponent(text)}&limit=${1 + (index % 100)}&offset=${index % 7}`;
}

function catalogQuery(
  index: number,
  { websites, questions }: RepeatedCallSettings,
  question: (index: number) => string,
): string {
  const rest = question(index % questions);
  const step = index % 20;
  if (step === 1) {
    const bad = [
      'idWebsite=nonsense',
      'limit=5',
      'idWebsite=ha-1&limit=0',
      'idWebsite=ha-1&offset=x',
      `idWebsite=ha-1&idParent=${'x'.repeat(600)}`,
    ];
    return `${bad[index % bad.length]}&bad=${index}`;
  }
  // Not installed, rarely asked for, and the few that most calls are about.
  if (step === 2) return `idWebsite=ha-${lastInstalled + index}${rest}`;
  if (step === 3) return `idWebsite=ha-${1 + (index % websites)}${rest}`;
  return `idWebsite=ha-${1 + (index % 3)}${rest}`;
}

function verificationBody(index: number, { shopUrl, websites }: RepeatedCallSettings): string {
  const typed: Record<string, unknown> = {
    websiteId: `ha-${1 + (index % websites)}`,
    iadvizeApiKey: cannedApiKey,
    feedUrl: `${shopUrl}/feed-${index}`,
  };
  const step = index % 20;
  if (step === 1) return `[{"key": "websiteId", ${index}`;
  if (step === 2) typed.iadvizeApiKey = `wrong-${index}`;
  if (step === 3) typed.feedUrl = `${shopUrl}/missing`;
  if (step === 4) typed.feedUrl = `ftp://shop-${index}`;
  if (step === 5) return JSON.stringify(Object.entries(typed).map(([id, value]) => ({ id, value, fieldType: 'TEXT' })));
  return JSON.stringify(Object.entries(typed).map(([key, value]) => ({ key, value })));
}

function webhook(index: number, { websites }: RepeatedCallSettings): GatewayCall {
  const step = index % 20;
  const website = `ha-${1 + (index % websites)}` as Website;
  if (step === 1) return post(`{"eventType": "connector.installed", ${index}`);
  if (step === 2) return post(JSON.stringify({ eventType: `new.event.${index}` }));
  if (step === 3) return post(JSON.stringify({ eventType: 'user.created', userId: [index] }));
  const type = step < 10 ? eventTypes[index % eventTypes.length]! : eventTypes[step % 2]!;
  const { body, contentType } = encodeEvent(exampleEvent(type, { website }), index % 3 ? 'json' : 'form');
  const headers = { 'x-iadvize-delivery': randomUUID(), 'x-iadvize-correlationid': randomUUID() };
  // As the gateway hands on what it does not take for text.
  return { body: index % 3 ? String(body) : body, headers: { 'content-type': contentType, ...headers } };
}

function post(body: string): GatewayCall {
  return { body, headers: { 'content-type': 'application/json' } };
}

/** Every twentieth call wrongly. */
function signed(index: number, { secret }: RepeatedCallSettings, call: GatewayCall) {
  if (index % 20 !== 0) return gatewayCall({ ...call, secret });
  const wrong = sign(`${index}`, secret);
  return gatewayCall({ ...call, headers: { ...call.headers, 'x-iadvize-signature': wrong } });
}
