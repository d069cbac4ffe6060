export interface ConnectorConfig {
  /** Shown to merchants and used in the registration sheet. */
  name: string;
  /** BCP 47 tag for prices: `fr-FR` gives `99,90 €`. */
  locale: string;
  /**
   * `proved`: any merchant may install, who proves the website with a key of the platform's REST API.
   * A list, e.g. `['ha-123']`: a private app for those websites only; no key is asked for.
   */
  websites: 'proved' | readonly string[];
}

/** A function of the fork's own, the file `functions/own/<name>.ts`. */
export interface OwnFunction {
  name: string;
  /** Why anyone may call it. Without it, it has the app's secret, and must answer through `signedGet` or `signedPost`. */
  open?: string;
  /** `catalog`: what `GET /products` may read; `credentials`: the installs, and to open what merchants typed. */
  uses?: readonly ('catalog' | 'credentials')[];
  /** Megabytes; default 512. 1,769 MB is one whole core. */
  memory?: number;
}

/** As of `OwnFunction`; `apiKey`: the installs, and to open the key that the merchant typed, where the app keeps it. */
export type HandlerUse = 'catalog' | 'credentials' | 'apiKey';

/** What the file of a handler, `functions/own/on-<name>.ts`, says of itself by `onEvent`; the stack reads it. */
export interface EventDeclaration {
  types: readonly string[];
  uses?: readonly HandlerUse[];
  /** Megabytes; default 512. */
  memory?: number;
  /** How long a run may take, at most 900; default 60. */
  seconds?: number;
}

/** By the route that it answers, e.g. `GET /stock`. One function, one route. */
export type OwnRoutes = Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, OwnFunction>>;
