/** Stands for `aws-lambda-ric` where that does not build: asks for work, calls the handler, answers. No types to strip at start. */
import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true });
const { handler } = createRequire(import.meta.url)(join(process.env.LAMBDA_TASK_ROOT, 'index.cjs'));

function call(method, url, body) {
  return new Promise((resolve, reject) => {
    http.request(url, { method, agent }, resolve).on('error', reject).end(body);
  });
}

for (;;) {
  const next = await call('GET', `${api}/invocation/next`);
  const requestId = next.headers['lambda-runtime-aws-request-id'];
  const context = { awsRequestId: requestId, functionName: 'bench', getRemainingTimeInMillis: () => 20_000 };
  let outcome;
  try {
    outcome = ['response', JSON.stringify(await handler(JSON.parse(await text(next)), context))];
  } catch (error) {
    outcome = ['error', String(error)];
  }
  (await call('POST', `${api}/invocation/${requestId}/${outcome[0]}`, outcome[1])).resume();
}
