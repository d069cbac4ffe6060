import type { Credentials, Parameter, Shop } from '../catalog/catalog-source.ts';
import type { Visitor } from '../contract/plugin-query.ts';
import { parseProfileQuery } from '../contract/plugin-query.ts';
import {
  type ActionAnswer,
  type ActionRequest,
  actionAnswerSchema,
  type ProfileField,
  parseAction,
  profileSchema,
} from '../contract/visitor-profile.ts';
import type { Call } from '../endpoint/endpoint.ts';
import { openShop } from '../endpoint/open-shop.ts';
import { checked } from './checked.ts';
import { withoutVisitor } from './without-visitor.ts';

/** What the agent sees of a visitor beside the conversation, and what one click does for them. */
export interface VisitorProfile<C extends Credentials = Credentials> {
  /** The settings that it opens, as the merchant's form declares them. Absent: `shop.credentials` is empty, and none may be opened. */
  readonly parameters?: readonly Parameter[];
  /** The locale is the agent's. Nothing is known of most visitors: `[]` says so. */
  fields(visitor: Visitor, shop: Shop<C>, locale: string): Promise<readonly ProfileField[]>;
  /** By the name that the value of an `ACTION` field begins with: `OPEN_CASE`, or `OPEN_CASE:R-1042` with an argument. */
  readonly actions?: Readonly<Record<string, VisitorAction<C>>>;
  /** Who the local desk asks about first. */
  readonly sample?: Partial<Visitor>;
}

interface ActionCall extends Pick<ActionRequest, 'visitorUniqueId' | 'conversationId' | 'operatorId'> {
  /** What follows the name and a colon; '' without. It went through the agent's browser: check it as if it were typed. */
  argument: string;
}

/** The same call may come twice, captured or clicked: it must not do the same thing twice. */
type VisitorAction<C extends Credentials = Credentials> = (call: ActionCall, shop: Shop<C>) => Promise<ActionAnswer>;

/** Answers `GET /visitor-profile`. */
export async function answerProfile<C extends Credentials>(
  profile: VisitorProfile<C>,
  call: Call,
): Promise<ProfileField[]> {
  const { website, connectorVersion, visitor, locale } = parseProfileQuery(call.query);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  try {
    const opened = await openShop<C>(profile, website, call);
    const shop = { ...opened, explain: (cause: unknown) => call.log.explain(withoutVisitor(cause, visitor)) };
    const fields = checked(profileSchema, await profile.fields(visitor, shop, locale), 'visitorProfile.fields');
    for (const [index, { fieldType, value }] of fields.entries()) {
      if (fieldType !== 'ACTION' || actionOf(profile, value)) continue;
      throw new Error(`visitorProfile.fields: [${index}].value must begin with the name of an action.`);
    }
    return fields;
  } catch (error) {
    throw withoutVisitor(error, visitor);
  }
}

/** Answers `POST /visitor-profile`. */
export async function answerAction<C extends Credentials>(
  profile: VisitorProfile<C>,
  call: Call,
): Promise<ActionAnswer> {
  const { website, connectorVersion, action, ...who } = parseAction(call.body);
  if (connectorVersion) call.log.set('connectorVersion', connectorVersion);
  const visitor = { uniqueId: who.visitorUniqueId, externalId: undefined, email: undefined };
  try {
    const shop = await openShop<C>(profile, website, call);
    const run = actionOf(profile, action);
    if (!run) return { success: false, message: 'This action is not known.' };
    const [, argument = ''] = splitOnce(action);
    return checked(actionAnswerSchema, await run({ ...who, argument }, shop), 'visitorProfile.actions');
  } catch (error) {
    throw withoutVisitor(error, visitor);
  }
}

function actionOf<C extends Credentials>({ actions = {} }: VisitorProfile<C>, value: string) {
  const [name = ''] = splitOnce(value);
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}

function splitOnce(value: string): string[] {
  const colon = value.indexOf(':');
  return colon < 0 ? [value] : [value.slice(0, colon), value.slice(colon + 1)];
}
