import type { Answer } from '../../../platform/exchange.ts';
import { jsonAnswer, type ProxiedCall } from '../faulty-proxy.ts';
import { altered, type Fault, fault, type Item, inList, inOneItem, problem, without } from './fault.ts';

const path = '/options/shown';

/** What a connector may get wrong of its list `shown`. */
export const optionFaults: readonly Fault[] = [
  inList(path, 'lists nothing', 'options/not-empty', () => []),
  inList(path, 'wraps its list', 'options/fields', (options) => ({ options })),
  inOneItem(path, 'leaves a label out', 'options/fields', (item) => without(item, 'label')),
  inOneItem(path, 'sends a number for a value', 'options/fields', (item) => ({ ...item, value: 1 })),
  inOneItem(path, 'sends an empty label', 'options/fields', (item) => ({ ...item, label: '' })),
  inOneItem(path, 'adds a field', 'options/fields', (item) => ({ ...item, selected: true })),
  inList(path, 'repeats a value', 'options/distinct-values', (options) => [...options, options[0]]),
  inList(path, 'does not list what it accepts', 'options/lists-what-is-valid', (options) =>
    options.filter(({ value }) => value !== 'all'),
  ),
  answered('answers a list as text', 'content-type', (_, answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/plain' },
  })),
  answered('knows installed websites only', 'any-website', ({ query }, answer) =>
    query.includes('999999999999999') ? problem(404, 'unknown_website') : answer,
  ),
  answered('refuses unknown parameters', 'unknown-parameters', ({ query }, answer) =>
    query.includes('invented') ? problem(400, 'invalid_request') : answer,
  ),
  answered('does not miss idWebsite', 'website-missing', (_, answer) =>
    answer.status === 400 ? jsonAnswer([{ label: 'All', value: 'all' }]) : answer,
  ),
  answered('takes any idWebsite', 'website-malformed', (_, answer) =>
    answer.status === 400 ? jsonAnswer([{ label: 'All', value: 'all' }]) : answer,
  ),
  answered('names another field', 'website-missing', (_, answer) =>
    answer.status === 400 ? altered(answer, (value) => ({ ...value, field: 'website' })) : answer,
  ),
  ...['missing', 'malformed', 'other-secret'].map((what) =>
    answered(`serves lists unsigned (${what})`, `signed-${what}`, (_, answer) =>
      answer.status === 401 ? jsonAnswer([{ label: 'All', value: 'all' }]) : answer,
    ),
  ),
  fault('accepts a value that it does not list', 'options/other-values', async (call, forward) => {
    const answer = await forward(call);
    if (call.path !== '/verification' || !String(call.body).includes('no-such-option')) return answer;
    return altered(answer, () => ({ isStepValid: true, isValid: true, errors: [] }));
  }),
  fault('names another parameter for a wrong value', 'options/other-values', async (call, forward) => {
    const answer = await forward(call);
    if (call.path !== '/verification' || answer.status !== 200) return answer;
    const renamed = ({ errors, ...rest }: Item) => ({
      ...rest,
      errors: (errors as Item[]).map((error) => ({ ...error, parameterKey: 'websiteId' })),
    });
    return altered(answer, renamed);
  }),
];

function answered(name: string, check: string, alter: (call: ProxiedCall, answer: Answer) => Answer): Fault {
  return fault(name, `options/${check}`, async (call, forward) => {
    const answer = await forward(call);
    return call.path === path ? alter(call, answer) : answer;
  });
}
