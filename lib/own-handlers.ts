import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventDeclaration } from '../connector/connector-config.ts';

/** A handler of events: the file `functions/<file>.ts`, and what it says of itself. */
export interface OwnHandler extends EventDeclaration {
  /** `on-<name>`, as its log and its rows have it. */
  name: string;
  file: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every `functions/own/on-<name>.ts`, each loaded to read its declaration: so rule, retries and rights stand beside the code. */
export function readOwnHandlers(): OwnHandler[] {
  const load = createRequire(import.meta.url);
  return globSync('functions/own/on-*.ts', { cwd: root })
    .sort()
    .map((path) => readHandler(path, load(`${root}${path}`).handler));
}

/** Throws where `handler` was not made by `onEvent`. */
export function readHandler(path: string, handler: unknown): OwnHandler {
  const { declaration } = Object(handler) as { declaration?: EventDeclaration };
  if (!declaration) throw new Error(`${path}: expected \`export const handler = onEvent(…)\`.`);
  const name = basename(path, '.ts');
  if (!/^on-[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    throw new Error(`${path}: expected on-<name>.ts of lower-case letters, digits and hyphens, at most 40 in all.`);
  }
  return { ...declaration, name, file: path.replace(/^functions\/|\.ts$/g, '') };
}

interface Published {
  events: readonly string[];
  keepsApiKey: boolean;
}

/** Throws an error that names the handler and what `connector.config.ts` lacks for it. */
export function checkHandlers(handlers: readonly OwnHandler[], { events, keepsApiKey }: Published): void {
  for (const { name, types, uses = [], seconds = 60 } of handlers) {
    const wrong = (what: string) => new Error(`functions/own/${name}.ts ${what}.`);
    const missing = types.find((type) => !events.includes(type));
    if (missing !== undefined) throw wrong(`handles ${missing}: name it in \`events\` of connector.config.ts`);
    if (types.length === 0) throw wrong('handles no type of event');
    if (uses.includes('apiKey') && !keepsApiKey) {
      throw wrong("uses the merchant's API key: export `keepsApiKey = true` of connector.config.ts");
    }
    if (!Number.isInteger(seconds) || seconds < 10 || seconds > 900) throw wrong('must have 10 to 900 seconds');
  }
}
