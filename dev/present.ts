import { exampleCalls } from './examples.ts';
import { type InstallOutcome, localWebsite } from './install-sample.ts';
import type { LocalRun } from './local-run.ts';

/** Tells what runs where and what to try. One URL a line, at its end, so that a script can read it too. */
export async function present(run: LocalRun, install: InstallOutcome): Promise<void> {
  const website = localWebsite();
  const urls: [string, string][] = [
    ['Connector', run.connector.url],
    ...Object.entries(run.stack().outputs)
      .filter(([name]) => name.endsWith('Url'))
      .map(([name, url]): [string, string] => [name.replace(/Url$/, ' URL'), url]),
    ['Sample shop', run.shopUrl],
    ['Sample feed', run.sampleFeedUrl],
    ...(run.feedUrl === run.sampleFeedUrl ? [] : [['Given feed', run.feedUrl] satisfies [string, string]]),
  ];
  console.log(`\n${urls.map(([label, url]) => `${`${label}:`.padEnd(18)}${url}`).join('\n')}\n`);
  console.log(stateOf(website, install));
  for (const [title, line] of await exampleCalls(run.connector, website)) console.log(`\n# ${title}\n${line}`);
  console.log("\n`npm run sign -- GET '<query>'` signs any other call. Ctrl-C ends.");
}

function stateOf(website: string, install: InstallOutcome): string {
  if (install === 'installed') return `Website ${website} is installed. Try, in another terminal:`;
  if (install === 'kept') return `Website ${website} is as the last run left it. Try, in another terminal:`;
  const { missing } = install;
  return `Website ${website} is not installed: only you know ${missing.join(', ')}. Add it with \`npm run installs -- add\`.`;
}
