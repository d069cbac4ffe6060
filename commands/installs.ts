import { parseArgs } from 'node:util';
import { deadlineIn } from '../connector/deadline.ts';
import { seal } from '../connector/installs/credential-vault.ts';
import { applyInput, listInstalls, readInstall } from '../connector/installs/install-store.ts';
import { requestRefresh } from '../connector/refresh/refresh-queue.ts';
import { apiKeyParameter, installParameters, websiteParameter } from '../connector/verification/install-parameters.ts';
import { verifyInstall } from '../connector/verification/verify-install.ts';
import { parseWebsite, type Website } from '../connector/website.ts';
import { ownApp } from '../dev/own-app.ts';
import { readParameterFile } from '../dev/read-parameter-file.ts';
import { type InstallSummary, summarize, summaryTable } from './install-summary.ts';
import { runCommand } from './run-command.ts';
import { stackOptions } from './stack-outputs.ts';
import { useTarget } from './target.ts';
import { askForParameters } from './typed-parameters.ts';

const usage = `Usage: npm run installs -- list | show ha-123 | add ha-123 | remove ha-123 | refresh ha-123
  --stack connector-prod   a deployed stack, with your own AWS credentials; without it, the local run
  --outputs <file>         what \`npm run deploy\` wrote, if not cdk-outputs.json
  --parameters <file>      for add: [{"key":"…","value":"…"}], - for stdin; without it, each is asked for
  --json                   for programs`;

const options = {
  ...stackOptions,
  parameters: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** An operator names the website on the command line, and needs no proof of it. */
const ownParameters = [websiteParameter, apiKeyParameter];

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [action = '', id, ...others] = positionals;
  const actions: Record<string, (website: Website) => Promise<InstallSummary>> = { show, add, remove, refresh };
  if (action === 'list' ? id !== undefined : !actions[action] || id === undefined || others.length > 0) {
    throw new Error(usage);
  }
  const website = id === undefined ? undefined : parseWebsite(id);
  if (id !== undefined && !website) throw new Error(`${id} is not a website: expected the form ha-123 or sd-123.`);

  const { name } = await useTarget(values);
  if (website) {
    const summary = await actions[action]!(website);
    console.log(values.json ? JSON.stringify(summary, null, 2) : summaryTable([summary]));
  } else {
    const summaries = await list();
    if (values.json) console.log(JSON.stringify(summaries, null, 2));
    else console.log(summaries.length > 0 ? summaryTable(summaries) : `No website has installed ${name}.`);
  }

  async function add(website: Website): Promise<InstallSummary> {
    const asked = installParameters(ownApp).filter((parameter) => !ownParameters.includes(parameter));
    const typed = values.parameters ? await readParameterFile(values.parameters) : await askForParameters(asked);
    typed.set(websiteParameter.key, website);
    const deadline = deadlineIn(60_000);
    const verified = await verifyInstall(ownApp, typed, {
      ...{ deadline, count: () => {}, byOperator: true },
    });
    if (!verified.valid) {
      throw new Error(verified.errors.map(({ parameterKey, message }) => `${parameterKey}: ${message}`).join('\n'));
    }
    const settings = await seal(website, verified.credentials, deadline);
    const sealed = (await verified.sealKey?.(settings, deadline)) ?? settings;
    const { install } = await applyInput(website, { type: 'added', sealed }, deadline);
    await requestRefresh(website, deadline);
    console.error(`${verified.message}\n${website} is installed on ${name}.`);
    return summarize(website, install, Date.now());
  }
});

async function list(): Promise<InstallSummary[]> {
  const summaries: InstallSummary[] = [];
  for await (const { website, install } of listInstalls(deadlineIn(300_000))) {
    summaries.push(summarize(website, install, Date.now()));
  }
  return summaries.sort((a, b) => a.website.localeCompare(b.website, 'en', { numeric: true }));
}

async function show(website: Website): Promise<InstallSummary> {
  return summarize(website, await readInstall(website, deadlineIn(30_000)), Date.now());
}

/** At once, whatever the schedule says. */
async function refresh(website: Website): Promise<InstallSummary> {
  await requestRefresh(website, deadlineIn(30_000));
  return show(website);
}

async function remove(website: Website): Promise<InstallSummary> {
  const deadline = deadlineIn(30_000);
  const { install } = await applyInput(website, { type: 'removed' }, deadline);
  await requestRefresh(website, deadline);
  return summarize(website, install, Date.now());
}
