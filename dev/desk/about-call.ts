import type { Exchange } from '../../platform/exchange.ts';
import type { Endpoint } from './desk-api.ts';

/** Tells one call from the next in a list: its query, its event, its outcome. */
export function aboutCall(endpoint: Endpoint, { request, answer }: Exchange): string {
  switch (endpoint) {
    case 'options':
    case 'categories':
    case 'products':
    case 'visitor-profile':
    case 'closing-form':
      return parametersOf(request.url)
        .filter(([name]) => !['idConnectorVersion', 'idOperator', 'idVisitorUnique', 'operatorLocale'].includes(name))
        .map(([name, value]) => `${name}=${value}`)
        .join(' · ');
    case 'visitor-action':
      return String(Object(parseJson(request.body)).action ?? '');
    case 'webhooks':
      return eventTypeOf(String(request.body));
    case 'verification': {
      const { isStepValid, isValid = isStepValid } = Object(parseJson(answer?.body));
      return isValid === undefined ? '' : isValid ? 'valid' : 'not valid';
    }
    case 'rest-api': {
      const { status, message } = Object(Object(parseJson(answer?.body)).meta);
      const filters = parametersOf(request.url).filter(([name]) => name.startsWith('filters['));
      return ['to the platform', ...filters.map(([name, value]) => `${name}=${value}`), message ?? status].join(' · ');
    }
    default:
      return 'not signed';
  }
}

function parametersOf(url: string): [name: string, value: string][] {
  return [...new URLSearchParams(url.replace(/^[^?]*\??/, ''))];
}

function eventTypeOf(body: string): string {
  const { eventType = new URLSearchParams(body).get('eventType') } = Object(parseJson(body));
  return String(eventType ?? '');
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return null;
  }
}
