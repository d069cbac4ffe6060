import { randomUUID } from 'node:crypto';
import type { Website } from '../connector/website.ts';
import { type EventType, exampleEvent, type WebhookEvent } from '../platform/events.ts';
import type { Exchange } from '../platform/exchange.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import { encodeEvent } from '../platform/webhook-delivery.ts';
import type { Calls, Signing } from './calls.ts';
import { requireAcknowledged, requireList, requireObject, requireStatus, show } from './requirements.ts';
import { Blocked, Violation } from './violation.ts';

interface EventOptions {
  createdAt?: Date | undefined;
}

interface DeliveryOptions extends Signing {
  format?: 'json' | 'form';
  contentType?: string | null;
}

/** Installs and uninstalls websites as the platform does, and knows which ones it touched. */
export class Installs {
  readonly #calls: Calls;
  readonly #parameters: TypedParameters | undefined;
  readonly #touched = new Set<Website>();
  /** By website that this run installed: its version. */
  readonly #versions = new Map<Website, string>();
  #lastTime = 0;
  #installRefused = false;
  #parametersRefused = false;

  constructor(calls: Calls, parameters: TypedParameters | undefined) {
    this.#calls = calls;
    this.#parameters = parameters;
  }

  /** What a merchant would type for that website. */
  typed(website: Website): TypedParameters {
    return { websiteId: website, ...this.#parameters };
  }

  /** Now, and later than every time before. */
  nextTime(): Date {
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    return new Date(this.#lastTime);
  }

  event(type: EventType, website: Website, version: string, { createdAt }: EventOptions = {}): WebhookEvent {
    return exampleEvent(type, { website, connectorVersionId: version, createdAt: createdAt ?? this.nextTime() });
  }

  /** One attempt, without the platform's retries. */
  deliver(event: WebhookEvent, { format = 'json', contentType, ...signing }: DeliveryOptions = {}): Promise<Exchange> {
    const encoded = encodeEvent(event, format);
    return this.#calls.post('/webhooks', encoded.body, {
      contentType: contentType === undefined ? encoded.contentType : contentType,
      headers: { 'x-iadvize-delivery': randomUUID(), 'x-iadvize-correlationid': randomUUID() },
      ...signing,
    });
  }

  verify(typed: TypedParameters): Promise<Exchange> {
    const items = Object.entries(typed).map(([key, value]) => ({ key, value }));
    return this.#calls.post('/verification', JSON.stringify(items));
  }

  /** Verifies the given parameters for that website. */
  async prove(website: Website): Promise<void> {
    if (this.#parametersRefused) throw new Blocked('needs the given parameters to be valid, which failed before');
    this.#touched.add(website);
    const exchange = await this.verify(this.typed(website));
    requireStatus(exchange, [200], 'for the verification of the given parameters');
    const { isStepValid, isValid, errors } = requireObject(exchange);
    if (isStepValid === true || isValid === true) return;
    this.#parametersRefused = true;
    throw new Violation(`The given parameters were not accepted: ${show(errors)}`, exchange);
  }

  async send(
    type: 'installed' | 'uninstalled',
    website: Website,
    version: string,
    createdAt?: Date,
  ): Promise<WebhookEvent> {
    this.#touched.add(website);
    const event = this.event(`connector.${type}`, website, version, { createdAt });
    requireAcknowledged(await this.deliver(event), `connector.${type}`);
    return event;
  }

  /** An event that should have been refused was taken: the website is cleaned up too. */
  touch(website: Website): void {
    this.#touched.add(website);
  }

  /** Proved and installed as a new version, which is answered. */
  async install(website: Website): Promise<string> {
    const version = randomUUID();
    await this.prove(website);
    await this.send('installed', website, version);
    this.#versions.set(website, version);
    return version;
  }

  async uninstall(website: Website): Promise<void> {
    const version = this.#versions.get(website) ?? randomUUID();
    this.#versions.delete(website);
    await this.send('uninstalled', website, version);
  }

  /**
   * Leaves the website uninstalled and without verified parameters, whoever installed it: what it held belongs to the
   * version installed here, and goes with it.
   */
  async clear(website: Website): Promise<void> {
    const version = randomUUID();
    await this.send('installed', website, version);
    this.#versions.set(website, version);
    await this.uninstall(website);
  }

  /** For groups that read a catalog. The first check that meets a failure reports it, the others are blocked. */
  async ensureInstalled(website: Website): Promise<void> {
    if (this.#versions.has(website)) return;
    if (this.#installRefused) throw new Blocked(`needs ${website} installed, which failed before`);
    try {
      await this.install(website);
      requireList(await this.#calls.products({ idWebsite: website, limit: 1 }), 'after the install');
    } catch (error) {
      this.#installRefused = true;
      this.#versions.delete(website);
      throw error;
    }
  }

  get touchedAny(): boolean {
    return this.#touched.size > 0;
  }

  /** Uninstalls every website that the run touched. */
  async cleanUp(): Promise<void> {
    this.#calls.finish();
    const failures: unknown[] = [];
    for (const website of this.#touched) await this.#leave(website).catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  async #leave(website: Website): Promise<void> {
    await this.clear(website);
    const served = await this.#calls.products({ idWebsite: website, limit: 1 });
    requireStatus(served, [404], `for ${website} after its last uninstall`);
  }
}
