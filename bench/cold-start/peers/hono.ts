import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { findProducts, readSecret } from './work.ts';

const app = new Hono();

app.get('/products', async (c) => {
  const query = c.req.url.slice(c.req.url.indexOf('?') + 1);
  const products = await findProducts(query, c.req.header('x-iadvize-signature'), await readSecret());
  return products ? c.json(products) : c.text('', 401);
});

export const handler = handle(app);
