import { type CheckResult, checksOf, countsOf, type Report } from './report.ts';

/** JUnit XML, one test suite per group: what continuous integration shows. */
export function junitReport(report: Report): string {
  const suites = report.groups.map(({ name, title, checks }) => {
    const milliseconds = checks.reduce((sum, check) => sum + check.milliseconds, 0);
    return `  <testsuite${attributes({ name, ...totals(checks), time: seconds(milliseconds), timestamp: report.startedAt })}>
    <properties><property name="title" value="${xml(title)}"/></properties>
${checks.map(testCase).join('\n')}
  </testsuite>`;
  });
  const all = { name: `conformance of ${report.url}`, ...totals(checksOf(report)), time: seconds(report.milliseconds) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(all)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function totals(checks: readonly CheckResult[]) {
  const { failed, blocked, skipped } = countsOf(checks);
  return { tests: checks.length, failures: failed, errors: blocked, skipped };
}

function testCase(check: CheckResult): string {
  const { group, name, title, section, outcome, reason, advice, exchange, milliseconds } = check;
  const open = `    <testcase${attributes({ classname: group, name, time: seconds(milliseconds) })}`;
  const message = attributes({ message: reason ?? '' });
  switch (outcome) {
    case 'passed':
      if (advice === null) return `${open}/>`;
      return `${open}><properties><property${attributes({ name: 'advice', value: advice })}/></properties></testcase>`;
    case 'skipped':
      return `${open}><skipped${message}/></testcase>`;
    case 'blocked':
      return `${open}><error${message}/></testcase>`;
    case 'failed': {
      const shown = exchange ? `\n\n${exchange.request}\n\n${exchange.answer}` : '';
      return `${open}><failure${message}>${xml(`${title} (contract ${section})${shown}`)}</failure></testcase>`;
    }
  }
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Also without what XML cannot hold at all. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
