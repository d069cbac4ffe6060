import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { AccessLogEntry } from './gateway.ts';
import { makePrivate } from './private-folder.ts';

export interface RunLog {
  access(entry: AccessLogEntry): void;
  functionLine(line: string): void;
  /** From now on a request is a line on the console. */
  showRequests(): void;
}

/** Requests and troubles on the console; every line of the functions in `<folder>/functions.log`, anew in each run. */
export function startRunLog(folder: string | undefined): RunLog {
  if (folder) makePrivate(folder);
  const file = folder && createWriteStream(join(folder, 'functions.log'));
  let showing = false;
  return {
    access(entry) {
      if (showing) console.log(accessLine(entry));
    },
    functionLine(line) {
      if (file) file.write(`${line}\n`);
      const trouble = troubleOf(line);
      if (trouble) console.log(`         ${trouble}`);
    },
    showRequests() {
      showing = true;
    },
  };
}

/** `14:03:07 GET /products 200 41 ms` */
function accessLine({ method, path, status, milliseconds }: AccessLogEntry): string {
  return `${new Date().toISOString().slice(11, 19)} ${method} ${path} ${status} ${Math.round(milliseconds)} ms`;
}

/** What a developer wants to see of a function's own line; undefined for the ordinary one of a request. */
export function troubleOf(line: string): string | undefined {
  if (!line.startsWith('{')) return line.trim() || undefined;
  try {
    const { level, cause, message, reason } = JSON.parse(line);
    if (level === 'INFO' && !cause && !message) return undefined;
    const causes: string[] = [];
    for (let each = cause; each && causes.length < 3; each = each.cause) causes.push(`${each.name}: ${each.message}`);
    return [reason, causes.join(' ← '), message].filter((part) => typeof part === 'string' && part).join(' ') || line;
  } catch {
    return line;
  }
}
