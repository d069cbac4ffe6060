import type { Check, Group } from '../check.ts';
import { requireMediaType, requireObject, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { answerChecks, errorsOf, isValid, requireUsable, requireValid, verify } from './verification-answers.ts';
import { bodyChecks } from './verification-bodies.ts';
import { websiteChecks } from './verification-websites.ts';

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
      await requireUsable(context);
      const { installs, website, parameters } = context;
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
  {
    name: 'unknown-field',
    title: 'An unknown field of an item is ignored.',
    needs: 'parameters',
    async run(context) {
      await requireUsable(context);
      const typed = Object.entries(context.installs.typed(context.website));
      const items = typed.map(([key, value]) => ({ key, value, invented: [1] }));
      await requireValid(await context.calls.post('/verification', JSON.stringify(items)), 'an unknown field');
      return undefined;
    },
  },
  {
    name: 'unknown-parameter',
    title: 'An unknown parameter is ignored.',
    needs: 'parameters',
    async run(context) {
      await requireUsable(context);
      const { installs, website } = context;
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
];

const wrongValue = 'conformance-canary-no-such-value';

export const verification: Group = {
  name: 'verification',
  title: 'Verification',
  section: '§3',
  installed: false,
  checks: [...answerChecks, ...websiteChecks, ...checks, ...bodyChecks],
};
