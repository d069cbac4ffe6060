import { randomUUID } from 'node:crypto';
import type { Website } from '../../connector/website.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { requireAcknowledged, requireList, requireProblem } from '../requirements.ts';
import { listsAnswer } from './lists-answer.ts';

/** `ha-900001` → `sd-900001`: the same number on another platform. */
function twinOf(website: Website): Website {
  const [platform, number] = website.split('-');
  return `${platform === 'sd' ? 'ha' : 'sd'}-${number}` as Website;
}

/** Starts from: `website` installed, `otherWebsite`, where there is one, neither installed nor verified. */
function scenario(name: string, title: string, run: (context: Context) => Promise<void>): Check {
  return {
    name,
    title,
    async run(context) {
      if (context.otherWebsite) await context.installs.clear(context.otherWebsite);
      await run(context);
      return undefined;
    },
  };
}

function ofTwo(name: string, title: string, run: (context: Context, other: Website) => Promise<void>): Check {
  return { ...scenario(name, title, (context) => run(context, context.otherWebsite!)), needs: 'otherWebsite' };
}

/** Not installed, whether or not the app would accept it. */
function strangerOf({ website, otherWebsite }: Context): Website {
  return otherWebsite ?? twinOf(website);
}

const checks: readonly Check[] = [
  scenario('never-installed', 'A website that is not installed sees nothing of one that is.', async (context) => {
    await listsAnswer(context, strangerOf(context), 404, 'unknown_website');
  }),
  ofTwo('verified-only', 'A website that is only verified sees nothing.', async (context, other) => {
    await context.installs.prove(other);
    await listsAnswer(context, other, 404, 'unknown_website');
  }),
  ofTwo(
    'without-credentials',
    'A website installed without verification gets no other website’s credentials.',
    async (context, other) => {
      await context.installs.send('installed', other, randomUUID());
      await listsAnswer(context, other, 409, 'credentials_missing');
    },
  ),
  ofTwo(
    'verification-of-another',
    'A verification of one website does not configure another.',
    async (context, other) => {
      await context.installs.prove(context.website);
      await context.installs.send('installed', other, randomUUID());
      await listsAnswer(context, other, 409, 'credentials_missing');
    },
  ),
  ofTwo('own-uninstall', 'The uninstall of one website leaves the other.', async (context, other) => {
    await context.installs.install(other);
    await listsAnswer(context, other, 200);
    await context.installs.uninstall(other);
    await listsAnswer(context, other, 404, 'unknown_website');
    await listsAnswer(context, context.website, 200);
  }),
  ofTwo(
    'own-version',
    'Another website’s uninstall of the very same version leaves this one.',
    async (context, other) => {
      const version = await context.installs.install(context.website);
      await context.installs.send('uninstalled', other, version);
      await listsAnswer(context, context.website, 200);
    },
  ),
  scenario('same-number-elsewhere', 'The same number on another platform is another website.', async (context) => {
    const { calls, installs, website } = context;
    const twin = twinOf(website);
    requireProblem(await calls.products({ idWebsite: twin }), 404, 'unknown_website');
    const version = await installs.install(website);
    const event = installs.event('connector.uninstalled', twin, version);
    requireAcknowledged(await installs.deliver(event));
    await listsAnswer(context, website, 200);
  }),
  scenario('longer-number', 'A website whose number begins alike is another website.', async ({ calls, website }) => {
    requireProblem(await calls.products({ idWebsite: `${website}000000` }), 404, 'unknown_website');
  }),
  scenario('version-of-another', 'idConnectorVersion and idOperator open no other website.', async (context) => {
    const { calls, installs, website } = context;
    const idConnectorVersion = await installs.install(website);
    requireList(await calls.products({ idConnectorVersion, limit: 1 }));
    const exchange = await calls.products({ idConnectorVersion, idWebsite: strangerOf(context), limit: 1 });
    requireProblem(exchange, 404, 'unknown_website');
  }),
];

export const isolation: Group = {
  name: 'isolation',
  title: 'Isolation of websites',
  section: '§6, §8',
  installed: true,
  checks,
};
