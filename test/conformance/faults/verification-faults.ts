import type { Answer } from '../../../platform/exchange.ts';
import { jsonAnswer, type ProxiedCall, resigned } from '../faulty-proxy.ts';
import { altered, type Fault, type Item, problem, without } from './fault.ts';

const path = '/verification';

function inAnswer(name: string, caughtBy: string, alter: (answer: Answer, call: ProxiedCall) => Answer): Fault {
  return {
    name,
    caughtBy: `verification/${caughtBy}`,
    start: () => async (call, forward) => {
      const answer = await forward(call);
      return call.path === path && answer.status < 500 ? alter(answer, call) : answer;
    },
  };
}

const inOutcome = (name: string, caughtBy: string, alter: (value: Item, call: ProxiedCall) => Item) =>
  inAnswer(name, caughtBy, (answer, call) =>
    answer.status === 200 ? altered(answer, (value) => alter(value, call)) : answer,
  );

const inErrors = (name: string, caughtBy: string, alter: (error: Item) => Item) =>
  inOutcome(name, caughtBy, (value) =>
    Array.isArray(value.errors) ? { ...value, errors: value.errors.map(alter) } : value,
  );

/** Alters the items that a merchant typed on their way in. */
function inItems(name: string, caughtBy: string, alter: (items: Item[]) => Item[]): Fault {
  return {
    name,
    caughtBy: `verification/${caughtBy}`,
    start:
      ({ secret }) =>
      (call, forward) => {
        if (call.path !== path || !/^\[\{.*\]$/.test(String(call.body))) return forward(call);
        return forward(
          resigned({ ...call, body: Buffer.from(JSON.stringify(alter(JSON.parse(String(call.body))))) }, secret),
        );
      },
  };
}

const valid = { isStepValid: true, isValid: true, errors: [] };

export const verificationFaults: readonly Fault[] = [
  inOutcome('leaves isStepValid out', '2018-is-step-valid', (value) => without(value, 'isStepValid')),
  inOutcome('leaves isValid out', '2018-is-valid', (value) => ('errors' in value ? without(value, 'isValid') : value)),
  inOutcome('leaves errors out', '2018-errors', (value) => without(value, 'errors')),
  inOutcome('contradicts itself', '2018-names-agree', (value) =>
    'errors' in value ? { ...value, isValid: true } : value,
  ),
  inErrors('leaves description out', '2018-error-description', (error) => without(error, 'description')),
  inErrors('leaves message out', '2018-error-message', (error) => without(error, 'message')),
  inErrors('leaves code out', '2018-error-code', (error) => without(error, 'code')),
  inErrors('names no parameter', '2018-error-parameter-key', (error) => without(error, 'parameterKey')),
  inErrors('names another parameter', 'wrong-parameters', (error) => ({ ...error, parameterKey: 'websiteId' })),
  inOutcome('adds a field to its answer', '2018-documented-only', (value) => ({ ...value, details: {} })),
  inOutcome('leaves fields out in the 2017 dialect', '2017-fields', (value) => without(value, 'fields')),
  inOutcome('leaves message out in the 2017 dialect', '2017-message', (value) => without(value, 'message')),
  inOutcome('answers the 2017 dialect in the 2018 one', '2017-fields', (value) =>
    'fields' in value ? { isStepValid: value.isValid, isValid: value.isValid, errors: [] } : value,
  ),
  inOutcome('answers a mix in the 2017 dialect', 'mixed-dialects', (value, call) =>
    String(call.body).includes('"id"') ? { isValid: value.isValid, message: '', fields: [] } : value,
  ),
  inAnswer('answers valid to a wrong parameter', 'wrong-parameters', (answer, call) =>
    String(call.body).includes('canary') ? jsonAnswer(valid) : answer,
  ),
  inAnswer('answers valid to everything', '2018-error-code', (answer) =>
    answer.status === 200 ? jsonAnswer(valid) : answer,
  ),
  inAnswer('proves no website', 'unproved-website', (answer, call) =>
    /not-a-key|999999999999999/.test(String(call.body)) ? jsonAnswer(valid) : answer,
  ),
  inAnswer('answers 400 to wrong credentials', 'wrong-parameters', (answer) =>
    String(answer.body).includes('"isStepValid":false') ? problem(400, 'invalid_request') : answer,
  ),
  inAnswer('answers 200 to garbage', 'body-not-json', (answer) =>
    answer.status === 400 ? jsonAnswer({ ...valid, isStepValid: false, isValid: false }) : answer,
  ),
  inAnswer('answers text/html', 'content-type', (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/html' },
  })),
  inOutcome('repeats what was typed', 'wrong-parameters', (value, call) => {
    const [first, ...others] = Array.isArray(value.errors) ? value.errors : [];
    return first ? { ...value, errors: [{ ...first, message: `Wrong: ${call.body}` }, ...others] } : value;
  }),
  inItems('minds the case of a website', 'website-any-case', (items) =>
    items.map((item) =>
      /^ *[A-Z]/.test(String(item.value)) && item.key === 'websiteId' ? { ...item, value: 'none' } : item,
    ),
  ),
  inItems('minds no case in keys', 'exact-keys', (items) =>
    items.map((item) => (item.key === 'WEBSITEID' ? { ...item, key: 'websiteId' } : item)),
  ),
  inAnswer('refuses unknown parameters', 'unknown-parameter', (answer, call) =>
    String(call.body).includes('inventedBy') ? problem(400, 'invalid_request') : answer,
  ),
  inAnswer('refuses unknown fields', 'unknown-field', (answer, call) =>
    String(call.body).includes('"invented":') ? problem(400, 'invalid_request') : answer,
  ),
];
