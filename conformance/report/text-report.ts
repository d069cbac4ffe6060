import { styleText } from 'node:util';
import {
  advisedOf,
  type CheckResult,
  checksOf,
  conforms,
  countsOf,
  countsText,
  type Report,
  verdictOf,
} from './report.ts';

export interface TextStyle {
  colors: boolean;
}

type Format = Parameters<typeof styleText>[0];

const marks: Record<CheckResult['outcome'], [mark: string, format: Format]> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  blocked: ['!', 'yellow'],
  skipped: ['–', 'dim'],
};

const advised: [mark: string, format: Format] = ['i', 'yellow'];

/** One line per check; a failure and what is advised are followed by the reason and the exchange. */
export function checkText(result: CheckResult, style: TextStyle): string {
  const { group, name, outcome, title, section, reason, advice, remark, exchange } = result;
  const [mark, format] = advice === null ? marks[outcome] : advised;
  const line = `${paint(format, mark, style)} ${group}/${name}`;
  if (outcome === 'passed' && advice === null) return `${line}  ${paint('dim', remark ?? title, style)}`;
  if (outcome !== 'failed' && advice === null) return `${line}  ${paint('dim', reason ?? '', style)}`;
  const told = [`${title} (contract ${section})`, paint(format, advice ?? reason ?? '', style)];
  const shown = exchange ? [...prefixed('> ', exchange.request), ...prefixed('< ', exchange.answer)] : [];
  return [line, ...told.map(indented), ...shown.map((text) => indented(paint('dim', text, style)))].join('\n');
}

/** The end of a run: counts, what failed, what is advised, latency. */
export function summaryText(report: Report, style: TextStyle): string {
  const checks = checksOf(report);
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const verdict = paint(conforms(report) ? 'green' : 'red', verdictOf(report), style);
  return [
    '',
    ...report.latencies.map(({ call, p50, p95 }) => `${call.padEnd(32)} p50 ${ms(p50)}  p95 ${ms(p95)}`),
    ...failed.map(({ group, name, reason }) => `${paint('red', '✗', style)} ${group}/${name}: ${reason}`),
    ...advisedOf(report).map(({ group, name, advice }) => `${paint('yellow', 'i', style)} ${group}/${name}: ${advice}`),
    `${countsText(countsOf(checks))}; ${report.requests} requests in ${seconds} s`,
    `${report.url}: ${verdict}`,
  ].join('\n');
}

function ms(milliseconds: number): string {
  return `${milliseconds} ms`.padStart(9);
}

function prefixed(prefix: string, text: string): string[] {
  return text.split('\n').map((line) => prefix + line);
}

function indented(text: string): string {
  return `    ${text}`;
}

function paint(format: Format, text: string, { colors }: TextStyle): string {
  return colors ? styleText(format, text, { validateStream: false }) : text;
}
