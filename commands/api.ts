import { parseArgs } from 'node:util';
import { deadlineIn } from '../connector/deadline.ts';
import { iadvizeApi } from '../connector/iadvize/api.ts';
import { resources } from '../connector/iadvize/resources/resources.ts';
import { parseWebsite, type Website } from '../connector/website.ts';
import { readRunFile } from '../dev/run-file.ts';
import { localApiKey } from '../dev/shop-server.ts';
import { planReading } from './api/plan-reading.ts';
import { readHidden } from './read-hidden.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: npm run api -- list <resource> | get <resource> <id> | live [<operator>] | profile <operator>
                      | statistic [<operator>] | sso <operator>
  --filter <name>=<value>  as the documentation has them, as often as needed; * stands for any characters in a text
  --first <number>         ends a list after so many entries
  --website ha-123         asks the platform of that website, with your API key: from IADVIZE_API_KEY, or asked for;
                           without it, the local run's platform is asked
  --page /pupitre          for sso: where the link leads
  --json                   for programs
It only reads. Resources: ${Object.keys(resources).join(', ')}.`;

/** A year of a busy call centre is minutes of pages. */
const longestRun = 30 * 60_000;

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      filter: { type: 'string', multiple: true },
      first: { type: 'string' },
      website: { type: 'string' },
      page: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const read = planReading(positionals, values);
  if (!read) throw new Error(usage);
  const isLocal = values.website === undefined;
  const website = isLocal ? useLocalRun() : websiteOf(values.website!);
  // Not an argument: arguments are seen by every process and kept by the shell.
  const key = process.env.IADVIZE_API_KEY || (isLocal ? localApiKey : await readHidden('API key: '));
  const { stdout, stderr } = process;
  await read(iadvizeApi({ website, key, deadline: deadlineIn(longestRun) }), website, {
    width: stdout.columns ?? 120,
    print: (text) => console.log(text),
    progress: (line) => void stderr.write(stderr.isTTY ? `\r\x1b[K${line}` : line && `${line}\n`),
  });
});

function websiteOf(text: string): Website {
  const website = parseWebsite(text);
  if (!website) throw new Error(`${text} is not a website: expected the form ha-123 or sd-123.`);
  return website;
}

function useLocalRun(): Website {
  Object.assign(process.env, readRunFile().environment);
  return 'ha-1' as Website;
}
