import type { Kind, Kinds } from './resources/kinds.ts';
import type { Operation } from './resources/resource.ts';
import type { ResourceName, Resources } from './resources/resources.ts';

/** A number as it comes is one of any resource; once it is known whose it is, it is taken for no other's. */
export type Id<Name extends string> = number & { readonly __resource?: Name };

/** As the platform answers; it may say more than is documented, so a choice may be another text. */
type Read<K extends Kind> = K extends { is: 'id'; of: infer Name extends string }
  ? Id<Name>
  : K extends { is: 'integer' | 'number' }
    ? number
    : K extends { is: 'boolean' }
      ? boolean
      : K extends { is: 'date' }
        ? Date
        : K extends { is: 'choice'; among: readonly (infer Choice)[] }
          ? Choice | (string & {})
          : K extends { is: 'list'; of: infer Of extends Kind }
            ? Read<Of>[]
            : K extends { is: 'record'; fields: infer Fields extends Kinds }
              ? Entry<Fields>
              : string;

/** As it is sent: what is documented and nothing else. */
type Sent<K extends Kind> = K extends { is: 'id'; orNull: true; of: infer Name extends string }
  ? Id<Name> | null | '!null'
  : K extends { is: 'date' }
    ? Date | string
    : K extends { is: 'choice'; among: readonly (infer Choice)[] }
      ? Choice
      : K extends { is: 'list'; of: infer Of extends Kind }
        ? readonly Sent<Of>[]
        : K extends { is: 'record'; fields: infer Fields extends Kinds }
          ? SentFields<Fields>
          : Read<K>;

/** What the platform does not say, or says in a form that cannot be read, is absent. */
export type Entry<Fields extends Kinds> = { [Name in keyof Fields]?: Read<Fields[Name]> };
type Identified<Fields extends Kinds> = Entry<Fields> & {
  [Name in Extract<keyof Fields, 'id'>]: Read<Fields[Name]>;
};
type SentFields<Fields extends Kinds> = { readonly [Name in keyof Fields]?: Sent<Fields[Name]> };
/** Null empties a field. */
type Settings<Fields extends Kinds> = { readonly [Name in keyof Fields]?: Sent<Fields[Name]> | null };

type FieldsOf<R> = R extends { fields: infer Fields extends Kinds } ? Fields : Record<never, Kind>;
type FiltersOf<R> = R extends { filters: infer Filters extends Kinds } ? Filters : Record<never, Kind>;
type SettingsOf<R> = R extends { settable: infer Fields extends Kinds }
  ? Settings<Fields>
  : Omit<Settings<FieldsOf<R>>, 'id'>;

/** One of a resource, e.g. `IadvizeEntry<'conversation'>`. */
export type IadvizeEntry<Name extends ResourceName> = Identified<FieldsOf<Resources[Name]>>;
/** By what a resource is listed, or a report is asked for, e.g. `IadvizeFilters<'operator'>`. */
export type IadvizeFilters<Name extends ResourceName> = SentFields<
  Resources[Name] extends { report: infer Report extends Kinds } ? Report : FiltersOf<Resources[Name]>
>;

export interface ListOptions {
  /** All fields of each; without it the platform promises the ids only. */
  full?: boolean;
  /** How many a call brings, 1 to 100. Default 100. */
  limit?: number;
  /** Told before the entries of each page. */
  onPage?(page: PageProgress): void;
}

export interface PageProgress {
  page: number;
  /** As the platform says, of the period that is read. */
  pages: number;
  /** Of all pages; undefined where the platform does not say. */
  count: number | undefined;
}

interface Listed<Filters extends Kinds, Fields extends Kinds> {
  /** Every entry once, page after page as they are asked for. */
  list(filters?: SentFields<Filters>, options?: ListOptions): AsyncGenerator<Identified<Fields>, void, undefined>;
}

interface Calls<Name extends string, Filters extends Kinds, Fields extends Kinds, Given>
  extends Listed<Filters, Fields> {
  get(id: Id<Name>): Promise<Identified<Fields>>;
  create(fields: Given): Promise<Identified<Fields>>;
  /** Answers what the platform says of it. */
  update(id: Id<Name>, fields: Given): Promise<Updated<Fields>>;
  delete(id: Id<Name>): Promise<void>;
}

interface Updated<Fields extends Kinds> {
  /** As it is now, where the platform says it. */
  entry: Entry<Fields>;
  message: string | undefined;
}

type OperationsOf<R> = R extends { operations: readonly (infer Each extends Operation)[] } ? Each : never;

type PartsOf<Name extends string, R> = R extends { parts: infer Parts }
  ? {
      readonly [Part in keyof Parts]: Pick<
        Calls<Name, FiltersOf<R>, FieldsOf<Parts[Part]>, SettingsOf<Parts[Part]>>,
        OperationsOf<Parts[Part]>
      >;
    }
  : unknown;

type ReportOf<R> = R extends { report: infer Filters extends Kinds }
  ? {
      /** The answer's `data` as it comes, for its form is not documented: `{ <indicator>: value }` was seen. */
      read(filters: SentFields<Filters>): Promise<unknown>;
    }
  : unknown;

type ActionsOf<R> = R extends { actions: infer Actions }
  ? {
      readonly [Action in keyof Actions]: Actions[Action] extends {
        parameters: infer Parameters extends Kinds;
        fields: infer Fields extends Kinds;
      }
        ? (parameters: Required<SentFields<Parameters>>) => Promise<Entry<Fields>>
        : never;
    }
  : unknown;

/** Every resource of the documentation with the operations that it documents. */
export type IadvizeApi = {
  readonly [Name in ResourceName]: Pick<
    Calls<Name, FiltersOf<Resources[Name]>, FieldsOf<Resources[Name]>, SettingsOf<Resources[Name]>>,
    OperationsOf<Resources[Name]>
  > &
    PartsOf<Name, Resources[Name]> &
    ReportOf<Resources[Name]> &
    ActionsOf<Resources[Name]>;
};
