import type { IncomingMessage } from 'node:http';
import type { Refusal } from './refusal.ts';
import { writeXml } from './xml.ts';

/** What S3 calls the refusals of a signature, which it words unlike the JSON services. */
const words: Record<string, [code: string, status: number]> = {
  MissingAuthenticationTokenException: ['AccessDenied', 403],
  IncompleteSignatureException: ['AuthorizationHeaderMalformed', 400],
  UnrecognizedClientException: ['InvalidAccessKeyId', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  AccessDeniedException: ['AccessDenied', 403],
  InternalFailure: ['InternalError', 500],
};

/** The answer to a refused call of S3; one to HEAD has no body. */
export function s3Refusal(refusal: Refusal, { method, url }: IncomingMessage) {
  const { message } = refusal;
  let [code, status] = words[refusal.code] ?? [refusal.code, refusal.status];
  if (message.startsWith('Signature expired')) code = 'RequestTimeTooSkewed';
  if (message.startsWith('Credential should be scoped')) [code, status] = ['AuthorizationHeaderMalformed', 400];
  const body = writeXml('Error', { Code: code, Message: message, Resource: url?.split('?')[0] ?? '/' });
  return { status, headers: { 'Content-Type': 'application/xml' }, ...(method !== 'HEAD' && { body }) };
}
