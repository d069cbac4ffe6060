import type { Kinds } from './kinds.ts';

export type Operation = 'list' | 'get' | 'create' | 'update' | 'delete';

/** One resource of the REST API 2.0, in the documentation's own names. */
export interface Resource {
  /** Its heading in the documentation. */
  readonly title: string;
  readonly operations?: readonly Operation[];
  readonly filters?: Kinds;
  readonly fields?: Kinds;
  /** `<resource>/<id>/<part>`; those with `list` also `<resource>/<part>`, with the resource's filters. */
  readonly parts?: Readonly<Record<string, Part>>;
  /** `GET <resource>` answers one report, by these filters. */
  readonly report?: Kinds;
  /** `POST <resource>/<action>`, as a form; every parameter is mandatory. */
  readonly actions?: Readonly<Record<string, Action>>;
  /** A period by `from` and `to` may span three months at most. */
  readonly threeMonths?: true;
}

interface Part {
  readonly operations: readonly ('list' | 'get' | 'update')[];
  readonly fields: Kinds;
  /** What may be set, where it is not the fields. */
  readonly settable?: Kinds;
}

interface Action {
  readonly parameters: Kinds;
  readonly fields: Kinds;
}
