import * as z from 'zod/mini';
import { type Problem, type ProblemCode, problemStatus } from '../errors.ts';

/** The phrases of RFC 9110. Not `http.STATUS_CODES`, which would load `node:http` into functions that make no call. */
const phrases: Record<(typeof problemStatus)[ProblemCode], string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** `application/problem+json` (RFC 9457) of contract §8. */
export interface WireProblem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
  /** 400 only, and always there. */
  field?: string;
}

export function problemBody(problem: Problem, requestId: string): WireProblem {
  return {
    type: 'about:blank',
    title: phrases[problemStatus[problem.code]],
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    requestId,
    ...(problem.status === 400 && { field: problem.field ?? 'body' }),
  };
}

/** For those who read problems; marked pure so that the functions, which only write them, do not carry it. */
export const problemSchema = /* @__PURE__ */ defineProblemSchema();

function defineProblemSchema(): z.ZodMiniType<WireProblem> {
  return z
    .strictObject({
      type: z.literal('about:blank'),
      title: z.string(),
      status: z.int(),
      detail: z.string().check(z.minLength(1)),
      code: z.enum(Object.keys(problemStatus) as ProblemCode[]),
      requestId: z.string().check(z.minLength(1)),
      field: z.optional(z.string().check(z.minLength(1))),
    })
    .check(
      z.refine((problem) => problem.status === problemStatus[problem.code], { path: ['status'] }),
      z.refine((problem) => problem.title === phrases[problemStatus[problem.code]], { path: ['title'] }),
      z.refine((problem) => (problem.field !== undefined) === (problem.status === 400), { path: ['field'] }),
    );
}
