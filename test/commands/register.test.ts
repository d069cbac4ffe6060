import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { registrationSheet } from '../../commands/registration-sheet.ts';
import { selectField } from '../../connector/catalog/select-field.ts';
import type { App } from '../../connector/verification/verify-install.ts';
import { sampleOutputs } from '../fixtures/stack-outputs.ts';
import { runCommand } from '../helpers/run-command.ts';

const app: App = {
  config: { name: 'Acme shop', locale: 'fr-FR', websites: 'proved' },
  source: {
    parameters: [
      {
        key: 'shopUrl',
        label: 'Shop address',
        type: 'text',
        required: true,
        secret: false,
        help: 'Where the shop is.',
        schema: z.string(),
      },
      {
        key: 'inStockOnly',
        label: 'In stock only',
        type: 'toggle',
        required: false,
        secret: false,
        help: 'Leave out what is sold out.',
        schema: z.boolean(),
      },
    ],
    verify: async () => '',
  },
};

it("is in the developer platform's sections, order and words", () => {
  expect(registrationSheet(app, { stack: 'connector-dev', ...sampleOutputs })).toBe(`App information
  Profile           Acme shop
  Health-check URL  https://abc123.execute-api.eu-west-1.amazonaws.com/health
  Secret token      copy it from this page and paste it into: npm run secret -- set --stack connector-dev

Authentication
  Label            Type    Key            Value URL (for selectpicker)  Required
  Website ID       Text    websiteId                                    Yes
  iAdvize API key  Text    iadvizeApiKey                                Yes
  Shop address     Text    shopUrl                                      Yes
  In stock only    Toggle  inStockOnly                                  No

  Verification URL  https://abc123.execute-api.eu-west-1.amazonaws.com/verification

Settings
  Nothing to type.

Plugins → Product list
  Product list URL  https://abc123.execute-api.eu-west-1.amazonaws.com/products
  Categories URL    https://abc123.execute-api.eu-west-1.amazonaws.com/categories

Webhooks
  URL label      Acme shop
  Call back URL  https://abc123.execute-api.eu-west-1.amazonaws.com/webhooks
  Events         connector.installed
                 connector.uninstalled

When the secret token is in its place: Test, then Submit.
`);
});

const language = selectField({
  key: 'language',
  label: 'Language',
  help: 'What agents read.',
  options: [{ label: 'French', value: 'fr' }],
});
const withList: App = { ...app, source: { ...app.source, parameters: [language] } };

it('gives a list its URL, and says when the deployment has none yet', () => {
  const OptionsUrl = 'https://abc123.execute-api.eu-west-1.amazonaws.com/options/{key}';
  const sheet = registrationSheet(withList, { stack: 'connector-dev', ...sampleOutputs, OptionsUrl });
  expect(sheet).toMatch(/ {2}Language +Selectpicker {2}language +https:\/\/abc123[^ ]+\/options\/language +Yes\n/);
  expect(() => registrationSheet(withList, { stack: 'connector-dev', ...sampleOutputs })).toThrow(
    'connector-dev has no list for language yet. Deploy it again.',
  );
});

it('asks for no API key when the websites are listed', () => {
  const sheet = registrationSheet(
    { ...app, config: { ...app.config, websites: ['ha-1'] } },
    { stack: 'connector-dev', ...sampleOutputs },
  );
  expect(sheet).not.toContain('iadvizeApiKey');
  expect(sheet).toContain('websiteId');
});

it('tells where to type the URLs of the plugins that the stack has', () => {
  const VisitorProfileUrl = 'https://abc123.execute-api.eu-west-1.amazonaws.com/visitor-profile';
  const ClosingFormUrl = 'https://abc123.execute-api.eu-west-1.amazonaws.com/closing-form';
  const sheet = registrationSheet(app, {
    ...{ stack: 'connector-dev', VisitorProfileUrl, VisitorActionUrl: VisitorProfileUrl, ClosingFormUrl },
    ...sampleOutputs,
  });
  expect(sheet).toContain(`
Plugins → Customer information
  Customer information URL         ${VisitorProfileUrl}
  Customer information action URL  ${VisitorProfileUrl}

Plugins → Conversation closing form
  Form URL  ${ClosingFormUrl}

Webhooks
`);
});

it('names nothing that only the stack needs: no ARN, no table', () => {
  const sheet = registrationSheet(app, { stack: 'connector-dev', ...sampleOutputs });
  expect(sheet).not.toMatch(/arn:aws|installs/);
});

const folder = mkdtempSync(join(tmpdir(), 'register-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('npm run register prints the sheet of the stack in the outputs file', async () => {
  const outputs = join(folder, 'cdk-outputs.json');
  writeFileSync(outputs, JSON.stringify({ 'connector-dev': sampleOutputs }));
  const ran = await runCommand('register', ['--outputs', outputs]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain(sampleOutputs.ProductsUrl);
});

it('npm run register says in one line what it lacks', async () => {
  const ran = await runCommand('register', ['--outputs', join(folder, 'none.json')]);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/none\.json cannot be read\. .*\n$/);
});
