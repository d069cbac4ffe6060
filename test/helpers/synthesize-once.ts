import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../dev/run-node.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A cloud assembly of the stack as it is, under the template's own configuration. */
    assembly: string;
  }
}

/** Synthesizes the stack once for every test that serves it. */
export default function synthesizeOnce({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const program = ["import { synthesize } from './dev/build.ts';", `await synthesize(${JSON.stringify(folder)});`];
  const args = ['--conditions=template', '--input-type=module', '--eval', program.join('\n')];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  provide('assembly', folder);
  return () => rmSync(folder, { recursive: true });
}
