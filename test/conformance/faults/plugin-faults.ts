import { jsonAnswer } from '../faulty-proxy.ts';
import { altered, type Fault, fault, type Item, inList, inOneItem, parametersOf, problem, without } from './fault.ts';

const profile = '/visitor-profile';
const form = '/closing-form';

/** What both lists have in common is judged by the same checks: one of them stands for both. */
function inProfile(name: string, caughtBy: string, alter: (items: Item[]) => unknown): Fault {
  return inList(profile, name, `visitor-profile/${caughtBy}`, alter);
}

/** The first field of a kind. */
function inKind(path: string, kind: string, name: string, caughtBy: string, alter: (item: Item) => Item): Fault {
  return inList(path, name, `${path.slice(1)}/${caughtBy}`, (items) => {
    const one = items.findIndex(({ fieldType }) => fieldType === kind);
    return items.map((item, index) => (index === one ? alter(item) : item));
  });
}

function inActions(name: string, caughtBy: string, alter: (answer: Item) => unknown): Fault {
  return fault(name, `visitor-action/${caughtBy}`, async (call, forward) => {
    const answer = await forward(call);
    return call.method === 'POST' && call.path === profile && answer.status === 200 ? altered(answer, alter) : answer;
  });
}

/** Answers a signed action by what was sent. */
function actions(name: string, caughtBy: string, isRefused: (body: Item) => boolean, answer = jsonAnswer({})): Fault {
  return fault(name, `visitor-action/${caughtBy}`, (call, forward) => {
    if (call.method !== 'POST' || call.path !== profile || !call.headers['x-iadvize-signature']) return forward(call);
    try {
      return isRefused(Object(JSON.parse(String(call.body)))) ? answer : forward(call);
    } catch {
      return forward(call);
    }
  });
}

/** Answers a list by what was asked. */
function asked(path: string, name: string, caughtBy: string, isRefused: (query: URLSearchParams) => boolean): Fault {
  return fault(name, `${path.slice(1)}/${caughtBy}`, (call, forward) => {
    const isOne = call.method === 'GET' && call.path === path && call.headers['x-iadvize-signature'];
    return isOne && isRefused(parametersOf(call)) ? jsonAnswer({ error: 'oops' }, 500) : forward(call);
  });
}

/** The answer to a refusal of that status, in one of the lists. */
function insteadOf(status: number, path: string, name: string, caughtBy: string): Fault {
  return fault(name, `${path.slice(1)}/${caughtBy}`, async (call, forward) => {
    const answer = await forward(call);
    return call.path === path && answer.status === status ? jsonAnswer([]) : answer;
  });
}

const common: readonly Fault[] = [
  inProfile('wraps the list', 'list', (items) => ({ fields: items })),
  inProfile('gives two fields one id', 'ids-unique', (items) => [...items, items[0]]),
  inProfile('adds a member', 'documented-only', (items) => items.map((item) => ({ ...item, order: 1 }))),
  inProfile('numbers its fields', 'field-id', (items) => items.map((item, index) => ({ ...item, id: index }))),
  inProfile('leaves a label empty', 'field-label', (items) => items.map((item) => ({ ...item, label: '' }))),
  inProfile('has a kind of its own', 'field-field-type', (items) =>
    items.map((item) => ({ ...item, fieldType: 'DATE' })),
  ),
  asked(profile, 'wants idOperator', 'optional-parameters', (query) => !query.has('idOperator')),
  asked(form, 'asks in English only', 'locales', (query) => query.get('operatorLocale') !== 'en'),
  insteadOf(404, form, 'asks on any website', 'unknown-website'),
  insteadOf(401, profile, 'tells anybody who a visitor is', 'signature-missing'),
];

const profiles: readonly Fault[] = [
  inOneItem(profile, 'drops the value of a field', 'visitor-profile/field-value', (item) => without(item, 'value')),
  inOneItem(profile, 'sends a value as a number', 'visitor-profile/field-value', (item) => ({ ...item, value: 12 })),
  inKind(profile, 'URL', 'links to a script', 'urls', (item) => ({ ...item, value: 'javascript:alert(1)' })),
  inKind(profile, 'ACTION', 'offers an action without a name', 'actions', (item) => ({ ...item, value: '' })),
  asked(profile, 'wants an email', 'visitor-optional', (query) => !query.get('emailVisitor')),
  asked(profile, 'breaks at an apostrophe', 'hostile-visitors', (query) => !!query.get('emailVisitor')?.includes("'")),
];

const clicks: readonly Fault[] = [
  inActions('says success as a text', 'unknown-action', (answer) => ({ ...answer, success: 'false' })),
  inActions('succeeds at whatever is asked', 'unknown-action', (answer) => ({ ...answer, success: true })),
  inActions('adds an id to the answer', 'unknown-action', (answer) => ({ ...answer, id: 1 })),
  actions('wants idConversation', 'optional-ids', ({ idConversation }) => !idConversation, problem(502, 'shop_failed')),
  actions('takes a body without action', 'action-missing', ({ action }) => !action, jsonAnswer({ success: false })),
  actions('takes a body without website', 'website-malformed', ({ idWebsite }) => !idWebsite),
  fault('looks at the body before the signature', 'visitor-action/order', (call, forward) =>
    call.path === profile && String(call.body) === '{' ? problem(400, 'invalid_request') : forward(call),
  ),
  fault('takes a list for an action', 'visitor-action/not-json', (call, forward) =>
    call.path === profile && String(call.body) === '[]' ? jsonAnswer({ success: false }) : forward(call),
  ),
];

const forms: readonly Fault[] = [
  inOneItem(form, 'says isRequired as a text', 'closing-form/field-is-required', (item) => ({
    ...{ ...item, isRequired: 'no' },
  })),
  inOneItem(form, 'says null for no parent', 'closing-form/field-id-parent', (item) => ({ ...item, idParent: null })),
  inOneItem(form, 'names a parent that does not exist', 'closing-form/parents', (item) => ({
    ...{ ...item, idParent: 'nowhere' },
  })),
  inOneItem(form, 'lets a field depend on itself', 'closing-form/parents', (item) => ({ ...item, idParent: item.id })),
  inKind(form, 'SELECT', 'gives a SELECT nothing to choose', 'select-options', (item) => ({ ...item, options: [] })),
  inKind(form, 'SELECT', 'lists options as texts', 'field-options', (item) => ({ ...item, options: ['A', 'B'] })),
  inKind(form, 'TEXT', 'gives a TEXT options', 'select-options', (item) => ({
    ...{ ...item, options: [{ label: 'A', value: 'a' }] },
  })),
  inKind(form, 'SELECT', 'gives two options one value', 'option-values', (item) => ({
    ...item,
    options: ['A', 'B'].map((label) => ({ label, value: 'same' })),
  })),
];

export const pluginFaults: readonly Fault[] = [...common, ...profiles, ...clicks, ...forms];
