/** The services with a JSON protocol; S3 has its own: `call-s3.ts`. */
export type AwsService = 'dynamodb' | 'kms' | 'secretsmanager' | 'sqs' | 'events';

export class AwsError extends Error {
  readonly service: AwsService | 's3';
  /** The service's word, e.g. `ConditionalCheckFailedException`; Node's, e.g. `ECONNRESET`; or `TimeoutError`, `InvalidResponse`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(service: AwsService | 's3', code: string, status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AwsError';
    this.service = service;
    this.code = code;
    this.status = status;
  }
}

/** An AwsError of the call at hand. */
export type Failed = (code: string, status?: number, detail?: unknown, cause?: unknown) => AwsError;

export function failuresOf(service: AwsService | 's3', operation: string): Failed {
  return (code, status = 0, detail = '', cause = undefined) =>
    new AwsError(service, code, status, `${service} ${operation}: ${code} ${detail}`.trim().slice(0, 500), cause);
}
