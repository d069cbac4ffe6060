import express from 'express';
import serverless from 'serverless-http';
import { findProducts, readSecret } from './work.ts';

const app = express();
app.use(express.json());

app.get('/products', async (request, response) => {
  const query = request.originalUrl.slice(request.originalUrl.indexOf('?') + 1);
  const products = await findProducts(query, request.get('x-iadvize-signature'), await readSecret());
  if (products) response.json(products);
  else response.sendStatus(401);
});

export const handler = serverless(app);
