import { randomUUID } from 'node:crypto';
import { localAccount } from './local-account.ts';
import { Refusal } from './refusal.ts';

/** A rule of a bus, as far as the stack's rules go: exact sources and types, queues as targets. */
export interface LocalRule {
  bus: string;
  sources: readonly string[];
  detailTypes: readonly string[];
  /** Names. */
  queues: readonly string[];
}

interface PutEntry {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
  Detail?: string;
}

/** `send` puts a message into a queue. */
export function createEventBridge(rules: readonly LocalRule[], send: (queue: string, body: string) => void) {
  const put = ({ EventBusName = 'default', Source, DetailType, Detail }: PutEntry) => {
    if (!Source || !DetailType || Detail === undefined) {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Source, DetailType or Detail is not valid.' };
    }
    const detail = parseObject(Detail);
    if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const id = randomUUID();
    const event = {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account: localAccount.id,
      time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      region: localAccount.region,
      resources: [],
      detail,
    };
    const matching = rules.filter(
      ({ bus, sources, detailTypes }) =>
        bus === EventBusName && sources.includes(Source) && detailTypes.includes(DetailType),
    );
    for (const queue of matching.flatMap(({ queues }) => queues)) send(queue, JSON.stringify(event));
    return { EventId: id };
  };
  return {
    PutEvents({ Entries = [] }: { Entries?: readonly PutEntry[] }) {
      if (Entries.length === 0 || Entries.length > 10) {
        throw new Refusal('ValidationException', 'Entries must have length between 1 and 10.');
      }
      const entries = Entries.map(put);
      return { FailedEntryCount: entries.filter((entry) => 'ErrorCode' in entry).length, Entries: entries };
    },
  };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
