import { randomUUID } from 'node:crypto';
import type { Website } from '../../connector/website.ts';
import { exampleEvent } from '../../platform/events.ts';
import {
  type RegisteredConnector,
  type VerificationDialect,
  verifyParameters,
} from '../../platform/platform-client.ts';
import type { CallLog } from './call-log.ts';
import { type Deliveries, isTaken } from './deliveries.ts';
import type { DeskWebsite, FormField, InstallAnswer, InstallState } from './desk-api.ts';
import { readProblems } from './read-problems.ts';

/** An install that the connector holds already, made by others or by an earlier run. */
export interface KnownInstall {
  website: string;
  state: 'installed' | 'awaiting' | 'absent';
  connectorVersionId: string | null;
  since: string | null;
  catalog: string | null;
}

interface InstallRequest {
  website: Website;
  /** What the merchant typed; '' is not sent. */
  values: Readonly<Record<string, string | boolean>>;
  dialect: VerificationDialect;
}

export interface Marketplace {
  list(): DeskWebsite[];
  /** Shows a website, installed or not. */
  add(website: Website): void;
  /** Takes over all that the connector holds; a website that is not among them is not installed. */
  learn(installs: readonly KnownInstall[]): void;
  /** Verifies, then sends `connector.installed`: the first install, a reinstall, or a new configuration. */
  install(request: InstallRequest): Promise<InstallAnswer>;
  /** Sends `connector.installed` of a new version, then `connector.uninstalled` of the old one. */
  upgrade(website: Website): Promise<void>;
  uninstall(website: Website): Promise<void>;
}

interface Options {
  connector: RegisteredConnector;
  fields: readonly FormField[];
  calls: CallLog;
  deliveries: Deliveries;
  websites: readonly DeskWebsite[];
  onChange(): void;
}

/** What the platform knows of each website, and what a merchant can do with it. */
export function openMarketplace({ connector, fields, calls, deliveries, websites, onChange }: Options): Marketplace {
  const known = new Map(websites.map((each) => [each.website, each]));
  const connectorId = randomUUID();

  const change = (website: string, changes: Partial<DeskWebsite>): void => {
    known.set(website, { ...(known.get(website) ?? absent(website)), ...changes });
    onChange();
  };

  const send = (
    type: 'connector.installed' | 'connector.uninstalled',
    website: Website,
    connectorVersionId: string,
    notes: readonly string[] = [],
  ) => {
    const createdAt = laterThan(known.get(website)?.since ?? null);
    const event = { ...exampleEvent(type, { website, connectorVersionId, createdAt }), connectorId };
    const settled = (state: InstallState) =>
      change(website, { state, since: createdAt.toISOString(), connectorVersionId });
    const { firstAttempt, done } = deliveries.start(event, { notes });
    return { firstAttempt, done, settled };
  };

  return {
    list: () => [...known.values()].sort((a, b) => a.website.localeCompare(b.website, 'en', { numeric: true })),
    add: (website) => {
      if (!known.has(website)) change(website, {});
    },
    learn: (installs) => {
      const found = new Map(installs.map((install) => [install.website, install]));
      for (const website of new Set([...known.keys(), ...found.keys()])) {
        const now = known.get(website) ?? absent(website);
        if (now.state === 'installing' || now.state === 'uninstalling') continue;
        const { state, connectorVersionId, since, catalog } = found.get(website) ?? absent(website);
        known.set(website, { ...now, state, connectorVersionId, since, catalog });
      }
      onChange();
    },

    async install({ website, values, dialect }) {
      const typed = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const secretKeys = new Set(fields.filter(({ secret }) => secret).map(({ key }) => key));
      const secrets = Object.entries(typed).flatMap(([key, value]) => (secretKeys.has(key) ? String(value) : []));
      const shown = Object.fromEntries(Object.entries(typed).filter(([key]) => !secretKeys.has(key)));
      change(website, { typed: shown });
      const verification = calls.record('verification', await verifyParameters(connector, typed, dialect), secrets);
      const problems = readProblems(verification);
      if (problems) return { outcome: 'refused', problems, callId: verification.callId };

      const connectorVersionId = known.get(website)?.connectorVersionId ?? randomUUID();
      change(website, { state: 'installing', connectorVersionId });
      const { firstAttempt, done, settled } = send('connector.installed', website, connectorVersionId);
      void done.then((taken) => settled(taken ? 'installed' : 'failed'));
      const attempt = await firstAttempt;
      if (!isTaken(attempt)) return { outcome: 'pending', callId: attempt.callId };
      await done;
      return { outcome: 'installed', message: messageOf(verification.body) };
    },

    async upgrade(website) {
      const { connectorVersionId: old, state } = known.get(website) ?? absent(website);
      const installed = send('connector.installed', website, randomUUID(), ['new version']);
      if (!(await installed.done)) {
        change(website, { state: 'failed' });
        return;
      }
      installed.settled(state === 'awaiting' ? 'awaiting' : 'installed');
      if (old) await send('connector.uninstalled', website, old, ['old version']).done;
    },

    async uninstall(website) {
      const version = known.get(website)?.connectorVersionId ?? randomUUID();
      change(website, { state: 'uninstalling' });
      const { done, settled } = send('connector.uninstalled', website, version);
      settled((await done) ? 'absent' : 'failed');
    },
  };
}

/** The platform's clock goes on between two events of one website, also for a hand that is quicker than a millisecond. */
function laterThan(since: string | null): Date {
  return new Date(Math.max(Date.now(), since ? Date.parse(since) + 1 : 0));
}

function absent(website: string): DeskWebsite {
  return { website, state: 'absent', connectorVersionId: null, since: null, catalog: null, typed: {} };
}

/** The 2017 dialect shows the merchant a sentence when all is well; the other has no place for it. */
function messageOf(body: unknown): string {
  const { message } = Object(body) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}
