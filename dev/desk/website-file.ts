import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { DeskWebsite } from './desk-api.ts';

const websiteSchema = z.object({
  website: z.string(),
  state: z.enum(['absent', 'installing', 'installed', 'awaiting', 'uninstalling', 'failed']),
  connectorVersionId: z.nullable(z.string()),
  since: z.nullable(z.string()),
  typed: z.record(z.string(), z.union([z.string(), z.boolean()])),
});

/** What an earlier run of the desk has installed, and the websites to begin with. */
export function readWebsites(file: string | undefined, first: readonly string[]): DeskWebsite[] {
  const kept = file === undefined ? [] : readFile(file);
  const missing = first.filter((website) => !kept.some((each) => each.website === website));
  return [
    ...kept.map((each) => ({ ...each, catalog: null, state: settled(each.state) })),
    ...missing.map((website): DeskWebsite => {
      return { website, state: 'absent', connectorVersionId: null, since: null, catalog: null, typed: {} };
    }),
  ];
}

export function writeWebsites(file: string | undefined, websites: readonly DeskWebsite[]): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(websites, null, 2)}\n`, { mode: 0o600 });
}

/** A file that is missing or that nobody can read is an empty one: it only saves typing. */
function readFile(file: string): z.infer<typeof websiteSchema>[] {
  try {
    return z.array(websiteSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}

/** What was under way when the desk ended is not known to have arrived. */
function settled(state: DeskWebsite['state']): DeskWebsite['state'] {
  return state === 'installing' || state === 'uninstalling' ? 'failed' : state;
}
