import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Routes } from './gateway.ts';
import { type FunctionSettings, type InvocationOutcome, type LocalFunction, startFunction } from './lambda-function.ts';
import type { StackFunction, SynthesizedStack } from './synthesized-stack.ts';

/** The functions of the stack as they run now. */
export interface StackFunctions {
  /**
   * Starts what has changed since the last call, in settings or in code, and keeps the instances of the rest warm.
   * `retired` ends when the last call to what was replaced has its answer. The bundles' folders are not needed after it.
   */
  update(stack: SynthesizedStack): { routes: Routes; changed: string[]; retired: Promise<unknown> };
  /** Calls a function by its logical id, as a service other than the gateway does. */
  invoke(functionId: string, event: unknown): Promise<InvocationOutcome>;
  /** Starts every instance anew once the calls under way have ended: what they held in memory is gone. */
  restart(): Promise<unknown>;
  close(): Promise<unknown>;
}

interface StackFunctionsOptions {
  /** Where the code that runs is kept, by content. */
  codeFolder: string;
  /** Where instances have their temporary folders. */
  storageFolder: string;
  /** What Lambda's runtime and the local run add to the stack's own variables. */
  environment: Readonly<Record<string, string>>;
  log: (line: string) => void;
}

export function runStackFunctions({
  codeFolder,
  storageFolder,
  environment,
  log,
}: StackFunctionsOptions): StackFunctions {
  let running = new Map<string, { settings: string; local: LocalFunction }>();
  return {
    update({ functions, routes }) {
      const settings = functions.map((each): FunctionSettings => {
        const code = keepCode(each.folder, codeFolder);
        return { ...settingsOf(each, code, environment), storageFolder };
      });
      const replaced = new Map(running);
      const changed: string[] = [];
      running = new Map(
        functions.map(({ id, source }, index) => {
          const text = JSON.stringify(settings[index]);
          const old = running.get(id);
          if (old?.settings === text) {
            replaced.delete(id);
            return [id, old];
          }
          changed.push(source ?? id);
          return [id, { settings: text, local: startFunction(settings[index]!, log) }];
        }),
      );
      return {
        routes: new Map(routes.map(({ routeKey, functionId }) => [routeKey, running.get(functionId)!.local])),
        changed,
        retired: Promise.all([...replaced.values()].map(({ local }) => local.retire())),
      };
    },
    async invoke(functionId, event) {
      const called = running.get(functionId);
      return called ? called.local.invoke(event, randomUUID()) : { kind: 'error' };
    },
    restart: () => Promise.all([...running.values()].map(({ local }) => local.retire())),
    close: () => Promise.all([...running.values()].map(({ local }) => local.close())),
  };
}

/** A copy that no later build replaces, the same for the same content; source maps stay out as they do of the upload. */
function keepCode(folder: string, codeFolder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !file.endsWith('.map')) hash.update(`${entry.name}\0`).update(readFileSync(file));
  }
  const kept = join(codeFolder, hash.digest('hex').slice(0, 32));
  if (!existsSync(kept)) cpSync(folder, kept, { recursive: true, filter: (source) => !source.endsWith('.map') });
  return kept;
}

function settingsOf(
  { id, name, arn, handler, timeoutSeconds, memoryMegabytes, variables }: StackFunction,
  code: string,
  environment: Readonly<Record<string, string>>,
): Omit<FunctionSettings, 'storageFolder'> {
  const dot = handler.lastIndexOf('.');
  const module = join(code, handler.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((extension) => module + extension).find((path) => existsSync(path));
  if (!file) throw new Error(`The handler ${handler} of ${id} is not in its bundle.`);
  return {
    file,
    exportName: handler.slice(dot + 1),
    functionName: name,
    functionArn: arn,
    timeoutSeconds,
    memoryMegabytes,
    environment: {
      ...variables,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      ...environment,
    },
  };
}
