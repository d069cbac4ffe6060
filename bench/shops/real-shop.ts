/** A server of a shop platform, whole and unaltered, that a comparison starts for itself: `shop` of `<source>/shop.ts`. */
export interface RealShop {
  /**
   * Installs the platform's own packages (this folder's package.json) if they are not there, starts it on 127.0.0.1 and seeds it;
   * everything that it writes lies in `folder`. `products`: generate so many instead of the platform's sample.
   */
  start(folder: string, options?: { products?: number }): Promise<RunningShop>;
}

export interface RunningShop {
  /** Without a slash at the end. */
  origin: string;
  /** What a merchant types, by parameter key. */
  parameters: Record<string, string>;
  /** What the shop itself says it sells, asked otherwise than the source asks it: by its admin API or its own search. */
  truth(): Promise<TrueProduct[]>;
  /** Changes prices, stock and names, hides a product and deletes one; says what it did, a line each. */
  change(): Promise<string[]>;
  /** What the sample shop's played API has that this server has not, a line each. */
  played?(): Promise<string[]>;
  /** How often the API that the source reads was called since it was last asked, and the server's memory. */
  usage?(): Promise<{ requests: number; megabytes: number }>;
  /** Ends the server and all that it started. */
  stop(): Promise<void>;
}

/** What agents must see of a product. */
export interface TrueProduct {
  id: string;
  title: string;
  /** In the main unit, e.g. 99.9, with its currency. */
  price: number;
  currency: string;
  salePrice: number | null;
  available: boolean;
  url: string;
  /** Of every variant. */
  references: string[];
  /** Label paths from the root. */
  categoryPaths: string[][];
}
