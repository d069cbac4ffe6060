import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { config, source } from '#connector.config';
import { answerHelp } from '../dev/answer-help.ts';
import { readParameterFile } from '../dev/read-parameter-file.ts';
import type { TypedParameters } from '../platform/platform-client.ts';
import type { Diagnosis } from './doctor/diagnosis.ts';
import { examineShop } from './doctor/examine-shop.ts';
// What a fork without feeds deletes, with its folder, the call below and the options.
import { examineFeed } from './doctor/feed/examine-feed.ts';
import { worstOf } from './doctor/finding.ts';
import { existingFile, givenPath } from './doctor/given-file.ts';
import { htmlReport } from './doctor/html-report.ts';
import { settingsOf } from './doctor/shop-settings.ts';
import { textReport } from './doctor/text-report.ts';
import { WrongUsage } from './doctor/wrong-usage.ts';

const usage = `Usage: npm run doctor -- --parameters <file> | --feed <file or address> [--user <name>]
                         [--queries <file>] [--json <file>] [--html <file>]
  --parameters <file>         the shop of connector.config.ts, with these settings: [{"key":"…","value":"…"}], - for stdin;
                              hosts of this machine in them may be reached
  --feed <file or address>    a product feed, whatever the configuration names
  --user <name>               for an address that asks for a user; its password is read from FEED_PASSWORD or asked for
  --queries <file>            what agents type, one a line: tells which of it finds nothing
  --json, --html <file>       reports for programs and for people; - for stdout
Exits with 0 when all is well, 1 when agents see something wrong, 2 when they miss products, 3 when it could not run.`;

const exitCodes = { error: 2, warning: 1, note: 0 };

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(3));

try {
  answerHelp(usage);
  const values = parse();
  const diagnosis = await examine(values);

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
  // Of a fault only what it says and where it is: what else hangs on an error may hold what opens the shop.
  console.error(error instanceof WrongUsage ? error.message : error instanceof Error ? error.stack : error);
  process.exitCode = 3;
}

function parse() {
  try {
    const { values } = parseArgs({
      options: {
        parameters: { type: 'string' },
        feed: { type: 'string' },
        user: { type: 'string' },
        queries: { type: 'string' },
        json: { type: 'string' },
        html: { type: 'string' },
      },
    });
    const { feed, parameters, user } = values;
    if (feed !== undefined && parameters !== undefined) throw new Error('--parameters and --feed exclude each other.');
    if (user !== undefined && feed === undefined) throw new Error('--user goes with --feed.');
    return values;
  } catch (error) {
    throw new WrongUsage(`${(error as Error).message}\n${usage}`);
  }
}

async function examine({ feed, user, parameters, queries }: ReturnType<typeof parse>): Promise<Diagnosis> {
  const options = { folder, queries: queries === undefined ? [] : readLines(queries), locale: config.locale };
  if (feed) return examineFeed(feed, user, options);
  const typed = parameters === undefined ? undefined : await readParameters(parameters);
  return examineShop(source, settingsOf(source, typed), options);
}

async function readParameters(file: string): Promise<TypedParameters> {
  try {
    return Object.fromEntries(await readParameterFile(file === '-' ? file : givenPath(file)));
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

function readLines(file: string): string[] {
  return readFileSync(existingFile(file), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
