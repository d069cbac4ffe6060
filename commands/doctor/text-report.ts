import { styleText } from 'node:util';
import { branchesOf } from './category-branches.ts';
import { type Diagnosis, subjectOf } from './diagnosis.ts';
import { type Finding, type Severity, sentenceOf } from './finding.ts';

interface TextStyle {
  colors: boolean;
}

type Format = Parameters<typeof styleText>[0];

const marks: Record<Severity, [mark: string, format: Format]> = {
  error: ['✗', 'red'],
  warning: ['!', 'yellow'],
  note: ['–', 'dim'],
};

/** Lines of the category tree that a terminal shows. */
const maxCategories = 40;

export function textReport(diagnosis: Diagnosis, style: TextStyle): string {
  const { findings, categories, firstProducts } = diagnosis;
  const heading = (text: string) => ['', paint('bold', text, style)];
  const { shown, hidden } = branchesOf(categories, maxCategories);
  return [
    paint('bold', subjectOf(diagnosis).name, style),
    ...factsOf(diagnosis).map(([name, value]) => `${name.padEnd(18)}${value}`),
    ...heading(findings.length > 0 ? 'What was found' : 'Nothing is wrong'),
    ...findings.flatMap((finding) => findingLines(finding, style)),
    ...(categories.length > 0 ? heading('Categories, with their products') : []),
    ...shown.map(({ label, depth, productCount }) => `${'  '.repeat(depth)}${label}  ${number(productCount)}`),
    ...(hidden > 0 ? [paint('dim', `and ${number(hidden)} more: --html and --json have them`, style)] : []),
    ...(firstProducts.length > 0 ? heading('The first products of the list') : []),
    ...firstProducts.map(({ title, available, priceCatalog, pricePromotion }) => {
      const price = pricePromotion === null ? priceCatalog : `${pricePromotion} instead of ${priceCatalog}`;
      return `${title}  ${price}${available ? '' : '  out of stock'}`;
    }),
  ].join('\n');
}

/** Name and value of what is counted, for every kind of report. */
export function factsOf(diagnosis: Diagnosis): [name: string, value: string][] {
  const { items, itemsLeftOut, products, categories, itemsInStock, itemsOnSale, prices, bytes, seconds } = diagnosis;
  return [
    ['Items', `${number(items)}, ${number(itemsLeftOut)} left out`],
    ['Products', `${number(products)} in ${number(categories.length)} categories`],
    ['In stock', `${number(itemsInStock)} items`],
    ['On sale', `${number(itemsOnSale)} items`],
    ...prices.map(({ currency, items, lowest, median, highest }): [string, string] => [
      `Prices in ${currency}`,
      `${number(items)} items, ${lowest} to ${highest}, half of them below about ${median}`,
    ]),
    ['Index', `${(bytes / 1e6).toFixed(1)} MB, read and built in ${seconds.toFixed(1)} s`],
  ];
}

function findingLines(finding: Finding, style: TextStyle): string[] {
  const [mark, format] = marks[finding.severity];
  return [
    `${paint(format, mark, style)} ${sentenceOf(finding)}  ${paint('dim', finding.code, style)}`,
    ...finding.samples.map(({ id, value }) => `    ${printable(value === null ? id : `${id}: ${value}`)}`),
    `    ${paint('dim', finding.advice, style)}`,
  ];
}

/** A shop must not move the cursor of whoever reads about it. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}

function paint(format: Format, text: string, { colors }: TextStyle): string {
  return colors ? styleText(format, text, { validateStream: false }) : text;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
