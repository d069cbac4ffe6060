import type { AwsService } from '../../connector/aws/aws-error.ts';

/**
 * What befalls a call, for tests: the service refuses it, answers in these very bytes, breaks the connection before or
 * after it has acted, or never answers.
 */
export type Fault =
  | { kind: 'refuse'; status: number; code: string; message?: string }
  | { kind: 'answer'; status: number; body: string }
  | { kind: 'reset' }
  | { kind: 'lose answer' }
  | { kind: 'hang' };

/** Asked before the service acts; may wait, to hold a call back. */
export type OnCall = (
  service: AwsService | 's3',
  operation: string,
  input: Record<string, unknown>,
) => 'pass' | Fault | Promise<'pass' | Fault>;
