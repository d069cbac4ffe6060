import { randomUUID } from 'node:crypto';
import type { Website } from '../../connector/website.ts';
import type { WebhookEvent } from '../../platform/events.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import type { Installs } from '../installs.ts';
import { requireAcknowledged } from '../requirements.ts';
import { listsAnswer } from './lists-answer.ts';

interface Scenario {
  context: Context;
  installs: Installs;
  website: Website;
  /** Of the version that is about to be installed. */
  version: string;
  serves(): Promise<void>;
  isUnknown(): Promise<void>;
  awaits(): Promise<void>;
  deliver(event: WebhookEvent): Promise<void>;
}

/** Each starts from a website that is neither installed nor verified, so that each can be run alone. */
function scenario(name: string, title: string, run: (scenario: Scenario) => Promise<void>): Check {
  return {
    name,
    title,
    needs: 'parameters',
    async run(context) {
      const { installs, website } = context;
      await installs.clear(website);
      await run({
        ...{ context, installs, website },
        version: randomUUID(),
        serves: () => listsAnswer(context, website, 200),
        isUnknown: () => listsAnswer(context, website, 404, 'unknown_website'),
        awaits: () => listsAnswer(context, website, 409, 'credentials_missing'),
        deliver: async (event) => requireAcknowledged(await installs.deliver(event), event.eventType),
      });
      return undefined;
    },
  };
}

const checks: readonly Check[] = [
  scenario('unknown', 'A website that is not installed is 404.', async ({ isUnknown }) => {
    await isUnknown();
  }),
  scenario('verified', 'A website that is only verified is 404.', async ({ installs, website, isUnknown }) => {
    await installs.prove(website);
    await isUnknown();
  }),
  scenario('installed', 'Verified and installed, a website is served.', async ({ installs, website, serves }) => {
    await installs.install(website);
    await serves();
  }),
  scenario(
    'unverified',
    'Installed without verification is 409; the verification that follows mends it.',
    async (life) => {
      await life.installs.send('installed', life.website, life.version);
      await life.awaits();
      await life.installs.prove(life.website);
      await life.serves();
    },
  ),
  scenario('duplicate-install', 'The same install, delivered again, changes nothing.', async (life) => {
    await life.installs.prove(life.website);
    const event = await life.installs.send('installed', life.website, life.version);
    await life.deliver(event);
    await life.serves();
  }),
  scenario('late-uninstall', 'A late uninstall of an older version leaves the install.', async (life) => {
    const before = life.installs.nextTime();
    await life.installs.install(life.website);
    await life.deliver(life.installs.event('connector.uninstalled', life.website, randomUUID(), { createdAt: before }));
    await life.serves();
  }),
  scenario('late-install', 'A late install of an older version leaves the install.', async (life) => {
    const [older, before] = [randomUUID(), life.installs.nextTime()];
    await life.installs.install(life.website);
    await life.deliver(life.installs.event('connector.installed', life.website, older, { createdAt: before }));
    await life.installs.send('uninstalled', life.website, older);
    await life.serves();
  }),
  scenario('upgrade', 'After an upgrade the uninstall of the old version leaves the new one.', async (life) => {
    const old = await life.installs.install(life.website);
    await life.installs.install(life.website);
    await life.installs.send('uninstalled', life.website, old);
    await life.serves();
  }),
  scenario('upgrade-reversed', 'An upgrade whose two events come in the other order is served too.', async (life) => {
    const old = await life.installs.install(life.website);
    const [installed, uninstalled] = [life.installs.nextTime(), life.installs.nextTime()];
    const events = [
      life.installs.event('connector.uninstalled', life.website, old, { createdAt: uninstalled }),
      life.installs.event('connector.installed', life.website, life.version, { createdAt: installed }),
    ];
    await life.deliver(events[0]!);
    await life.installs.prove(life.website);
    await life.deliver(events[1]!);
    await life.serves();
  }),
  scenario('uninstalled', 'An uninstall holds at once.', async ({ installs, website, serves, isUnknown }) => {
    await installs.install(website);
    await serves();
    await installs.uninstall(website);
    await isUnknown();
  }),
  scenario('duplicate-uninstall', 'The same uninstall, delivered again, is acknowledged.', async (life) => {
    const version = await life.installs.install(life.website);
    const event = await life.installs.send('uninstalled', life.website, version);
    await life.deliver(event);
    await life.isUnknown();
  }),
  scenario('replayed-install', 'An old install, replayed after the uninstall, brings nothing back.', async (life) => {
    await life.installs.prove(life.website);
    const event = await life.installs.send('installed', life.website, life.version);
    await life.serves();
    await life.installs.send('uninstalled', life.website, life.version);
    await life.deliver(event);
    await life.isUnknown();
  }),
  scenario('reversed-events', 'An uninstall that arrives before its install counts all the same.', async (life) => {
    await life.installs.prove(life.website);
    const installedAt = life.installs.nextTime();
    await life.installs.send('uninstalled', life.website, life.version);
    await life.deliver(
      life.installs.event('connector.installed', life.website, life.version, { createdAt: installedAt }),
    );
    await life.isUnknown();
  }),
  scenario('reinstall', 'A website can be installed again, as another version and as the same one.', async (life) => {
    await life.installs.install(life.website);
    await life.installs.uninstall(life.website);
    const version = await life.installs.install(life.website);
    await life.serves();
    await life.installs.uninstall(life.website);
    await life.installs.prove(life.website);
    await life.installs.send('installed', life.website, version);
    await life.serves();
  }),
  scenario(
    'destroyed-credentials',
    'A reinstall without verification is 409: the credentials are gone.',
    async (life) => {
      await life.installs.install(life.website);
      await life.installs.uninstall(life.website);
      await life.installs.send('installed', life.website, life.version);
      await life.awaits();
    },
  ),
  scenario('renewed-credentials', 'A verification of an installed website leaves it served.', async (life) => {
    await life.installs.install(life.website);
    await life.installs.prove(life.website);
    await life.serves();
  }),
  scenario('refused-verification', 'A verification that is refused changes nothing, in any state.', async (life) => {
    const { context, installs, website } = life;
    const wrong = { ...installs.typed(website) };
    for (const key of Object.keys(context.parameters ?? {})) wrong[key] = 'conformance-no-such-value';
    await installs.verify(wrong);
    await life.isUnknown();
    await installs.send('installed', website, life.version);
    await installs.verify(wrong);
    await life.awaits();
    await installs.prove(website);
    await installs.verify(wrong);
    await life.serves();
  }),
  scenario('form-events', 'Events as forms install and uninstall as JSON does.', async (life) => {
    const { installs, website, version } = life;
    await installs.prove(website);
    for (const type of ['connector.installed', 'connector.uninstalled'] as const) {
      requireAcknowledged(await installs.deliver(installs.event(type, website, version), { format: 'form' }));
      await (type === 'connector.installed' ? life.serves() : life.isUnknown());
    }
  }),
  scenario(
    'spelling-of-events',
    'Capitals in platform and UUIDs, and a space after eventType, change nothing.',
    async (life) => {
      const { installs, website, version } = life;
      await installs.prove(website);
      const installed = installs.event('connector.installed', website, version);
      await life.deliver({
        ...installed,
        eventType: 'connector.installed ',
        platform: installed.platform.toUpperCase(),
      });
      await life.serves();
      await life.deliver(installs.event('connector.uninstalled', website, version.toUpperCase()));
      await life.isUnknown();
    },
  ),
  scenario('times-are-instants', 'Times are compared as instants, whatever their offset.', async (life) => {
    const { installs, website } = life;
    const before = installs.nextTime();
    const version = await installs.install(website);
    const event = installs.event('connector.uninstalled', website, version);
    await life.deliver({ ...event, createdAt: inOffset(before, 14) });
    await life.serves();
  }),
];

/** The same instant as clocks show it that many hours east: a later text. */
function inOffset(time: Date, hours: number): string {
  return new Date(time.getTime() + hours * 3_600_000).toISOString().replace('Z', `+${hours}:00`);
}

export const installLife: Group = {
  name: 'life',
  title: 'Install life',
  section: '§3, §6, §8',
  installed: false,
  checks,
};
