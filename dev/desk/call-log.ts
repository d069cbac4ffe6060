import { sign } from '../../connector/endpoint/signature.ts';
import type { Exchange } from '../../platform/exchange.ts';
import { signatureHeader } from '../../platform/platform-client.ts';
import { aboutCall } from './about-call.ts';
import { contractViolations } from './contract-violations.ts';
import { curlOf } from './curl-of.ts';
import type { CallAnswer, CallDetail, CallSummary, Endpoint } from './desk-api.ts';
import { maskSecrets } from './mask-secrets.ts';

const mostCalls = 300;
const longestBody = 200_000;

export interface CallLog {
  /** Keeps one exchange. `secrets` were typed by the merchant: shown nowhere, and an answer that holds one is a violation. */
  record(endpoint: Endpoint, exchange: Exchange, secrets?: readonly string[]): CallAnswer;
  summaries(): CallSummary[];
  find(id: number): CallDetail | undefined;
  curl(id: number): string | undefined;
}

interface Options {
  /** Of the app: tell what a signature was made with. */
  secrets: { current: string; previous: string | undefined };
  onCall(call: CallSummary): void;
}

/** The last calls that the desk made, oldest first. */
export function openCallLog({ secrets: appSecrets, onCall }: Options): CallLog {
  const calls: { detail: CallDetail; exchange: Exchange }[] = [];
  const find = (id: number) => calls.find(({ detail }) => detail.id === id);
  let lastId = 0;
  return {
    record(endpoint, exchange, secrets = []) {
      const { request, answer, failure, milliseconds } = exchange;
      const id = ++lastId;
      const answerText = answer?.body.toString('utf8') ?? '';
      const shown = (text: string) => shorten(maskSecrets(text, secrets));
      const violations = contractViolations(endpoint, exchange);
      if (maskSecrets(answerText, secrets) !== answerText) {
        violations.unshift({ field: 'body', contract: 'nothing secret is echoed', got: 'a secret that was typed' });
      }
      const detail: CallDetail = {
        ...{ id, endpoint, failure, milliseconds, violations },
        method: request.method,
        path: new URL(request.url).pathname,
        about: aboutCall(endpoint, exchange),
        url: request.url,
        at: new Date(Date.now() - milliseconds).toISOString(),
        status: answer?.status ?? null,
        requestHeaders: Object.entries(request.headers),
        requestBody: shown(request.body?.toString('utf8') ?? ''),
        signature: signatureKind(request, appSecrets),
        answerHeaders: Object.entries(answer?.headers ?? {}),
        answerBody: shown(answerText),
      };
      calls.push({ detail, exchange });
      if (calls.length > mostCalls) calls.shift();
      onCall(summaryOf(detail));
      const retryAfter = Number(answer?.headers['retry-after'] ?? Number.NaN);
      return {
        callId: id,
        ...{ status: detail.status, failure, body: parseJson(answerText) },
        retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
      };
    },
    summaries: () => calls.map(({ detail }) => summaryOf(detail)),
    find: (id) => find(id)?.detail,
    curl: (id) => {
      const call = find(id);
      return call && curlOf(call.exchange.request);
    },
  };
}

function summaryOf({ violations, ...detail }: CallDetail): CallSummary {
  const { id, endpoint, method, path, about, at, status, failure, milliseconds } = detail;
  return { id, endpoint, method, path, about, at, status, failure, milliseconds, violations: violations.length };
}

function signatureKind(
  { headers, url, body }: Exchange['request'],
  { current, previous }: Options['secrets'],
): CallDetail['signature'] {
  const given = headers[signatureHeader];
  if (given === undefined) return 'none';
  const signed = body ?? url.replace(/^[^?]*\??/, '');
  if (given === sign(signed, current)) return 'right';
  return previous !== undefined && given === sign(signed, previous) ? 'previous secret' : 'wrong on purpose';
}

function shorten(text: string): string {
  return text.length > longestBody
    ? `${text.slice(0, longestBody)}\n… ${text.length - longestBody} more characters`
    : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
