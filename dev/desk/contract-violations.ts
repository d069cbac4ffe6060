import { parse as parseQuery } from 'node:querystring';
import type { ZodMiniType } from 'zod/mini';
import { categorySchema, productSchema } from '../../connector/contract/catalog.ts';
import { closingFormSchema } from '../../connector/contract/closing-form.ts';
import { mediaTypeOf } from '../../connector/contract/media-type.ts';
import { optionSchema } from '../../connector/contract/options.ts';
import { problemSchema } from '../../connector/contract/problem.ts';
import { answer2017Schema, answer2018Schema } from '../../connector/contract/verification.ts';
import { actionAnswerSchema, profileSchema } from '../../connector/contract/visitor-profile.ts';
import type { Answer, Exchange } from '../../platform/exchange.ts';
import {
  actionRules,
  categoryRules,
  closingFormRules,
  optionRules,
  problemRules,
  productRules,
  profileRules,
  verification2017Rules,
  verification2018Rules,
} from './contract-rules.ts';
import { describeValue } from './describe-value.ts';
import type { Endpoint, Violation } from './desk-api.ts';
import { categoryListViolations, productListViolations } from './list-violations.ts';

type Rules = Readonly<Record<string, string>>;

const mostViolations = 100;

/** Where the answer of one call leaves the contract; [] when it keeps to it. Looks at nothing but the exchange. */
export function contractViolations(endpoint: Endpoint, { request, answer, failure }: Exchange): Violation[] {
  if (endpoint === 'rest-api') return [];
  if (!answer) return [{ field: 'answer', contract: 'an answer within 30 s', got: failure ?? 'none' }];
  const query = parseQuery(request.url.replace(/^[^?]*\??/, ''));
  const violations =
    answer.status >= 400
      ? refusalViolations(endpoint, answer)
      : [...statusViolations(endpoint, answer), ...answerViolations(endpoint, answer, query, request.body)];
  return violations.slice(0, mostViolations);
}

function statusViolations(endpoint: Endpoint, { status }: Answer): Violation[] {
  const any2xx = endpoint === 'webhooks' || endpoint === 'availability';
  if (status === 200 || (any2xx && status >= 200 && status < 300)) return [];
  return [{ field: 'status', contract: any2xx ? '20x' : '200', got: String(status) }];
}

function answerViolations(
  endpoint: Endpoint,
  answer: Answer,
  query: Record<string, string | string[] | undefined>,
  requestBody: Buffer | undefined,
): Violation[] {
  if (endpoint === 'webhooks' || endpoint === 'availability') return [];
  const body = parseJson(answer.body);
  if (body === undefined) return [{ field: 'body', contract: 'JSON', got: describeValue(answer.body.toString()) }];
  const type = mediaTypeOf(answer.headers['content-type']);
  const wrongType =
    type === 'application/json'
      ? []
      : [{ field: 'content-type', contract: 'application/json', got: describeValue(answer.headers['content-type']) }];
  return [...wrongType, ...bodyViolations(endpoint, body, query, requestBody)];
}

function bodyViolations(
  endpoint: Endpoint,
  body: unknown,
  query: Record<string, string | string[] | undefined>,
  requestBody: Buffer | undefined,
): Violation[] {
  switch (endpoint) {
    case 'products':
    case 'categories': {
      if (!Array.isArray(body)) return [{ field: 'body', contract: 'a bare JSON list', got: describeValue(body) }];
      const [schema, rules] = endpoint === 'products' ? [productSchema, productRules] : [categorySchema, categoryRules];
      const ofItems = body.flatMap((item, index) => schemaViolations(schema, item, rules, `${endpoint}[${index}]`));
      const ofList = endpoint === 'products' ? productListViolations(body, query) : categoryListViolations(body, query);
      return [...ofItems, ...ofList];
    }
    case 'options': {
      if (!Array.isArray(body) || body.length === 0) {
        return [{ field: 'body', contract: 'a bare JSON list, never empty', got: describeValue(body) }];
      }
      return body.flatMap((item, index) => schemaViolations(optionSchema, item, optionRules, `options[${index}]`));
    }
    case 'verification': {
      const sent = parseJson(requestBody ?? Buffer.alloc(0));
      const is2017 = Array.isArray(sent) && sent.length > 0 && sent.every((item) => item && !('key' in Object(item)));
      return is2017
        ? schemaViolations(answer2017Schema, body, verification2017Rules, '')
        : [...schemaViolations(answer2018Schema, body, verification2018Rules, ''), ...outcomeViolations(body)];
    }
    case 'visitor-profile':
      return listViolations(profileSchema, body, profileRules);
    case 'visitor-action':
      return schemaViolations(actionAnswerSchema, body, actionRules, '');
    case 'closing-form':
      return listViolations(closingFormSchema, body, closingFormRules);
    case 'health': {
      const isUp = (body as { status?: unknown } | null)?.status === 'UP';
      return isUp ? [] : [{ field: 'body', contract: '{"status":"UP"}', got: describeValue(body) }];
    }
    default:
      return [];
  }
}

/** The 2018 dialect says the outcome under two names, and in the list of errors. */
function outcomeViolations(body: unknown): Violation[] {
  const { isStepValid, isValid, errors } = Object(body) as Record<string, unknown>;
  if (typeof isStepValid !== 'boolean' || typeof isValid !== 'boolean' || !Array.isArray(errors)) return [];
  const violations: Violation[] = [];
  if (isStepValid !== isValid)
    violations.push({ field: 'isValid', contract: 'equal to isStepValid', got: String(isValid) });
  if (isStepValid === errors.length > 0) {
    const contract = isStepValid ? '[] when valid' : 'at least one error when not valid';
    violations.push({ field: 'errors', contract, got: describeValue(errors) });
  }
  return violations;
}

const statusesOf: Record<Endpoint, readonly number[]> = {
  verification: [400, 401, 413, 415, 503],
  options: [400, 401, 503],
  categories: [400, 401, 404, 409, 502, 503, 504],
  products: [400, 401, 404, 409, 502, 503, 504],
  webhooks: [400, 401, 413, 415, 429],
  'visitor-profile': [400, 401, 404, 409, 502, 503, 504],
  'visitor-action': [400, 401, 404, 409, 413, 415, 502, 503, 504],
  'closing-form': [400, 401, 404, 409, 502, 503, 504],
  availability: [],
  health: [],
  'rest-api': [],
};

function refusalViolations(endpoint: Endpoint, { status, headers, body }: Answer): Violation[] {
  const violations: Violation[] = [];
  const allowed = statusesOf[endpoint];
  if (!allowed.includes(status)) {
    const contract = allowed.length ? `200 or one of ${allowed.join(', ')}` : '200';
    violations.push({ field: 'status', contract, got: String(status) });
  }
  if (endpoint === 'health' || endpoint === 'availability') return violations;
  const type = headers['content-type'];
  if (mediaTypeOf(type) !== 'application/problem+json') {
    violations.push({ field: 'content-type', contract: 'application/problem+json', got: describeValue(type) });
  }
  if ((status === 503 || status === 429) && !/^\d+$/.test(headers['retry-after'] ?? '')) {
    violations.push({ field: 'retry-after', contract: 'seconds', got: describeValue(headers['retry-after']) });
  }
  const problem = parseJson(body);
  if (problem === undefined) {
    return [...violations, { field: 'body', contract: 'JSON', got: describeValue(body.toString()) }];
  }
  violations.push(...schemaViolations(problemSchema, problem, problemRules, ''));
  const said = Object(problem).status;
  if (typeof said === 'number' && said !== status) {
    violations.push({ field: 'status', contract: `${status}, the status of the answer`, got: String(said) });
  }
  return violations;
}

function listViolations(schema: ZodMiniType, body: unknown, rules: Rules): Violation[] {
  if (!Array.isArray(body)) return [{ field: 'body', contract: 'a bare JSON list', got: describeValue(body) }];
  return schemaViolations(schema, body, rules, 'fields');
}

function schemaViolations(schema: ZodMiniType, value: unknown, rules: Rules, name: string): Violation[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue): Violation[] => {
    const field = fieldOf(name, issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: fieldOf(name, [...issue.path, key]),
        contract: 'absent: documented fields only',
        got: describeValue(valueAt(value, [...issue.path, key])),
      }));
    }
    const named = issue.path.findLast((step) => typeof step === 'string');
    const contract = (named && rules[named]) || 'an object';
    return [{ field, contract, got: describeValue(valueAt(value, issue.path)) }];
  });
}

function fieldOf(name: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return (name + steps).replace(/^\./, '') || 'body';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => Object(inner)[step], value);
}

/** undefined for what is not JSON. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
