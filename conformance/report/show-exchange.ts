import type { Exchange } from '../../platform/exchange.ts';
import { signatureHeader } from '../../platform/platform-client.ts';
import type { Mask } from './mask.ts';

/** One exchange as texts to read, bounded, with secrets and signatures masked. */
export interface ShownExchange {
  request: string;
  /** What came back, or why nothing did. */
  answer: string;
  milliseconds: number;
}

const longestBody = 2_000;
const longestLine = 1_000;

/** `excerpt`, when given, stands for the body of the answer: the part that is wrong. */
export function showExchange(exchange: Exchange, mask: Mask, excerpt?: unknown): ShownExchange {
  const { request, answer, failure, milliseconds } = exchange;
  const sent = [`${request.method} ${request.url}`, ...headerLines(request.headers), '', maskedBody(request)];
  const part =
    excerpt === undefined ? undefined : `(part of ${answer?.body.length} bytes)\n${JSON.stringify(excerpt, null, 2)}`;
  const received = answer
    ? [`${answer.status}`, ...headerLines(answer.headers), '', part ?? textOf(answer.body)]
    : [failure ?? 'No answer.'];
  return {
    request: visible(mask(sent.join('\n').trimEnd())),
    answer: visible(mask(received.join('\n').trimEnd())),
    milliseconds: Math.round(milliseconds),
  };
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => {
    const isSignature = name.toLowerCase() === signatureHeader;
    return `${name}: ${isSignature ? `(${value.length} characters, masked)` : bounded(value, longestLine)}`;
  });
}

/** Whatever a merchant would type is masked, short values too. */
function maskedBody({ url, body }: Exchange['request']): string {
  if (!body) return '';
  if (!new URL(url).pathname.endsWith('/verification') || body.length > longestBody) return textOf(body);
  try {
    const items: unknown = JSON.parse(String(body));
    if (!Array.isArray(items)) return textOf(body);
    return JSON.stringify(items.map((item) => (hasValue(item) ? { ...item, value: '•••' } : item)));
  } catch {
    return textOf(body);
  }
}

function hasValue(item: unknown): item is { key?: unknown; id?: unknown; value: unknown } {
  if (typeof item !== 'object' || item === null) return false;
  return 'value' in item && typeof item.value === 'string' && !Object.values(item).includes('websiteId');
}

function textOf(body: Buffer): string {
  return bounded(body.subarray(0, 4 * longestBody).toString(), longestBody, body.length);
}

function bounded(text: string, longest: number, whole = text.length): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${whole} in all)` : text;
}

/** Control characters must neither act in a terminal nor break a file. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, (character) => {
      return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
    });
}
