import { type Caller, caller, readQuery, text } from './catalog.ts';
import { mustBe } from './invalid-request.ts';

/** Who is asked about: the platform knows a visitor by any of these, or by none. */
export interface Visitor {
  /** Of the visitor's browser. */
  uniqueId: string | undefined;
  /** What the shop's own pages call the visitor. */
  externalId: string | undefined;
  /** As the visitor typed it: no promise that it is one. */
  email: string | undefined;
}

export interface FormQuery extends Caller {
  /** BCP 47, of the agent: labels are for them. */
  locale: string;
}

export interface ProfileQuery extends FormQuery {
  visitor: Visitor;
}

const usualLocale = 'en';

/** The query of `GET /closing-form` (contract §11), without `?`. Throws `Problem` that names the parameter. */
export function parseFormQuery(rawQuery: string): FormQuery {
  return formQuery(readQuery(rawQuery));
}

/** The query of `GET /visitor-profile` (contract §10), without `?`. Throws `Problem` that names the parameter. */
export function parseProfileQuery(rawQuery: string): ProfileQuery {
  const query = readQuery(rawQuery);
  const visitor = {
    uniqueId: known(query, 'idVisitorUnique'),
    externalId: known(query, 'idVisitorExternal'),
    email: known(query, 'emailVisitor'),
  };
  return { ...formQuery(query), visitor };
}

function formQuery(query: URLSearchParams): FormQuery {
  return { ...caller(query), locale: locale(query) };
}

/** A text of one line; one that was not given is `''` or `null`, too. */
function known(query: URLSearchParams, name: string): string | undefined {
  const value = text(query, name)?.trim();
  if (value === undefined || value === '' || value === 'null') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\x00-\x1f\x7f-\x9f]/.test(value)) throw mustBe(name, 'without control characters');
  return value;
}

/** `fr_FR.UTF-8` → `fr-FR`: a browser's language may be of the machine's spelling. */
function locale(query: URLSearchParams): string {
  const value = known(query, 'operatorLocale') ?? usualLocale;
  try {
    return Intl.getCanonicalLocales(value.replace(/[.@].*$/, '').replaceAll('_', '-'))[0]!;
  } catch {
    throw mustBe('operatorLocale', 'a language tag, such as en or fr-FR');
  }
}
