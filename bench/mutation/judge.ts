import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { accepted } from './accepted.ts';
import type { Mutant } from './mutate.ts';

/** What became of the faults in one file. */
export interface Judgement {
  file: string;
  figures: Record<string, number | string>;
  /** Faults that no test noticed and nobody has accepted. */
  unexplained: string[];
}

export function judge(mutants: readonly Mutant[]): Judgement[] {
  const files = Map.groupBy(mutants, ({ fileName }) => relative(process.cwd(), fileName));
  return [...files].map(([file, faults]) => {
    const count = (status: Mutant['status']) => faults.filter((fault) => fault.status === status).length;
    const survivors = faults.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const noticed = count('Killed') + count('Timeout');
    const unexplained = survivors.filter((fault) => !isAccepted(file, fault));
    return {
      file,
      figures: {
        faults: faults.length,
        killed: count('Killed'),
        'timed out': count('Timeout'),
        'broke a test file': count('RuntimeError'),
        accepted: survivors.length - unexplained.length,
        unexplained: unexplained.length,
        'score %': ((noticed / (noticed + survivors.length)) * 100).toFixed(1),
      },
      unexplained: unexplained.map((fault) => {
        const shown = { ...codeOf(file, fault), to: fault.replacement };
        return `${file}:${fault.location.start.line}  ${JSON.stringify(shown)}`;
      }),
    };
  });
}

function isAccepted(file: string, fault: Mutant): boolean {
  const { line, from } = codeOf(file, fault);
  return accepted
    .filter((one) => one.file === file && one.line === line)
    .some(({ faults }) => faults.some(([before, after]) => before === from && after === fault.replacement));
}

/** The line on which a fault begins, and the text that it replaces. */
function codeOf(file: string, { location: { start, end } }: Mutant): { line: string; from: string } {
  const lines = readFileSync(file, 'utf8').split('\n').slice(start.line - 1, end.line);
  const line = lines[0]!.trim();
  lines.push(lines.pop()!.slice(0, end.column - 1));
  return { line, from: [lines[0]!.slice(start.column - 1), ...lines.slice(1)].join('\n') };
}
