import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { config } from '#connector.config';
import { examineFeed } from './doctor/feed/examine-feed.ts';
import { worstOf } from './doctor/finding.ts';
import { existingFile, givenPath } from './doctor/given-file.ts';
import { htmlReport } from './doctor/html-report.ts';
import { textReport } from './doctor/text-report.ts';
import { WrongUsage } from './doctor/wrong-usage.ts';

const usage = `Usage: npm run doctor -- --feed <file or address> [--user <name>] [--queries <file>] [--json <file>] [--html <file>]
  --user <name>      for an address that asks for a user; its password is read from FEED_PASSWORD or asked for
  --queries <file>   what agents type, one a line: tells which of it finds nothing
  --json, --html     reports for programs and for people; - for stdout
Exits with 0 when all is well, 1 when agents see something wrong, 2 when they miss products, 3 when it could not run.`;

const exitCodes = { error: 2, warning: 1, note: 0 };

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(3));

try {
  const { values } = parse();
  const queries = values.queries === undefined ? [] : readLines(values.queries);
  const diagnosis = await examineFeed(values.feed, values.user, { folder, queries, locale: config.locale });

  const written = Object.entries({ json: values.json, html: values.html }).map(([kind, file]) => {
    if (file === undefined) return undefined;
    const text = kind === 'json' ? `${JSON.stringify(diagnosis, null, 2)}\n` : htmlReport(diagnosis);
    if (file === '-') process.stdout.write(text);
    else writeFileSync(givenPath(file), text);
    return file;
  });
  const style = { colors: process.stdout.isTTY === true && !process.env.NO_COLOR };
  if (!written.includes('-')) console.log(textReport(diagnosis, style));
  const worst = worstOf(diagnosis.findings);
  process.exitCode = worst ? exitCodes[worst] : 0;
} catch (error) {
  console.error(error instanceof WrongUsage ? error.message : error);
  process.exitCode = 3;
}

function parse() {
  try {
    const { values } = parseArgs({
      options: {
        feed: { type: 'string' },
        user: { type: 'string' },
        queries: { type: 'string' },
        json: { type: 'string' },
        html: { type: 'string' },
      },
    });
    if (!values.feed) throw new Error('--feed is missing.');
    return { values: { ...values, feed: values.feed } };
  } catch (error) {
    throw new WrongUsage(`${(error as Error).message}\n${usage}`);
  }
}

function readLines(file: string): string[] {
  return readFileSync(existingFile(file), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
