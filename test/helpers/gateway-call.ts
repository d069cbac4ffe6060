import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sign } from '../../connector/endpoint/signature.ts';

export interface GatewayCall {
  query?: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
  /** Signs the query of a call without a body, else the body. */
  secret?: string;
}

/** The payload v2 event of a call, reduced to what endpoints read. A Buffer arrives base64-encoded. */
export function gatewayCall({ query = '', body, headers = {}, secret }: GatewayCall): APIGatewayProxyEventV2 {
  const signature = secret === undefined ? {} : { 'x-iadvize-signature': sign(body ?? query, secret) };
  return {
    rawQueryString: query,
    headers: { ...signature, ...headers },
    body: Buffer.isBuffer(body) ? body.toString('base64') : body,
    isBase64Encoded: Buffer.isBuffer(body),
    requestContext: { requestId: 'request-1' },
  } as unknown as APIGatewayProxyEventV2;
}
