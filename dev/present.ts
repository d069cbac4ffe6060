import type { Website } from '../connector/website.ts';
import { listProducts } from '../platform/platform-client.ts';
import { exampleCalls } from './examples.ts';
import { type InstallOutcome, localWebsite } from './install-sample.ts';
import type { LocalRun } from './local-run.ts';

/** Tells what runs where and what to try. One URL a line, at its end, so that a script can read it too. */
export async function present(
  run: LocalRun,
  install: InstallOutcome,
  { deskUrl, isKept }: { deskUrl: string; isKept: boolean },
): Promise<void> {
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
  const width = Math.max(18, ...urls.map(([label]) => label.length + 2));
  console.log(`\n${urls.map(([label, url]) => `${`${label}:`.padEnd(width)}${url}`).join('\n')}\n`);
  for (const note of run.stack().notes) console.log(`Note: ${note}`);
  console.log(await stateOf(run, website, install, isKept));
  for (const [title, line] of await exampleCalls(run.connector, website)) console.log(`\n# ${title}\n${line}`);
  // Other commands find the local run by its state folder.
  console.log(`\n${isKept ? "`npm run sign -- GET '<query>'` signs any other call. " : ''}Ctrl-C ends.`);
}

async function stateOf(
  { connector }: LocalRun,
  website: Website,
  install: InstallOutcome,
  isKept: boolean,
): Promise<string> {
  if (typeof install === 'object') {
    const hint = isKept
      ? ` \`npm run installs -- add ${website}\` adds it by hand, or the desk.`
      : ' The desk installs it by hand.';
    return `Website ${website} is not installed: ${install.refused}${hint}`;
  }
  const { answer } = await listProducts(connector, { idWebsite: website, limit: 1 });
  if (answer?.status === 200) return `Website ${website} is installed. Try, in another terminal:`;
  const { detail = '' } = JSON.parse(answer?.body.toString() || '{}');
  return `Website ${website} is as the last run left it: ${detail} Begin anew by removing .local, or install it by --parameters or in the desk.`;
}
