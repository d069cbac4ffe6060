import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Runs inside a worker thread: loads one bundle as Lambda's runtime does and calls its handler, one event after the
 * other. `lambda-function.ts` is the other end.
 */
export interface WorkerSettings {
  /** Absolute path of the bundle's file. */
  file: string;
  /** The handler's name in it. */
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
}

export interface Invocation {
  requestId: string;
  event: unknown;
  /** Epoch milliseconds. */
  deadline: number;
}

/** `result` is JSON, undefined when the handler answered nothing; `error` is for the log. */
export type WorkerMessage = { kind: 'ready' } | { kind: 'result'; result: string | undefined } | Failure;
interface Failure {
  kind: 'error';
  error: string;
}

type Handler = (event: unknown, context: unknown) => unknown;

if (parentPort) {
  const port = parentPort;
  const settings = workerData as WorkerSettings;
  const answer = (message: WorkerMessage) => port.postMessage(message);
  try {
    const handler = load(settings);
    port.on('message', async (invocation: Invocation) => {
      try {
        const result = await handler(invocation.event, contextOf(settings, invocation));
        answer({ kind: 'result', result: JSON.stringify(result) });
      } catch (error) {
        answer(failure(error));
      }
    });
    answer({ kind: 'ready' });
  } catch (error) {
    answer(failure(error));
  }
}

function load({ file, exportName }: WorkerSettings): Handler {
  if (!isAbsolute(file)) throw new Error(`${file} is not an absolute path.`);
  const handler: unknown = createRequire(file)(file)[exportName];
  if (typeof handler !== 'function') throw new Error(`${file} exports no function ${exportName}.`);
  return handler as Handler;
}

function contextOf({ functionName, functionArn, memoryMegabytes }: WorkerSettings, call: Invocation) {
  return {
    awsRequestId: call.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMegabytes),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, call.deadline - Date.now()),
  };
}

function failure(error: unknown): Failure {
  return { kind: 'error', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
