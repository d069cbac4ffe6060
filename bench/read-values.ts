import { type ParseArgsConfig, parseArgs } from 'node:util';
import { answerHelp } from '../dev/answer-help.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options that were typed, or their defaults; `--help` prints both. */
export function readValues<const O extends Options>(command: string, options: O) {
  const texts = Object.entries(options).map(([name, { type, default: usual }]) =>
    type === 'boolean' ? `[--${name}]` : `[--${name} <${usual ?? 'file'}>]`,
  );
  answerHelp(`Usage: npm run ${command} -- ${texts.join(' ')}\nSee bench/README.md.`);
  return parseArgs({ options }).values;
}
