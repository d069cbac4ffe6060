import { Html, html } from './html.ts';
import { reportStyle } from './html-style.ts';
import {
  advisedOf,
  type CheckResult,
  checksOf,
  conforms,
  countsOf,
  countsText,
  type GroupResult,
  type Report,
  verdictOf,
} from './report.ts';

/** One page that needs nothing else: no script, no font, no picture from anywhere. */
export function htmlReport(report: Report): string {
  const checks = checksOf(report);
  const failures = checks.filter(({ outcome }) => outcome === 'failed');
  const advised = advisedOf(report);
  const verdict = verdictOf(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict}: ${report.url}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
<header>
<p class="kind">Conformance of an iAdvize product-list connector</p>
<h1 class="${conforms(report) ? 'passed' : 'failed'}">${verdict}</h1>
</header>
<main>
<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<dl>
<dt>Connector</dt><dd><code>${report.url}</code></dd>
<dt>Date</dt><dd><time datetime="${report.startedAt}">${report.startedAt.replace('T', ' ').replace(/\..*/, ' UTC')}</time></dd>
<dt>Checks</dt><dd>${countsText(countsOf(checks))}</dd>
<dt>Requests</dt><dd>${report.requests} in ${(report.milliseconds / 1000).toFixed(1)} s</dd>
<dt>Websites</dt><dd>${[report.website, report.otherWebsite].filter(Boolean).join(', ')}</dd>
</dl>
${latencyTable(report)}
</section>
${failures.length > 0 ? checkList('failures', 'What failed', failures) : html``}
${advised.length > 0 ? checkList('advised', 'What is advised', advised) : html``}
${report.groups.map(groupSection)}
</main>
</body>
</html>
`.text;
}

function latencyTable({ latencies }: Report): Html {
  if (latencies.length === 0) return html``;
  return html`<div class="wide" role="region" aria-label="Latency" tabindex="0"><table>
<caption>Latency of warm calls, in milliseconds</caption>
<thead><tr><th scope="col">Call</th><th scope="col">Calls</th><th scope="col">p50</th><th scope="col">p95</th></tr></thead>
<tbody>${latencies.map(
    ({ call, calls, p50, p95 }) =>
      html`<tr><th scope="row">${call}</th><td>${calls}</td><td>${p50}</td><td>${p95}</td></tr>`,
  )}</tbody>
</table></div>`;
}

function checkList(id: string, heading: string, checks: readonly CheckResult[]): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<ol>${checks.map(
    (check) =>
      html`<li><a href="#${idOf(check)}">${check.group}/${check.name}</a>: ${check.advice ?? check.reason}</li>`,
  )}</ol>
</section>`;
}

function groupSection({ name, title, checks }: GroupResult): Html {
  return html`<section aria-labelledby="${name}">
<h2 id="${name}">${title} <small>${countsText(countsOf(checks))}</small></h2>
<ul class="checks">${checks.map(checkItem)}</ul>
</section>`;
}

const marks = { passed: '✓', advised: 'i', failed: '✗', blocked: '!', skipped: '–' };

function checkItem(check: CheckResult): Html {
  const { name, title, section, outcome, reason, advice, remark, milliseconds } = check;
  const said = reason ?? advice ?? remark;
  const shown = advice === null ? outcome : 'advised';
  return html`<li id="${idOf(check)}" class="${shown}">
<p><span class="mark" role="img" aria-label="${shown}">${marks[shown]}</span>${title}</p>
<p class="more"><code>${name}</code> · contract ${section} · ${milliseconds} ms</p>
${said === null ? html`` : html`<p class="said">${said}</p>`}
${exchangeDetails(check)}</li>
`;
}

function exchangeDetails({ exchange, group, name }: CheckResult): Html {
  if (!exchange) return html``;
  return html`<details open><summary>The exchange, ${exchange.milliseconds} ms</summary>
<pre tabindex="0" aria-label="Request of ${group}/${name}">${exchange.request}</pre>
<pre tabindex="0" aria-label="Answer of ${group}/${name}">${exchange.answer}</pre>
</details>`;
}

function idOf({ group, name }: CheckResult): string {
  return `${group}-${name}`;
}
