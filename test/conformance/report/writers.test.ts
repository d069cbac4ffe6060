import { Parser } from 'htmlparser2';
import { beforeAll, expect, it } from 'vitest';
import { htmlReport } from '../../../conformance/report/html-report.ts';
import { jsonReport } from '../../../conformance/report/json-report.ts';
import { junitReport } from '../../../conformance/report/junit-report.ts';
import { advisedOf, checksOf, countsOf, type Report } from '../../../conformance/report/report.ts';
import { checkText, summaryText } from '../../../conformance/report/text-report.ts';
import { runConformance } from '../../../conformance/run-conformance.ts';
import { sign } from '../../../connector/endpoint/signature.ts';
import type { Website } from '../../../connector/website.ts';
import { startStandIn } from '../stand-in-connector.ts';

const secret = 'a secret & <its> "marks" é';
const typed = { feedUrl: 'https://user:hunter2@shop.example/feed?token=abc', feedPassword: 'pass-w0rd' };
const attack = '</pre><script>alert(1)</script>]]>\u0000\u202e';
let report: Report;
let texts: Record<string, string>;

/** A server that says back whatever it was told, its secrets, and an attack on whoever shows it. */
beforeAll(async () => {
  const server = await startStandIn(({ route, body }) => ({
    status: route === 'GET /products' ? 404 : 200,
    body: `${attack} ${body} ${secret} ${JSON.stringify(secret)} ${encodeURIComponent(secret)} ${sign(body, secret)}`,
  }));
  report = await runConformance({
    ...{ url: server.url, secret, parameters: typed },
    website: 'ha-900001' as Website,
    otherWebsite: 'ha-900002' as Website,
  });
  await server.close();
  const style = { colors: false };
  texts = {
    html: htmlReport(report),
    junit: junitReport(report),
    json: jsonReport(report),
    text: [...checksOf(report).map((check) => checkText(check, style)), summaryText(report, style)].join('\n'),
  };
});

/** Tags that a parser meets, in order. */
function tagsOf(text: string, xmlMode: boolean): string[] {
  const tags: string[] = [];
  const parser = new Parser({ onopentagname: (name) => void tags.push(name) }, { xmlMode });
  parser.end(text);
  return tags;
}

it('name every failure and what was exchanged', () => {
  const failures = checksOf(report).filter(({ outcome }) => outcome === 'failed');
  expect(failures.length).toBeGreaterThan(50);
  for (const text of Object.values(texts)) {
    for (const { name } of failures) expect(text).toContain(name);
    expect(text).toContain('POST http');
  }
});

it('tell what is advised apart from what failed', () => {
  const { failed } = countsOf(checksOf(report));
  const [advised] = advisedOf(report);
  expect(advised).toMatchObject({ name: 'no-store', outcome: 'passed', reason: null });
  for (const text of Object.values(texts)) expect(text).toContain('answers should carry cache-control: no-store');
  expect(texts.html).toMatch(/<h2 id="advised">What is advised<\/h2>\s*<ol><li><a href="#errors-no-store">/);
  expect(texts.html).toMatch(/<li id="errors-no-store" class="advised">\s*<p><span [^>]*aria-label="advised">i</);
  expect(texts.junit).toMatch(/name="no-store"[^>]*><properties><property name="advice" value="/);
  expect(texts.junit!.match(/<failure/g)).toHaveLength(failed);
  expect(texts.text).toMatch(/^i errors\/no-store$/m);
  expect(texts.text).toMatch(/^i errors\/no-store: \d+ of/m);
});

it('hold no secret, no signature and nothing that a merchant typed', () => {
  const spellings = [secret, ...Object.values(typed)].flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ]);
  for (const text of Object.values(texts)) {
    for (const spelling of spellings) expect(text).not.toContain(spelling);
    expect(text).not.toMatch(/[\da-f]{64}/);
    expect(text).not.toContain('hunter2');
  }
});

it('escape what a connector answers', () => {
  expect(tagsOf(texts.html!, false)).not.toContain('script');
  expect(new Set(tagsOf(texts.junit!, true))).toEqual(
    new Set(['testsuites', 'testsuite', 'properties', 'property', 'testcase', 'failure', 'error', 'skipped']),
  );
  for (const text of Object.values(texts)) {
    for (const character of ['\u0000', '\u202e']) expect(text.includes(character)).toBe(false);
  }
});

it('is one page that loads nothing and does nothing', () => {
  expect(texts.html).not.toMatch(/\b(?:src|href)="(?!#)|url\(|@import|\bon\w+=/);
});

it('count in JUnit what they count in JSON', () => {
  const { failed, blocked, skipped, passed } = JSON.parse(texts.json!).counts;
  const tests = passed + failed + blocked + skipped;
  expect(texts.junit).toMatch(
    new RegExp(`<testsuites [^>]*tests="${tests}" failures="${failed}" errors="${blocked}" skipped="${skipped}"`),
  );
  expect(JSON.parse(texts.json!).conforms).toBe(false);
});

it('color a terminal only', () => {
  const failed = checksOf(report).find(({ outcome }) => outcome === 'failed')!;
  expect(checkText(failed, { colors: true })).toContain('\u001b[');
  expect(texts.text).not.toContain('\u001b');
});
