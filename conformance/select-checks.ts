import type { Group } from './check.ts';
import { CouldNotRun } from './violation.ts';

/** The groups and checks that are asked for, in their own order. Throws `CouldNotRun` for an unknown name. */
export function selectChecks(groups: readonly Group[], only: readonly string[] = []): Group[] {
  const known = groups.flatMap(({ name, checks }) => [name, ...checks.map((check) => `${name}/${check.name}`)]);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const names = groups.map(({ name }) => name).join(', ');
    throw new CouldNotRun(`There is no group or check ${unknown}. Groups: ${names}.`);
  }
  if (only.length === 0) return [...groups];
  return groups
    .map((group) => ({
      ...group,
      checks: group.checks.filter(({ name }) => only.includes(group.name) || only.includes(`${group.name}/${name}`)),
    }))
    .filter(({ checks }) => checks.length > 0);
}
