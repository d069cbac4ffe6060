import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebhookMediaType } from '../connector/contract/webhook-event.ts';
import type { WebhookEvent } from './events.ts';
import type { Exchange } from './exchange.ts';
import { jsonType, type RegisteredConnector, signedPost } from './platform-client.ts';

export interface DeliveryOptions {
  /** The developer chooses one in the platform; default JSON. */
  format?: 'json' | 'form';
  /** Default: a new one. It stays the same for all attempts, also over several calls of `deliverEvent` when given. */
  correlationId?: string;
  /** Of the first attempt; default: a new one, as every further attempt has. */
  deliveryId?: string;
  /** 1 waits as the platform does, 0.01 a hundred times less; default 1. */
  timeScale?: number;
  /** Called after each attempt, while later ones may follow. */
  onAttempt?: (attempt: Exchange, number: number) => void;
  /** Replaces a header, e.g. the signature by a wrong one. */
  headers?: Record<string, string>;
  /** Ends the waiting between attempts. */
  signal?: AbortSignal;
}

/** Pauses before the second and the third attempt: they come 10 s and 30 s after the first. */
export const retryPauses: readonly number[] = [10_000, 20_000];

/**
 * Sends one event as the platform does: an answer of 40x or 50x, or none, is followed by two more attempts, of the same
 * bytes, each with its own delivery id. Answers every attempt, in order; the last one tells the outcome.
 */
export async function deliverEvent(
  connector: RegisteredConnector,
  event: WebhookEvent,
  options: DeliveryOptions = {},
): Promise<Exchange[]> {
  const { format = 'json', correlationId = randomUUID(), deliveryId = randomUUID(), timeScale = 1 } = options;
  const { body, contentType } = encodeEvent(event, format);
  const attempts: Exchange[] = [];
  for (let number = 0; number <= retryPauses.length; number++) {
    if (number > 0) await pause((retryPauses[number - 1] ?? 0) * timeScale, undefined, { signal: options.signal });
    const attempt = await signedPost(connector, '/webhooks', body, contentType, {
      'x-iadvize-delivery': number === 0 ? deliveryId : randomUUID(),
      'x-iadvize-correlationid': correlationId,
      ...options.headers,
    });
    attempts.push(attempt);
    options.onAttempt?.(attempt, number);
    if (attempt.answer && attempt.answer.status < 400) break;
  }
  return attempts;
}

interface EncodedEvent {
  body: Buffer;
  contentType: WebhookMediaType;
}

/** The event's bytes. A form holds no nesting: an inner value is `outer[inner]`, as PHP and others write it. */
export function encodeEvent(event: WebhookEvent, format: 'json' | 'form'): EncodedEvent {
  if (format === 'json') return { body: Buffer.from(JSON.stringify(event)), contentType: jsonType };
  const form = new URLSearchParams(formFields(event, ''));
  return { body: Buffer.from(form.toString()), contentType: 'application/x-www-form-urlencoded' };
}

function formFields(value: unknown, name: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, value === null ? '' : String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => formFields(inner, name ? `${name}[${key}]` : key));
}
