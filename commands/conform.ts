import { writeFileSync } from 'node:fs';
import { htmlReport } from '../conformance/report/html-report.ts';
import { jsonReport } from '../conformance/report/json-report.ts';
import { junitReport } from '../conformance/report/junit-report.ts';
import { conforms } from '../conformance/report/report.ts';
import { checkText, summaryText } from '../conformance/report/text-report.ts';
import { runConformance } from '../conformance/run-conformance.ts';
import { CouldNotRun } from '../conformance/violation.ts';
import { answerHelp } from '../dev/answer-help.ts';
import { conformUsage, readConformArguments } from './conform-arguments.ts';

answerHelp(conformUsage);

/** Exits with 0 when the connector conforms, 1 when it does not, 2 when the run could not be made or not to its end. */
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopped.signal.aborted) process.exit(2);
    console.error('Uninstalling what the run installed … (again to stop at once)');
    stopped.abort();
  });
}

try {
  const { files, ...options } = await readConformArguments(process.argv.slice(2), process.env);
  const style = { colors: process.stdout.isTTY === true && !process.env.NO_COLOR };
  const report = await runConformance({
    ...options,
    signal: stopped.signal,
    onResult: (result) => console.log(checkText(result, style)),
  });
  console.log(summaryText(report, style));
  const writers = { junit: junitReport, html: htmlReport, json: jsonReport };
  for (const [kind, path] of Object.entries(files)) writeFileSync(path, writers[kind as keyof typeof writers](report));
  process.exitCode = conforms(report) ? 0 : 1;
} catch (error) {
  // Anything else is a fault of this program, which its trace helps to find.
  console.error(error instanceof CouldNotRun ? error.message : error);
  process.exitCode = 2;
}
