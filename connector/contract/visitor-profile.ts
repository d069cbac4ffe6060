import * as z from 'zod/mini';
import { parseWebsite, type Website } from '../website.ts';
import { isAbsoluteUrl } from './catalog.ts';
import { fieldId, fieldLabel, fieldText, type List, listOf, longestText } from './field-texts.ts';
import { invalidRequest, mustBe } from './invalid-request.ts';
import { parseJson } from './json-body.ts';

/** The answer of `GET /visitor-profile` (contract §10). */
export const profileSchema: List<ProfileField> = /* @__PURE__ */ defineProfileSchema();

export interface ProfileField {
  /** Unique in the list. */
  id: string;
  label: string;
  /** An absolute http(s) URL for `URL`; for `ACTION` what comes back when the agent clicks. */
  value: string;
  fieldType: 'TEXT' | 'URL' | 'ACTION';
}

function defineProfileSchema(): List<ProfileField> {
  const field = z
    .strictObject({
      id: fieldId(),
      label: fieldLabel(),
      value: fieldText(),
      fieldType: z.enum(['TEXT', 'URL', 'ACTION'], 'TEXT, URL or ACTION'),
    })
    .check(
      z.refine(({ fieldType, value }) => fieldType !== 'URL' || isAbsoluteUrl(value), {
        path: ['value'],
        error: 'an absolute http(s) URL',
      }),
      z.refine(({ fieldType, value }) => fieldType !== 'ACTION' || value !== '', {
        path: ['value'],
        error: 'what comes back, not empty',
      }),
    );
  return listOf(field);
}

/** The answer of `POST /visitor-profile`. */
export const actionAnswerSchema: z.ZodMiniType<ActionAnswer> = /* @__PURE__ */ defineActionAnswerSchema();

export interface ActionAnswer {
  success: boolean;
  /** Shown to the agent. */
  message?: string | undefined;
}

function defineActionAnswerSchema(): z.ZodMiniType<ActionAnswer> {
  return z.strictObject({ success: z.boolean('a boolean'), message: z.optional(fieldText()) });
}

/** The body of `POST /visitor-profile`. */
export interface ActionRequest {
  website: Website;
  connectorVersion: string | undefined;
  /** The value of an `ACTION` field, as it was answered. */
  action: string;
  visitorUniqueId: string | undefined;
  conversationId: string | undefined;
  operatorId: string | undefined;
}

const actionRule = `a text of 1 to ${longestText} characters`;
const idRule = 'a text or a number of at most 200 characters';

/** Throws `Problem` that names the field. */
export function parseAction(body: Buffer): ActionRequest {
  const id = z.nullish(z.union([z.string(idRule).check(z.maxLength(200, idRule)), z.number(idRule)], idRule));
  const { data, error } = z.safeParse(
    z.object(
      {
        action: z.string(actionRule).check(z.minLength(1, actionRule), z.maxLength(longestText, actionRule)),
        idWebsite: z.optional(z.unknown()),
        ...{ idConnectorVersion: id, idVisitorUnique: id, idConversation: id, idOperator: id },
      },
      'a JSON object',
    ),
    parseJson(body),
  );
  if (error) throw invalidRequest(error);
  const website = typeof data.idWebsite === 'string' ? parseWebsite(data.idWebsite) : undefined;
  if (!website) throw mustBe('idWebsite', 'a platform and a number, such as ha-123');
  return {
    ...{ website, action: data.action },
    connectorVersion: known(data.idConnectorVersion),
    visitorUniqueId: known(data.idVisitorUnique),
    conversationId: known(data.idConversation),
    operatorId: known(data.idOperator),
  };
}

function known(id: string | number | null | undefined): string | undefined {
  return id === null || id === undefined || id === '' ? undefined : String(id);
}
