/**
 * The `--conditions` that this process was started with. Under `template`, `#connector.config` is a configuration of the tests' own
 * (package.json, `imports`), so that they hold whatever a fork has in its own.
 */
export function nodeConditions(): string[] {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)];
  return [...new Set(options.flatMap((option) => /^--conditions=(.+)$/.exec(option)?.[1] ?? []))];
}

/** For a process that shall see the same files. */
export function conditionArguments(): string[] {
  return nodeConditions().map((condition) => `--conditions=${condition}`);
}
