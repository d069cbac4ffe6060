import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { type Item, requireMediaType, requireObject, requireProblem, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { answerChecks, errorsOf, isValid, verify } from './verification-answers.ts';

/** A refusal that names the parameter, whatever else it says. */
async function requireRefused(context: Context, typed: Readonly<Record<string, unknown>>, parameter: string) {
  const exchange = await verify(context, typed, '2018');
  requireStatus(exchange, [200], 'for a verification, whatever its outcome');
  const answer = requireObject(exchange);
  if (isValid(answer)) throw new Violation(`A wrong ${parameter} was accepted.`, exchange);
  if (errorsOf(answer).some(({ parameterKey }) => parameterKey === parameter)) return;
  throw new Violation(`The parameter ${parameter} is wrong, and no error names it.`, exchange);
}

async function requireValid(exchange: Awaited<ReturnType<typeof verify>>, what: string): Promise<Item> {
  requireStatus(exchange, [200], `for ${what}`);
  const answer = requireObject(exchange);
  if (!isValid(answer)) throw new Violation(`Expected ${what} to be valid.`, exchange);
  return answer;
}

function refusesBody(name: string, what: string, body: Buffer | string): Check {
  return {
    name: `body-${name}`,
    title: `${what} is answered 400.`,
    section: '§3, §8',
    async run({ calls }) {
      requireProblem(await calls.post('/verification', body), 400, 'invalid_request');
      return undefined;
    },
  };
}

function takesItems(name: string, title: string, itemOf: (key: string, value: unknown) => object): Check {
  return {
    name,
    title,
    needs: 'parameters',
    async run({ installs, website, calls }) {
      installs.touch(website);
      const items = Object.entries(installs.typed(website)).map(([key, value]) => itemOf(key, value));
      await requireValid(await calls.post('/verification', JSON.stringify(items)), 'them');
      return undefined;
    },
  };
}

/** Dialect of an answer without usable parameters. */
function answersIn2018(name: string, title: string, items: object[]): Check {
  return {
    name,
    title,
    async run({ calls }) {
      const exchange = await calls.post('/verification', JSON.stringify(items));
      requireStatus(exchange, [200]);
      const answer = requireObject(exchange);
      if (answer.isStepValid === false && 'errors' in answer) return undefined;
      throw new Violation('Expected an answer in the 2018 dialect that is not valid.', exchange);
    },
  };
}

function wrongWebsite(name: string, title: string, website: unknown): Check {
  return {
    name: `website-${name}`,
    title,
    section: '§3, §6',
    async run(context) {
      await requireRefused(context, { ...context.parameters, websiteId: website }, 'websiteId');
      return undefined;
    },
  };
}

const malformedWebsites = [
  '900001',
  'ha900001',
  'ha-',
  'ha-0',
  'ha-01',
  '-1',
  'ha_1',
  'toolongone-1',
  'ha-1234567890123456',
];

const checks: readonly Check[] = [
  {
    name: 'content-type',
    title: 'An answer is application/json.',
    async run(context) {
      requireMediaType(await verify(context, { websiteId: 'none' }, '2018'), 'application/json');
      return undefined;
    },
  },
  answersIn2018('empty-list', '[] is answered in the 2018 dialect, not valid.', []),
  answersIn2018('mixed-dialects', 'A mix of both dialects is answered in the 2018 dialect.', [
    { id: 'websiteId', value: 'none', fieldType: 'TEXT' },
    { key: 'other', value: 'x' },
  ]),
  wrongWebsite('missing', 'A missing websiteId is not valid and is named.', undefined),
  wrongWebsite('null', 'A websiteId of null counts as not given.', null),
  wrongWebsite('empty', 'An empty websiteId counts as not given.', ''),
  wrongWebsite('toggle', 'A websiteId that is a boolean is not valid and is named.', true),
  {
    name: 'website-malformed',
    title: 'A websiteId of another form is not valid and is named.',
    section: '§6',
    async run(context) {
      for (const websiteId of malformedWebsites) {
        await requireRefused(context, { ...context.parameters, websiteId }, 'websiteId');
      }
      return `${malformedWebsites.length} forms`;
    },
  },
  {
    name: 'website-any-case',
    title: 'A websiteId is trimmed and may be typed in capitals.',
    section: '§6',
    needs: 'parameters',
    async run(context) {
      context.installs.touch(context.website);
      const websiteId = ` ${context.website.toUpperCase()} `;
      await requireValid(await verify(context, { ...context.parameters, websiteId }, '2018'), show(websiteId));
      return undefined;
    },
  },
  {
    name: 'exact-keys',
    title: 'Ids compare exactly: WEBSITEID is not websiteId.',
    async run(context) {
      await requireRefused(context, { ...context.parameters, WEBSITEID: context.website }, 'websiteId');
      return undefined;
    },
  },
  {
    name: 'unproved-website',
    title: 'A website that the merchant cannot prove is not valid.',
    section: '§3, §9',
    needs: 'parameters',
    async run(context) {
      const { parameters = {}, otherWebsite } = context;
      const ways: Record<string, unknown>[] = [{ ...parameters, websiteId: 'ha-999999999999999' }];
      if ('iadvizeApiKey' in parameters) {
        ways.push({ ...parameters, websiteId: otherWebsite, iadvizeApiKey: 'not-a-key-of-anybody' });
      }
      for (const typed of ways) {
        const exchange = await verify(context, typed, '2018');
        requireStatus(exchange, [200]);
        const answer = requireObject(exchange);
        const keys = errorsOf(answer).map(({ parameterKey }) => parameterKey);
        if (!isValid(answer) && (keys.includes('websiteId') || keys.includes('iadvizeApiKey'))) continue;
        throw new Violation(
          'A website without proof was accepted, or the error names neither it nor the key.',
          exchange,
        );
      }
      return undefined;
    },
  },
  {
    name: 'missing-parameters',
    title: 'A website id alone is not valid; the error names a parameter that is missing.',
    needs: 'parameters',
    async run(context) {
      const exchange = await verify(context, { websiteId: context.website }, '2018');
      requireStatus(exchange, [200]);
      const answer = requireObject(exchange);
      const keys = Object.keys(context.parameters ?? {});
      const named = errorsOf(answer).some(({ parameterKey }) => keys.includes(String(parameterKey)));
      if (keys.length === 0 || (!isValid(answer) && named)) return undefined;
      throw new Violation('The parameters are missing, and no error names one of them.', exchange);
    },
  },
  {
    name: 'wrong-parameters',
    title: 'A parameter that cannot be right is not valid and is named.',
    needs: 'parameters',
    async run(context) {
      const { installs, website, parameters } = context;
      installs.touch(website);
      const named: string[] = [];
      for (const [key, value] of Object.entries(parameters ?? {})) {
        if (typeof value !== 'string') continue;
        const exchange = await verify(context, { ...installs.typed(website), [key]: wrongValue }, '2018');
        requireStatus(exchange, [200]);
        if (errorsOf(requireObject(exchange)).some(({ parameterKey }) => parameterKey === key)) named.push(key);
        if (JSON.stringify(requireObject(exchange)).includes(wrongValue)) {
          throw new Violation('The answer repeats what was typed, which may be a credential.', exchange);
        }
      }
      if (named.length > 0) return `refused and named: ${named.join(', ')}`;
      throw new Violation(`No parameter is checked: ${show(wrongValue)} was never refused.`);
    },
  },
  takesItems('unknown-field', 'An unknown field of an item is ignored.', (key, value) => ({
    key,
    value,
    invented: [1],
  })),
  {
    name: 'unknown-parameter',
    title: 'An unknown parameter is ignored.',
    needs: 'parameters',
    async run(context) {
      const { installs, website } = context;
      installs.touch(website);
      const typed = { ...installs.typed(website), inventedByConformance: 'x', inventedToggle: true };
      await requireValid(await verify(context, typed, '2018'), 'an unknown parameter');
      return undefined;
    },
  },
  {
    name: 'json-with-charset',
    title: 'application/json; charset=utf-8 and Application/JSON are JSON.',
    async run({ calls }) {
      for (const contentType of ['application/json; charset=utf-8', 'Application/JSON']) {
        requireStatus(await calls.post('/verification', '[]', { contentType }), [200], `for ${contentType}`);
      }
      return undefined;
    },
  },
  {
    name: 'deadline',
    title: 'A verification is answered within 20 s.',
    needs: 'parameters',
    async run(context) {
      context.installs.touch(context.website);
      const exchange = await verify(context, context.installs.typed(context.website), '2018');
      if (exchange.answer && exchange.milliseconds <= 20_000) return `${Math.round(exchange.milliseconds)} ms`;
      throw new Violation(`It took ${Math.round(exchange.milliseconds)} ms.`, exchange);
    },
  },
  refusesBody('not-json', 'A body that is not JSON', '[{"key":"websiteId","value":'),
  refusesBody('empty', 'An empty body', ''),
  refusesBody('object', 'An object instead of the array', '{"key":"websiteId","value":"ha-1"}'),
  refusesBody('null', 'null', 'null'),
  refusesBody('text', 'A string', '"websiteId"'),
  refusesBody('number-item', 'An item that is no object', '[1]'),
  refusesBody('null-item', 'An item that is null', '[null]'),
  refusesBody('keyless', 'An item without key and id', '[{"value":"x"}]'),
  refusesBody('number-key', 'A key that is a number', '[{"key":1,"value":"x"}]'),
  refusesBody('number-value', 'A value that is a number', '[{"key":"websiteId","value":1}]'),
  refusesBody('object-value', 'A value that is an object', '[{"key":"websiteId","value":{}}]'),
];

const wrongValue = 'conformance-canary-no-such-value';

export const verification: Group = {
  name: 'verification',
  title: 'Verification',
  section: '§3',
  installed: false,
  checks: [...answerChecks, ...checks],
};
