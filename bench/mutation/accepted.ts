/** Faults that change nothing that anybody could notice, each read by a person. An entry is gone with the line that it is about. */
interface Accepted {
  file: string;
  /** The line on which the fault begins, without its indentation. */
  line: string;
  /** What of it becomes what, as Stryker shows it. */
  faults: [from: string, to: string][];
  why: string;
}

export const accepted: Accepted[] = [
  {
    file: 'connector/endpoint/endpoint.ts',
    line: 'if (problem.cause !== undefined) log.explain(problem.cause);',
    faults: [['problem.cause !== undefined', 'true']],
    why: 'A line of the log that is explained by undefined is the line without an explanation.',
  },
  {
    file: 'connector/endpoint/endpoint.ts',
    line: "const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');",
    faults: [["'utf8'", '""']],
    why: 'Node reads an empty encoding as UTF-8.',
  },
  {
    file: 'connector/installs/install-row.ts',
    line: 'if (!(error instanceof Misshapen)) throw error;',
    faults: [['!(error instanceof Misshapen)', 'false']],
    why: 'Nothing else is thrown within: this keeps an error that is not ours from being called a corrupt row.',
  },
  {
    file: 'connector/installs/install-row.ts',
    line: '} catch {',
    faults: [['{\n    return undefined;\n  }', '{}']],
    why: 'A function that ends answers undefined too.',
  },
  {
    file: 'connector/installs/install.ts',
    line: '.sort((a, b) => b.installedAt - a.installedAt || (a.id < b.id ? 1 : -1))[0];',
    faults: [['a.id < b.id', 'a.id <= b.id']],
    why: 'No two versions of one install have the same id.',
  },
  {
    file: 'connector/installs/next-install.ts',
    line: "case 'added':",
    faults: [
      ["case 'added':\n      return undefined;", "case 'added':"],
      ["'added'", '""'],
    ],
    why: 'The last case answers what a function that ends answers; it says that an operator is never ignored.',
  },
  {
    file: 'connector/installs/next-install.ts',
    line: 'if (entries.length <= maxVersions) return install.versions;',
    faults: [
      ['entries.length <= maxVersions', 'false'],
      ['entries.length <= maxVersions', 'entries.length < maxVersions'],
    ],
    why: 'Saves the sorting, after which the same versions would be kept in another order, and the order says nothing.',
  },
  {
    file: 'connector/guarded-http/shop-exchange.ts',
    line: "const client = url.protocol === 'http:' ? http : https;",
    faults: [["url.protocol === 'http:'", 'true']],
    why: 'Beside an agent, which connects with TLS or without, it makes no difference which of the two modules is asked.',
  },
  {
    file: 'connector/guarded-http/shop-exchange.ts',
    line: "signal.removeEventListener('abort', abort);",
    faults: [["'abort'", '""']],
    why: 'Once an answer has begun, the deadline ends it by its own listener; this one would only do so twice.',
  },
  {
    file: 'connector/guarded-http/shop-exchange.ts',
    line: "response.on('error', () => {});",
    faults: [["'error'", '""']],
    why: 'addAbortSignal happens to listen for errors too, which its documentation does not promise.',
  },
  {
    file: 'connector/guarded-http/shop-failures.ts',
    line: 'if (header === undefined) return undefined;',
    faults: [['header === undefined', 'false']],
    why: 'Without a header the next lines come to undefined as well; the type asks for the line.',
  },
  {
    file: 'connector/guarded-http/shop-http.ts',
    line: 'if (!response.complete) throw failureToFinish(undefined, deadline);',
    faults: [['!response.complete', 'false']],
    why: 'In every way that we know a body can be cut, reading it has thrown before. It stays: a cut catalog must never pass for a whole one.',
  },
];
