import { createInterface } from 'node:readline/promises';
import type { Parameter } from '../connector/catalog/catalog-source.ts';
import { readHidden } from './read-hidden.ts';

/** Asks for each parameter on the terminal, secret ones without showing them. An empty answer is not given. */
export async function askForParameters(parameters: readonly Parameter[]): Promise<Map<string, string | boolean>> {
  if (!process.stdin.isTTY) throw new Error('Give the parameters by --parameters <file.json>, or - for stdin.');
  const typed = new Map<string, string | boolean>();
  for (const { key, label, type, required, secret, help } of parameters) {
    console.error(help);
    const prompt = `${label}${type === 'toggle' ? ' (yes or no)' : required ? '' : ' (optional)'}: `;
    const answer = secret ? await readHidden(prompt) : await ask(prompt);
    if (answer !== '') typed.set(key, type === 'toggle' ? /^y(es)?$/i.test(answer) : answer);
  }
  return typed;
}

async function ask(prompt: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(prompt)).trim();
  } finally {
    lines.close();
  }
}
