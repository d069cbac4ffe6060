import { parseArgs } from 'node:util';
import { config, intake } from '../connector.config.ts';
import { registrationSheet } from './registration-sheet.ts';
import { runCommand } from './run-command.ts';
import { readStackOutputs, stackOptions } from './stack-outputs.ts';

// npm run register [-- --stack connector-prod] [--outputs cdk-outputs.json]
await runCommand(() => {
  const { values } = parseArgs({ options: stackOptions });
  const sheet = registrationSheet({ config, intake }, readStackOutputs(values.outputs, values.stack));
  console.log(sheet);
});
