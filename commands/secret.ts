import { parseArgs } from 'node:util';
import { deadlineIn } from '../connector/deadline.ts';
import { appSecretVersions, type SetOutcome } from './app-secret-versions.ts';
import { useAwsCredentials } from './aws-credentials.ts';
import { readHidden } from './read-hidden.ts';
import { runCommand } from './run-command.ts';
import { readStackOutputs, stackOptions } from './stack-outputs.ts';

const usage = 'Usage: npm run secret -- set | revoke --stack connector-prod [--outputs cdk-outputs.json]';

const notAnyMore = 'The last one was under 24 h old: it counts no more';
const outcomes: Record<SetOutcome, string> = {
  unchanged: 'This token is the current one already: nothing to do.',
  rotated: 'The token is set. The one before it counts for 24 h more; `revoke` ends it now.',
  corrected: `The token is set. ${notAnyMore}, and the one before that still does, for 24 h.`,
  replaced: `The token is set. ${notAnyMore}.`,
};

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options: stackOptions, allowPositionals: true });
  const [action] = positionals;
  // The token itself never comes by argument: arguments are seen by every process and kept by the shell.
  if ((action !== 'set' && action !== 'revoke') || positionals.length > 1 || !values.stack) throw new Error(usage);
  const { stack, AppSecretArn } = readStackOutputs(values.outputs, values.stack);
  const token = action === 'set' ? checkToken(await readHidden(`Secret token for ${stack}: `)) : undefined;

  await useAwsCredentials(AppSecretArn);
  const versions = appSecretVersions(AppSecretArn, deadlineIn(30_000));
  if (token !== undefined) console.log(`${stack}: ${outcomes[await versions.set(token)]}`);
  else if (await versions.revoke()) console.log(`${stack}: The token before the current one counts no more.`);
  else console.log(`${stack}: There is no token before the current one: nothing to do.`);
});

function checkToken(token: string): string {
  if (/^[\x21-\x7e]{8,512}$/.test(token)) return token;
  throw new Error('The token must be 8 to 512 characters without spaces, exactly as the developer platform shows it.');
}
