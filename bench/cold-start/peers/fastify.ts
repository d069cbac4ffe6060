import awsLambdaFastify from '@fastify/aws-lambda';
import fastify from 'fastify';
import { findProducts, readSecret } from './work.ts';

const app = fastify();

app.get('/products', async (request, reply) => {
  const query = request.url.slice(request.url.indexOf('?') + 1);
  const signature = request.headers['x-iadvize-signature'] as string | undefined;
  const products = await findProducts(query, signature, await readSecret());
  return products ?? reply.code(401).send();
});

const proxy = awsLambdaFastify(app);
export const handler = async (event: unknown, context: never) => proxy(event, context);
