import { checksOf, conforms, countsOf, type Report } from './report.ts';

/** The whole report with its verdict, for other programs. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify({ conforms: conforms(report), counts: countsOf(checksOf(report)), ...report }, null, 2)}\n`;
}
