import { parseArgs } from 'node:util';
import { events } from '#connector.config';
import { ownApp } from '../dev/own-app.ts';
import { registrationSheet } from './registration-sheet.ts';
import { runCommand } from './run-command.ts';
import { readStackOutputs, stackOptions } from './stack-outputs.ts';

const usage = `Usage: npm run register [-- --stack connector-prod] [--outputs cdk-outputs.json]
  Prints what to type in the developer platform, of a deployed stack.`;

await runCommand(usage, () => {
  const { values } = parseArgs({ options: stackOptions });
  const sheet = registrationSheet({ ...ownApp, events }, readStackOutputs(values.outputs, values.stack));
  console.log(sheet);
});
