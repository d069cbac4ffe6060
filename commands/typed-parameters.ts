import { createInterface } from 'node:readline/promises';
import type { Option, Parameter } from '../connector/catalog/catalog-source.ts';
import { readHidden } from './read-hidden.ts';

/** Asks for each parameter on the terminal, secret ones without showing them. An empty answer is not given. */
export async function askForParameters(parameters: readonly Parameter[]): Promise<Map<string, string | boolean>> {
  if (!process.stdin.isTTY) throw new Error('Give the parameters by --parameters <file.json>, or - for stdin.');
  const typed = new Map<string, string | boolean>();
  for (const parameter of parameters) {
    const { key, label, type, required, secret, help } = parameter;
    console.error(help);
    if (parameter.type === 'selectpicker') console.error(listOf(parameter.options));
    const prompt = `${label}${type === 'toggle' ? ' (yes or no)' : required ? '' : ' (optional)'}: `;
    const answer = secret ? await readHidden(prompt) : await ask(prompt);
    if (answer !== '') typed.set(key, type === 'toggle' ? /^y(es)?$/i.test(answer) : answer);
  }
  return typed;
}

function listOf(options: readonly Option[]): string {
  const width = Math.max(...options.map(({ value }) => value.length));
  return options.map(({ value, label }) => `  ${value.padEnd(width)}  ${label}`).join('\n');
}

async function ask(prompt: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(prompt)).trim();
  } finally {
    lines.close();
  }
}
