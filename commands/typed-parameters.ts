import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import type { Parameter } from '../connector/catalog/catalog-source.ts';
import { readHidden } from './read-hidden.ts';

const fileSchema = z.array(z.object({ key: z.string(), value: z.union([z.string(), z.boolean()]) }));

/** Reads `[{"key":"feedUrl","value":"https://…"}]` from a file, or from stdin for `-`. */
export async function readParameterFile(path: string): Promise<Map<string, string | boolean>> {
  let content: string;
  try {
    content = path === '-' ? await text(process.stdin) : readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read.`);
  }
  try {
    return new Map(fileSchema.parse(JSON.parse(content)).map(({ key, value }) => [key, value]));
  } catch {
    // The parser's own message would quote the file, which holds credentials.
    throw new Error(
      `${path} must be a JSON array such as [{"key":"feedUrl","value":"https://shop.example/feed.xml"}].`,
    );
  }
}

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
