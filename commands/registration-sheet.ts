import type { Parameter } from '../connector/catalog/catalog-source.ts';
import { installParameters } from '../connector/verification/install-parameters.ts';
import type { App } from '../connector/verification/verify-install.ts';
import type { StackOutputs } from './stack-outputs.ts';

/** What to type in the developer platform, in its own sections, order and words. Holds no secret. */
export function registrationSheet(
  { events = [], ...app }: App & { events?: readonly string[] },
  outputs: StackOutputs,
): string {
  const rows = installParameters(app).map(({ label, type, key, required }) => [
    label,
    typeNames[type],
    key,
    type === 'selectpicker' ? optionsUrl(outputs, key) : '',
    required ? 'Yes' : 'No',
  ]);
  return [
    section('App information', [
      ['Profile', app.config.name],
      ['Health-check URL', outputs.HealthUrl],
      ['Secret token', `copy it from this page and paste it into: npm run secret -- set --stack ${outputs.stack}`],
    ]),
    section(
      'Authentication',
      [['Label', 'Type', 'Key', 'Value URL (for selectpicker)', 'Required'], ...rows],
      [['Verification URL', outputs.VerificationUrl]],
    ),
    section('Settings', [['Nothing to type.']]),
    section('Plugins → Product list', [
      ['Product list URL', outputs.ProductsUrl],
      ['Categories URL', outputs.CategoriesUrl],
    ]),
    ...pluginSections(outputs),
    section('Webhooks', [
      ['URL label', app.config.name],
      ['Call back URL', outputs.WebhookUrl],
      ['Events', 'connector.installed'],
      ['', 'connector.uninstalled'],
      ...events.filter((type) => !type.startsWith('connector.')).map((type) => ['', type]),
    ]),
    'When the secret token is in its place: Test, then Submit.\n',
  ].join('\n');
}

const typeNames: Record<Parameter['type'], string> = { text: 'Text', toggle: 'Toggle', selectpicker: 'Selectpicker' };

function optionsUrl({ OptionsUrl, stack }: StackOutputs, key: string): string {
  if (OptionsUrl === undefined) throw new Error(`${stack} has no list for ${key} yet. Deploy it again.`);
  return OptionsUrl.replace('{key}', key);
}

/** Of the plugins that the deployed stack has. */
function pluginSections({ VisitorProfileUrl, VisitorActionUrl, ClosingFormUrl }: StackOutputs): string[] {
  const action = VisitorActionUrl ? [['Customer information action URL', VisitorActionUrl]] : [];
  return [
    ...(VisitorProfileUrl
      ? [section('Plugins → Customer information', [['Customer information URL', VisitorProfileUrl], ...action])]
      : []),
    ...(ClosingFormUrl ? [section('Plugins → Conversation closing form', [['Form URL', ClosingFormUrl]])] : []),
  ];
}

function section(title: string, ...tables: string[][][]): string {
  return `${title}\n${tables.map(table).join('\n')}`;
}

/** Columns are as wide as their widest cell. */
function table(rows: readonly string[][]): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(width(column))).join('  ');
  return rows
    .map((row) => `  ${line(row)}`.trimEnd())
    .join('\n')
    .concat('\n');
}
