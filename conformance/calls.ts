import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sign } from '../connector/endpoint/signature.ts';
import type { Website } from '../connector/website.ts';
import { type Exchange, exchange, type OutgoingRequest } from '../platform/exchange.ts';
import { jsonType, rawQuery, signatureHeader } from '../platform/platform-client.ts';
import { CouldNotRun } from './violation.ts';

export interface CallsOptions {
  /** Of the connector, without a slash at the end. */
  url: string;
  secret: string;
  /** `idWebsite` of calls that name no other. */
  website: Website;
  /** No call begins after it was aborted. */
  signal?: AbortSignal | undefined;
}

export interface Signing {
  /** Default: the right one. null sends none. */
  signature?: string | null;
  /** Default `x-iadvize-signature`. */
  signatureName?: string;
}

interface PostOptions extends Signing {
  /** null sends none; default JSON. */
  contentType?: string | null;
  headers?: Record<string, string>;
}

/** Query parameters of a list; `undefined` leaves one out that is otherwise sent. */
export type ListParameters = Readonly<Record<string, string | number | undefined>>;

const maximumCalls = 3_000;
const maximumSilence = 5;
/** Milliseconds, as the waits until the next look. */
const maximumPreparation = 60_000;
const shortestWait = 100;
const longestWait = 1_000;

/** Signs and sends one call at a time, and remembers every exchange. */
export class Calls {
  readonly exchanges: Exchange[] = [];
  readonly #options: CallsOptions;
  readonly #connectorVersion = randomUUID();
  #silence = 0;
  #finishing = false;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  products(parameters: ListParameters = {}, signing?: Signing): Promise<Exchange> {
    return this.get('/products', this.listQuery(parameters), signing);
  }

  categories(parameters: ListParameters = {}, signing?: Signing): Promise<Exchange> {
    return this.get('/categories', this.listQuery(parameters), signing);
  }

  /** As the agent's desk asks: with its website, version and operator. */
  listQuery(parameters: ListParameters): string {
    const desk = { idConnectorVersion: this.#connectorVersion, idWebsite: this.#options.website, idOperator: 7 };
    return rawQuery({ ...desk, ...parameters });
  }

  /**
   * The query, without `?`, goes out exactly as given. Asked again while the connector prepares the catalog of a website
   * that has just been installed (contract §8).
   */
  async get(path: string, query = '', signing: Signing = {}): Promise<Exchange> {
    const request = {
      method: 'GET',
      url: `${this.#options.url}${path}${query && `?${query}`}`,
      headers: { ...common, ...this.#signatureHeader(query, signing) },
    };
    for (let waited = 0, wait = shortestWait; ; waited += wait, wait = Math.min(wait * 2, longestWait)) {
      const made = await this.#send(request);
      if (!isBeingPrepared(made) || waited > maximumPreparation) return made;
      await pause(wait, undefined, { signal: this.#options.signal }).catch(() => undefined);
    }
  }

  post(path: string, body: Buffer | string, options: PostOptions = {}): Promise<Exchange> {
    const { contentType = jsonType, headers, ...signing } = options;
    const bytes = Buffer.from(body);
    return this.#send({
      method: 'POST',
      url: this.#options.url + path,
      headers: {
        ...common,
        ...(contentType !== null && { 'content-type': contentType }),
        ...this.#signatureHeader(bytes, signing),
        ...headers,
      },
      body: bytes,
    });
  }

  /** From here on calls are made also after an abort and beyond the bound: those that clean up. */
  finish(): void {
    this.#finishing = true;
  }

  #signatureHeader(signed: Buffer | string, { signature, signatureName = signatureHeader }: Signing) {
    if (signature === null) return {};
    return { [signatureName]: signature ?? sign(signed, this.#options.secret) };
  }

  #requireLeave(): void {
    if (this.#options.signal?.aborted) throw new CouldNotRun('The run was interrupted.');
    if (this.exchanges.length >= maximumCalls) throw new CouldNotRun(`The run is bounded to ${maximumCalls} requests.`);
    if (this.#silence < maximumSilence) return;
    const failure = this.exchanges.at(-1)?.failure;
    throw new CouldNotRun(`The connector stopped answering (${maximumSilence} times in a row): ${failure}`);
  }

  async #send(request: OutgoingRequest): Promise<Exchange> {
    if (!this.#finishing) this.#requireLeave();
    const made = await exchange(request);
    this.exchanges.push(made);
    this.#silence = made.answer ? 0 : this.#silence + 1;
    return made;
  }
}

function isBeingPrepared({ answer }: Exchange): boolean {
  if (answer?.status !== 503) return false;
  try {
    return JSON.parse(answer.body.toString()).code === 'catalog_not_ready';
  } catch {
    return false;
  }
}

const common = { accept: '*/*', 'user-agent': 'iAdvize' };
