/** What a service answers instead of an output: `{"__type": code, "message": …}`. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message = '', status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
