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
