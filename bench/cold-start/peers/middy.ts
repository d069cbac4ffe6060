import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { findProducts } from './work.ts';

const logger = new Logger({ serviceName: 'products' });

export const handler = middy<APIGatewayProxyEventV2>()
  .use(injectLambdaContext(logger))
  .handler(async (event) => {
    const secret = (await getSecret(process.env.APP_SECRET_ARN!, { maxAge: 300 })) as string;
    const products = await findProducts(event.rawQueryString, event.headers['x-iadvize-signature'], secret);
    logger.info('products', { status: products ? 200 : 401 });
    if (!products) return { statusCode: 401 };
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(products) };
  });
