import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { findProducts, readSecret } from './work.ts';

/** The work on AWS SDK v3 without a framework: what any framework adds is on top of this. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const products = await findProducts(event.rawQueryString, event.headers['x-iadvize-signature'], await readSecret());
  if (!products) return { statusCode: 401 };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(products) };
};
