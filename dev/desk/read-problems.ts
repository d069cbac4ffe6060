import type { CallAnswer, FieldProblem } from './desk-api.ts';

type Loose = Record<string, unknown>;

/** What a merchant would read after a verification, in either dialect; undefined when it is valid. */
export function readProblems({ status, failure, body }: CallAnswer): FieldProblem[] | undefined {
  if (status === null) return [general(`The connector did not answer. ${failure ?? ''}`.trim())];
  const answer = Object(body) as Loose;
  if (status !== 200) return [general(`The connector answered ${status}. ${textOf(answer.detail)}`.trim())];
  if (answer.isStepValid === true || (answer.isStepValid === undefined && answer.isValid === true)) return undefined;
  const newer = listOf(answer.errors).map(({ parameterKey, message, description }) => ({
    parameterKey: textOf(parameterKey),
    message: textOf(message) || textOf(description),
  }));
  const older = listOf(answer.fields).map(({ id, message }) => ({
    parameterKey: textOf(id),
    message: textOf(message),
  }));
  const problems = [...newer, ...older].filter(({ message }) => message !== '');
  return problems.length ? problems : [general(textOf(answer.message) || 'The connector does not say what is wrong.')];
}

function general(message: string): FieldProblem {
  return { parameterKey: '', message };
}

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map((each) => Object(each)) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
