import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sign } from '../connector/endpoint/signature.ts';
import { curlGet, curlPost } from '../dev/curl-line.ts';
import { readRunFile } from '../dev/run-file.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage:
  npm run sign -- GET '<query>' [--path /products]
  npm run sign -- POST --body <file or -> [--path /webhooks] [--type application/json]
  --url <base URL>  of a connector elsewhere; default: the local run
The secret token is read from IADVIZE_SECRET; default: the local run's.`;

/** Prints the signature header and a curl line of one call, signed as the platform signs. */
await runCommand(usage, () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      body: { type: 'string' },
      path: { type: 'string' },
      type: { type: 'string', default: 'application/json' },
      url: { type: 'string' },
    },
  });
  const [method, query = ''] = positionals;
  const url = (values.url ?? readRunFile().url).replace(/\/$/, '');
  // Not an argument: arguments are seen by every process and kept by the shell.
  const secret = process.env.IADVIZE_SECRET || 'local-secret';
  if (method === 'GET' && positionals.length <= 2 && values.body === undefined) {
    print(sign(query, secret), curlGet(url, values.path ?? '/products', query, secret));
  } else if (method === 'POST' && positionals.length === 1 && values.body !== undefined) {
    const body = readBody(values.body);
    const posted = { bytes: body, contentType: values.type, ...(values.body !== '-' && { file: values.body }) };
    print(sign(body, secret), curlPost(url, values.path ?? '/webhooks', posted, secret));
  } else {
    throw new Error(usage);
  }
});

function print(signature: string, curl: string): void {
  console.log(`x-iadvize-signature: ${signature}\n${curl}`);
}

function readBody(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch {
    throw new Error(`${file} cannot be read.`);
  }
}
