import { Html, html } from '../../conformance/report/html.ts';
import { reportStyle } from '../../conformance/report/html-style.ts';
import { type Branch, branchesOf } from './category-branches.ts';
import { type Diagnosis, subjectOf } from './diagnosis.ts';
import { type Finding, type Severity, sentenceOf, worstOf } from './finding.ts';
import { factsOf } from './text-report.ts';

/** Lines of the category tree that a page can hold. */
const maxCategories = 5_000;

const verdicts: Record<Severity | 'none', string> = {
  error: 'Agents miss products',
  warning: 'Agents see some things wrong',
  note: 'Healthy, with remarks',
  none: 'Healthy',
};

const marks: Record<Severity, [mark: string, kind: string]> = {
  error: ['✗', 'failed'],
  warning: ['!', 'blocked'],
  note: ['–', 'skipped'],
};

const ownStyle = `
.tree { list-style: none; margin: 0; padding: 0; }
.tree li { padding: .15rem 0; }
.tree small { color: var(--soft); }
ul.samples { list-style: none; margin: .25rem 0; padding: 0; font-size: .9rem; }
.checks .samples li { padding: 0; border: 0; }
td.text { text-align: left; white-space: normal; }
`;

/** One page that needs nothing else: no script, no font, no picture from anywhere. */
export function htmlReport(diagnosis: Diagnosis): string {
  const { examinedAt, findings, categories, firstProducts } = diagnosis;
  const { kind, name } = subjectOf(diagnosis);
  const worst = worstOf(findings) ?? 'none';
  const { shown, hidden } = branchesOf(categories, maxCategories);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdicts[worst]}: ${name}</title>
<style>${new Html(reportStyle + ownStyle)}</style>
</head>
<body>
<header>
<p class="kind">Diagnosis of a ${kind}</p>
<h1 class="${worst === 'error' ? 'failed' : 'passed'}">${verdicts[worst]}</h1>
</header>
<main>
<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<dl>
<dt>${kind === 'feed' ? 'Feed' : 'Shop'}</dt><dd><code>${name}</code></dd>
<dt>Date</dt><dd><time datetime="${examinedAt}">${examinedAt.replace('T', ' ').replace(/\..*/, ' UTC')}</time></dd>
${factsOf(diagnosis).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>
</section>
<section aria-labelledby="findings">
<h2 id="findings">What was found</h2>
${findings.length > 0 ? html`<ul class="checks">${findings.map(findingItem)}</ul>` : html`<p>Nothing is wrong.</p>`}
</section>
${firstProducts.length > 0 ? productTable(diagnosis) : html``}
${shown.length > 0 ? categoryTree(shown, hidden) : html``}
</main>
</body>
</html>
`.text;
}

function findingItem(finding: Finding): Html {
  const { code, severity, samples, advice } = finding;
  const [mark, kind] = marks[severity];
  return html`<li id="${code}" class="${kind}">
<p><span class="mark" role="img" aria-label="${severity}">${mark}</span>${sentenceOf(finding)}</p>
<ul class="samples">${samples.map(
    ({ id, value }) => html`<li><code>${id}</code>${value === null ? '' : `: ${value}`}</li>`,
  )}</ul>
<p class="more"><code>${code}</code> · ${advice}</p></li>
`;
}

function productTable({ firstProducts }: Diagnosis): Html {
  return html`<section aria-labelledby="products">
<h2 id="products">The first products of the list</h2>
<div class="wide" role="region" aria-labelledby="products" tabindex="0"><table>
<thead><tr><th scope="col">Title</th><th scope="col">Brand</th><th scope="col">Price</th><th scope="col">Reduced</th><th scope="col">In stock</th></tr></thead>
<tbody>${firstProducts.map(
    ({ title, brand, priceCatalog, pricePromotion, available }) =>
      html`<tr><th scope="row">${title}</th><td class="text">${brand}</td><td>${priceCatalog}</td><td>${pricePromotion}</td><td>${available ? 'yes' : 'no'}</td></tr>`,
  )}</tbody>
</table></div>
</section>`;
}

function categoryTree(shown: readonly Branch[], hidden: number): Html {
  const more = hidden > 0 ? html`<p class="more">and ${hidden.toLocaleString('en-US')} more</p>` : html``;
  return html`<section aria-labelledby="categories">
<h2 id="categories">Categories <small>with their products</small></h2>
<ul class="tree">${shown.map(
    ({ label, depth, productCount }) =>
      html`<li style="padding-left: ${depth * 1.5}rem">${label} <small>${productCount.toLocaleString('en-US')}</small></li>`,
  )}</ul>
${more}
</section>`;
}
