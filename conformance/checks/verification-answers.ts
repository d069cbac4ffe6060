import type { Exchange } from '../../platform/exchange.ts';
import type { VerificationDialect } from '../../platform/platform-client.ts';
import type { Check } from '../check.ts';
import { type Context, shared } from '../context.ts';
import { type Item, isObject, requireField, requireObject, requireOnly, requireStatus, show } from '../requirements.ts';
import { filledText, flag, list, type Rule, text } from '../rules.ts';
import { Blocked, Violation } from '../violation.ts';

/** Both dialects' answers to nothing usable, and to the given parameters when there are any. */

interface Answered {
  exchange: Exchange;
  answer: Item;
  valid: boolean;
}

export function verify({ calls }: Context, typed: Readonly<Record<string, unknown>>, dialect: VerificationDialect) {
  const items = Object.entries(typed).map(([key, value]) =>
    dialect === '2018' ? { key, value } : { id: key, value, fieldType: typeof value === 'boolean' ? 'TOGGLE' : 'TEXT' },
  );
  return calls.post('/verification', JSON.stringify(items));
}

const answersOf = {
  2018: shared('a verification in the 2018 dialect', (context) => readAnswers(context, '2018')),
  2017: shared('a verification in the 2017 dialect', (context) => readAnswers(context, '2017')),
};

async function readAnswers(context: Context, dialect: VerificationDialect): Promise<Answered[]> {
  const refused = await verify(context, { websiteId: 'none' }, dialect);
  const answers = [{ exchange: refused, valid: false }];
  if (context.parameters) {
    context.installs.touch(context.website);
    const typed = context.installs.typed(context.website);
    answers.push({ exchange: await verify(context, typed, dialect), valid: true });
  }
  return answers.map(({ exchange, valid }) => {
    requireStatus(exchange, [200], 'for a verification, whatever its outcome');
    return { exchange, valid, answer: requireObject(exchange) };
  });
}

const errorList = { 2018: 'errors', 2017: 'fields' } as const;
const answerFields = { 2018: ['isStepValid', 'isValid', 'errors'], 2017: ['isValid', 'message', 'fields'] } as const;
const errorFields = { 2018: ['code', 'description', 'message', 'parameterKey'], 2017: ['id', 'message'] } as const;

function answerField(dialect: VerificationDialect, name: string, rule: Rule): Check {
  return {
    name: `${dialect}-${kebab(name)}`,
    title: `In the ${dialect} dialect every answer has ${name}: ${rule.expected}.`,
    async run(context) {
      for (const { answer, exchange } of await answersOf[dialect](context)) requireField(answer, name, rule, exchange);
      return undefined;
    },
  };
}

function errorField(dialect: VerificationDialect, name: string): Check {
  return {
    name: `${dialect}-error-${kebab(name)}`,
    title: `In the ${dialect} dialect every item of ${errorList[dialect]} has ${name}: ${filledText.expected}.`,
    async run(context) {
      for (const { answer, exchange, valid } of await answersOf[dialect](context)) {
        if (valid) continue;
        const errors = errorsOf(answer, dialect);
        if (errors.length === 0) throw new Violation('An answer that is not valid must name what is wrong.', exchange);
        for (const error of errors) requireField(error, name, filledText, exchange, 'an error');
      }
      return undefined;
    },
  };
}

function documentedOnly(dialect: VerificationDialect): Check {
  return {
    name: `${dialect}-documented-only`,
    title: `In the ${dialect} dialect an answer has documented fields only.`,
    async run(context) {
      for (const { answer, exchange } of await answersOf[dialect](context)) {
        requireOnly(answer, answerFields[dialect], exchange);
        for (const error of errorsOf(answer, dialect)) requireOnly(error, errorFields[dialect], exchange, 'an error');
      }
      return undefined;
    },
  };
}

function validAnswer(dialect: VerificationDialect): Check {
  return {
    name: `${dialect}-valid`,
    title: `The given parameters are valid in the ${dialect} dialect, without errors.`,
    needs: 'parameters',
    async run(context) {
      for (const { answer, exchange, valid } of await answersOf[dialect](context)) {
        if (!valid) continue;
        const errors = errorsOf(answer, dialect);
        if (isValid(answer) && errors.length === 0) continue;
        throw new Violation('The given parameters were not accepted, or with errors.', exchange);
      }
      return undefined;
    },
  };
}

/** For checks that alter what is valid. */
export async function requireUsable(context: Context): Promise<void> {
  const answers = await answersOf[2018](context);
  if (answers.some(({ valid, answer }) => valid && !isValid(answer))) {
    throw new Blocked('needs the given parameters to be valid, which 2018-valid judges');
  }
}

export async function requireValid(exchange: Awaited<ReturnType<typeof verify>>, what: string): Promise<void> {
  requireStatus(exchange, [200], `for ${what}`);
  const answer = requireObject(exchange);
  if (!isValid(answer)) throw new Violation(`Expected ${what} to be accepted, got ${show(answer)}.`, exchange);
}

/** Judged by either name: which of them is missing is for other checks. */
export function isValid(answer: Item): boolean {
  return (answer.isStepValid ?? answer.isValid) === true;
}

export function errorsOf(answer: Item, dialect: VerificationDialect = '2018'): Item[] {
  const errors = answer[errorList[dialect]];
  return Array.isArray(errors) ? errors.filter(isObject) : [];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export const answerChecks: readonly Check[] = [
  answerField('2018', 'isStepValid', flag),
  answerField('2018', 'isValid', flag),
  answerField('2018', 'errors', list),
  ...errorFields[2018].map((name) => errorField('2018', name)),
  documentedOnly('2018'),
  validAnswer('2018'),
  {
    name: '2018-names-agree',
    title: 'isStepValid and isValid say the same, and description and message do.',
    async run(context) {
      for (const { answer, exchange } of await answersOf[2018](context)) {
        const differ = errorsOf(answer).some(({ description, message }) => description !== message);
        if (answer.isStepValid !== answer.isValid || differ) {
          throw new Violation('The two names of one thing differ.', exchange);
        }
      }
      return undefined;
    },
  },
  answerField('2017', 'isValid', flag),
  answerField('2017', 'message', text),
  answerField('2017', 'fields', list),
  ...errorFields[2017].map((name) => errorField('2017', name)),
  documentedOnly('2017'),
  validAnswer('2017'),
];
