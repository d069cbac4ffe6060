import { variables } from '../../connector/environment.ts';
import { readRunFile } from '../../dev/run-file.ts';

/** Lets these hosts be reached, and those that the local run may reach, if it runs; any other address must be a public one. */
export function allowLocalShops(hosts: readonly string[] = []): void {
  const allowed = process.env[variables.localShops] ?? hostsOfLocalRun();
  process.env[variables.localShops] = [allowed, ...hosts].filter(Boolean).join(',');
}

function hostsOfLocalRun(): string | undefined {
  try {
    return readRunFile().environment[variables.localShops];
  } catch {
    return undefined; // It does not run.
  }
}
