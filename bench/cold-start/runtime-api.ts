import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Invocation {
  result: string;
  /** `performance.now()` when the answer had arrived whole. */
  at: number;
}

export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** Resolves when the runtime first asks for work: its handler is loaded. */
  ready: Promise<number>;
  /** Hands one event to the runtime and waits for its answer. */
  invoke(event: unknown): Promise<Invocation>;
  close(): void;
}

/** The Lambda Runtime API, as one runtime sees it, for one invocation after the other. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let event: string | undefined;
  let settle: ((invocation: Invocation) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  const ready = Promise.withResolvers<number>();
  ready.promise.catch(() => undefined);

  const server = createServer(async (request, response) => {
    const path = request.url!.slice(request.url!.indexOf('/runtime/'));
    if (path === '/runtime/invocation/next') {
      ready.resolve(performance.now());
      waiting = response;
      return handOver();
    }
    const result = await text(request);
    const at = performance.now();
    response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    if (path.endsWith('/response')) settle?.({ result, at });
    else {
      const error = new Error(`${path}: ${result}`);
      ready.reject(error);
      fail?.(error);
    }
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function handOver(): void {
    if (!waiting || event === undefined) return;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': randomUUID(),
      'lambda-runtime-deadline-ms': String(Date.now() + 25_000),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:000000000000:function:bench',
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    waiting.end(event);
    waiting = undefined;
    event = undefined;
  }

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: ready.promise,
    invoke(given) {
      return new Promise((resolve, reject) => {
        settle = resolve;
        fail = reject;
        event = JSON.stringify(given);
        handOver();
      });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
