import type { Website } from '../connector/website.ts';
import { listProducts } from '../platform/platform-client.ts';
import { exampleCalls } from './examples.ts';
import { type InstallOutcome, localWebsite } from './install-sample.ts';
import type { LocalRun } from './local-run.ts';

/** Tells what runs where and what to try. One URL a line, at its end, so that a script can read it too. */
export async function present(run: LocalRun, install: InstallOutcome, deskUrl: string): Promise<void> {
  const website = localWebsite();
  const urls: [string, string][] = [
    ['Desk', deskUrl],
    ['Connector', run.connector.url],
    ...Object.entries(run.stack().outputs)
      .filter(([, url]) => url.startsWith(run.connector.url))
      .map(([name, url]): [string, string] => [name.replace(/Url$/, ' URL'), url]),
    ['Sample shop', run.shopUrl],
    ...(run.givenFeedUrl === undefined ? [] : [['Given feed', run.givenFeedUrl] satisfies [string, string]]),
  ];
  console.log(`\n${urls.map(([label, url]) => `${`${label}:`.padEnd(18)}${url}`).join('\n')}\n`);
  console.log(await stateOf(run, website, install));
  for (const [title, line] of await exampleCalls(run.connector, website)) console.log(`\n# ${title}\n${line}`);
  console.log("\n`npm run sign -- GET '<query>'` signs any other call. Ctrl-C ends.");
}

async function stateOf({ connector }: LocalRun, website: Website, install: InstallOutcome): Promise<string> {
  if (typeof install === 'object') {
    return `Website ${website} is not installed: ${install.refused} \`npm run installs -- add\` adds it by hand.`;
  }
  const { answer } = await listProducts(connector, { idWebsite: website, limit: 1 });
  if (answer?.status === 200) return `Website ${website} is installed. Try, in another terminal:`;
  const { detail = '' } = JSON.parse(answer?.body.toString() || '{}');
  return `Website ${website} is as the last run left it: ${detail} Begin anew by removing .local, or install with --feed.`;
}
