import type { Plugin } from '../../platform/plugins.ts';
import type { WeatherKind } from '../sample-shop/weather-kinds.ts';

/** What the desk's server and its page say to each other. Types only: both sides import it. */

/** One field of the merchant's form, as far as a form needs it. */
export interface FormField {
  key: string;
  label: string;
  type: 'text' | 'toggle' | 'selectpicker';
  required: boolean;
  secret: boolean;
  help: string;
  /** What to try first; '' without any. */
  sample: string;
}

/** `awaiting`: installed, but the connector holds no verified credentials (contract §8, 409). */
export type InstallState = 'absent' | 'installing' | 'installed' | 'awaiting' | 'uninstalling' | 'failed';

/** A website as the marketplace knows it. */
export interface DeskWebsite {
  /** E.g. `ha-1`. */
  website: string;
  state: InstallState;
  connectorVersionId: string | null;
  /** ISO 8601: when it was installed or uninstalled. */
  since: string | null;
  /** What agents find there, and how far a reading of the shop is, in words; null where the desk cannot see it. */
  catalog: string | null;
  /** What the merchant typed last, without secrets. */
  typed: Record<string, string | boolean>;
}

/** Of the connector; `rest-api` is the platform's own, which the connector calls. */
export type Endpoint =
  | 'verification'
  | 'options'
  | 'categories'
  | 'products'
  | 'webhooks'
  | 'availability'
  | 'health'
  | 'rest-api'
  | Plugin;

/** Where an answer left the contract. */
export interface Violation {
  /** E.g. `products[3].imageUrl`. */
  field: string;
  /** What the contract says, e.g. `an absolute http(s) URL`. */
  contract: string;
  /** What came, shortened. */
  got: string;
}

export interface CallSummary {
  id: number;
  endpoint: Endpoint;
  method: string;
  path: string;
  /** What tells it from its like, e.g. the query or the type of the event. */
  about: string;
  /** ISO 8601. */
  at: string;
  /** null when no answer came; `failure` says why. */
  status: number | null;
  failure: string | null;
  milliseconds: number;
  violations: number;
}

export interface CallDetail extends Omit<CallSummary, 'violations'> {
  url: string;
  requestHeaders: [name: string, value: string][];
  /** Secrets that the merchant typed are masked. */
  requestBody: string;
  /** Whether the call carried a signature, and with what it was made. */
  signature: 'none' | 'right' | 'previous secret' | 'wrong on purpose';
  answerHeaders: [name: string, value: string][];
  answerBody: string;
  violations: Violation[];
}

/** The outcome of a call that the page needs at once. */
export interface CallAnswer {
  callId: number;
  status: number | null;
  failure: string | null;
  /** Of the header `retry-after`. */
  retryAfterSeconds: number | null;
  /** The parsed JSON; null when it is none. */
  body: unknown;
}

export interface FieldProblem {
  /** '' when it belongs to no field of the form. */
  parameterKey: string;
  message: string;
}

export type InstallAnswer =
  | { outcome: 'installed'; message: string }
  | { outcome: 'refused'; problems: FieldProblem[]; callId: number }
  /** Verified, but the event is not taken yet: the delivery goes on. */
  | { outcome: 'pending'; callId: number };

export interface Attempt {
  callId: number;
  deliveryId: string;
  status: number | null;
  failure: string | null;
  milliseconds: number;
}

/** What a handler of events made of one; of a local run. */
export interface HandlerRun {
  /** E.g. `on-conversation-closed`. */
  handler: string;
  eventId: string;
  outcome: string;
  /** undefined where the run was stopped. */
  milliseconds?: number;
  /** False of one that failed; not of one that left the event to another. */
  isDone: boolean;
}

export interface Delivery {
  id: number;
  eventId: string;
  eventType: string;
  correlationId: string;
  format: 'json' | 'form';
  /** What is unusual about it, e.g. `wrong signature`. */
  notes: string[];
  at: string;
  attempts: Attempt[];
  runs: HandlerRun[];
  state: 'sending' | 'waiting' | 'taken' | 'refused' | 'stopped';
  /** ISO 8601, while `waiting`. */
  nextAttemptAt: string | null;
}

export interface DeliveryRequest {
  /** JSON text of the event, as edited. */
  event: string;
  format: 'json' | 'form';
  signature: 'right' | 'wrong' | 'previous';
  /** A second copy of the same bytes follows. */
  duplicate: boolean;
  /** The copy comes under another delivery id, as a captured call would. */
  newDeliveryId: boolean;
  /** The event that happened just before it arrives after it. */
  reordered: boolean;
  /** It was created ten minutes before it arrives. */
  delayed: boolean;
  /** 1: the platform's own pauses of 10 s and 20 s. */
  timeScale: number;
}

export interface DeskState {
  /** Of the app. */
  name: string;
  connectorUrl: string;
  fields: FormField[];
  websites: DeskWebsite[];
  /** Oldest first. */
  calls: CallSummary[];
  /** Newest first. */
  deliveries: Delivery[];
  eventTypes: string[];
  health: 'unknown' | 'up' | 'down';
  hasPreviousSecret: boolean;
  /** null without a sample shop to change. */
  weather: WeatherKind | null;
  /** What the connector has beside the product list. */
  plugins: readonly Plugin[];
  /** Whom to ask about first. */
  visitor: { email: string; externalId: string };
  /** The functions can be started anew, which empties their memory. */
  canRefresh: boolean;
}

/** Sent over the stream: first the whole state, then what changed. */
export type DeskChange =
  | { kind: 'state'; state: DeskState }
  | { kind: 'call'; call: CallSummary }
  | { kind: 'part'; part: Partial<DeskState> };
