import type { IncomingMessage } from 'node:http';
import aws4 from 'aws4';
import { type LocalCredentials, localAccount } from './local-account.ts';
import { Refusal } from './refusal.ts';

const maxClockSkewMilliseconds = 5 * 60_000;
const credentialPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/;
const mustBeSigned = (service: string) => [
  'host',
  'x-amz-date',
  service === 's3' ? 'x-amz-content-sha256' : 'x-amz-target',
];

/**
 * Refuses, in the services' own words, a call that is not signed by the local account for this service and this moment.
 * The body of a call to S3 is not looked at: only its hash in `x-amz-content-sha256` is signed.
 */
export function verifySignature(
  service: string,
  credentials: LocalCredentials,
  request: IncomingMessage,
  body = Buffer.alloc(0),
): void {
  const authorization = request.headers.authorization;
  if (!authorization)
    throw new Refusal('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  const [, accessKeyId, date, region, scope, signedHeaders] = credentialPattern.exec(authorization) ?? [];
  const names = signedHeaders?.split(';') ?? [];
  const time = String(request.headers['x-amz-date']);
  if (!mustBeSigned(service).every((name) => names.includes(name)) || !time.startsWith(date ?? '-')) {
    throw new Refusal('IncompleteSignatureException', 'The Authorization header lacks what the services require.');
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (scope !== service)
    throw new Refusal('InvalidSignatureException', `Credential should be scoped to correct service: '${service}'.`);
  if (region !== localAccount.region) {
    throw new Refusal(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region: '${localAccount.region}'.`,
    );
  }
  if (Math.abs(Date.now() - parseTime(time)) > maxClockSkewMilliseconds) {
    throw new Refusal(
      'InvalidSignatureException',
      `Signature expired: ${time} is too far from ${new Date().toISOString()}`,
    );
  }
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  const signed = {
    service,
    region,
    method: request.method,
    path: request.url,
    headers,
    body,
    doNotModifyHeaders: true,
  };
  // Some clients sign more headers than aws4 would.
  const extraHeadersToInclude = Object.fromEntries(names.map((name) => [name, true]));
  const signer = new aws4.RequestSigner(Object.assign(signed, { extraHeadersToInclude }), credentials);
  signer.datetime = time;
  if (!authorization.endsWith(signer.signature())) {
    throw new Refusal(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  }
}

/** `20260131T235959Z` as epoch milliseconds. */
function parseTime(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
