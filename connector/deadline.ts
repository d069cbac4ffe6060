/** The moment by which a call must have its answer. Everything done for the call takes its share of what is left. */
export interface Deadline {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never negative. */
  remaining(): number;
  /** The earlier of this deadline and `milliseconds` from now. */
  within(milliseconds: number): Deadline;
}

export function deadlineIn(milliseconds: number, parent?: AbortSignal): Deadline {
  const at = performance.now() + milliseconds;
  const timeout = AbortSignal.timeout(milliseconds);
  const signal = parent ? AbortSignal.any([parent, timeout]) : timeout;
  const remaining = () => (signal.aborted ? 0 : Math.max(0, at - performance.now()));
  return {
    signal,
    remaining,
    within: (limit) => deadlineIn(Math.ceil(Math.min(limit, remaining())), signal),
  };
}
