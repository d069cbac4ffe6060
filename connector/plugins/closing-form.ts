import type { Credentials, Parameter, Shop } from '../catalog/catalog-source.ts';
import { closingFormSchema, type FormField } from '../contract/closing-form.ts';
import { parseFormQuery } from '../contract/plugin-query.ts';
import type { Call } from '../endpoint/endpoint.ts';
import { openShop } from '../endpoint/open-shop.ts';
import { checked } from './checked.ts';

/** What the agent is asked when a conversation ends. The answers come back with the closed conversation, not here. */
export interface ClosingForm<C extends Credentials = Credentials> {
  /** The settings that it opens, as the merchant's form declares them. Absent: `shop.credentials` is empty, and none may be opened. */
  readonly parameters?: readonly Parameter[];
  /** The locale is the agent's, BCP 47. */
  fields(locale: string, shop: Shop<C>): Promise<readonly FormField[]>;
}

/** Answers `GET /closing-form`. */
export async function answerForm<C extends Credentials>(form: ClosingForm<C>, call: Call): Promise<FormField[]> {
  const { website, connectorVersion, locale } = parseFormQuery(call.query);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  const shop = await openShop<C>(form, website, call);
  return checked(closingFormSchema, await form.fields(locale, shop), 'closingForm.fields');
}
