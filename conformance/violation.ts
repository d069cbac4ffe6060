import type { Exchange } from '../platform/exchange.ts';

/** The connector broke a rule. */
export class Violation extends Error {
  readonly exchange: Exchange | undefined;
  /** The part of the answer that is wrong; undefined shows all of it. */
  readonly excerpt: unknown;

  constructor(reason: string, exchange?: Exchange, excerpt?: unknown) {
    super(reason);
    this.name = 'Violation';
    this.exchange = exchange;
    this.excerpt = excerpt;
  }
}

/** The check could not be judged, because of something that another check reports. */
export class Blocked extends Error {
  override name = 'Blocked';
}

/** The run itself cannot begin or go on: wrong use, no connection, an installed website. */
export class CouldNotRun extends Error {
  override name = 'CouldNotRun';
}
