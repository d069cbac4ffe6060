/** The moment by which a call must have its answer. Everything done for the call takes its share of what is left. */
export interface Deadline {
  /** Aborts at the deadline. Made when it is first asked for: most calls only need to know what is left. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never negative. */
  remaining(): number;
  /** The earlier of this deadline and `milliseconds` from now. */
  within(milliseconds: number): Deadline;
}

export function deadlineIn(milliseconds: number): Deadline {
  const at = performance.now() + milliseconds;
  const remaining = () => Math.max(0, at - performance.now());
  let signal: AbortSignal | undefined;
  return {
    get signal() {
      signal ??= AbortSignal.timeout(Math.ceil(remaining()));
      return signal;
    },
    remaining,
    within: (limit) => deadlineIn(Math.min(limit, remaining())),
  };
}
