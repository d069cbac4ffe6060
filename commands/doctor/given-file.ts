import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { WrongUsage } from './wrong-usage.ts';

/** npm runs scripts in the repository's folder; a path is meant from where the command was typed. */
export function givenPath(file: string): string {
  return resolve(process.env.INIT_CWD ?? '.', file);
}

export function existingFile(file: string): string {
  const path = givenPath(file);
  if (!existsSync(path)) throw new WrongUsage(`There is no file ${path}.`);
  return path;
}
