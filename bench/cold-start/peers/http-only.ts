import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { environment } from '../../../connector/environment.ts';

const agent = new http.Agent({ keepAlive: true });
// Loaded as in every function that speaks TLS and checks a signature.
const loaded = [https, createHmac];
let fetched = false;

/** The requests of `aws-only` by Node's own client, unsigned, their answers ignored: the floor of anything that uses `node:http`. */
export const handler = async () => {
  if (!fetched) await ask('POST', '/', 'secretsmanager.GetSecretValue');
  await ask('POST', '/', 'DynamoDB_20120810.GetItem');
  if (!fetched) await ask('GET', `/${environment.indexBucket}/${process.env.BENCH_WEBSITE}/1.sqlite`);
  fetched = loaded.length > 0;
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '[]' };
};

function ask(method: string, path: string, target?: string): Promise<void> {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL!);
  const headers = target ? { 'x-amz-target': target, 'content-length': 2 } : {};
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers, agent }, (response) => {
      response.on('error', reject).on('end', resolve).resume();
    });
    request.on('error', reject).end(target && '{}');
  });
}
