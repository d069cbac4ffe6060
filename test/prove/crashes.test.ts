import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { open } from '../../connector/installs/credential-vault.ts';
import { statusOf } from '../../connector/installs/install.ts';
import { readInstall } from '../../connector/installs/install-store.ts';
import type { Website } from '../../connector/website.ts';
import type { Fault } from '../../dev/aws/fault.ts';
import { type InProcessConnector, type Route, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { isLongForm, report } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

let connector: InProcessConnector;
let count = 0;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = (_, response) =>
    void response.end(shopFeed([{ id: 'kite', title: 'Kite', category: 'Outdoor' }]));
  // No pause before another attempt.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(() => connector.close());

type Call = [route: Route, call: Parameters<InProcessConnector['call']>[1]];
const verification = (website: string): Call => [
  'POST /verification',
  verificationOf({ websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` }),
];
const installed = (website: string): Call => ['POST /webhooks', eventOf('connector.installed', website)];
const uninstalled = (website: string): Call => ['POST /webhooks', eventOf('connector.uninstalled', website)];

interface Step {
  past: ((website: string) => Call)[];
  step: (website: string) => Call;
  /** The AWS calls that it makes. */
  operations: string[];
  before: string;
  after: string;
}
const steps: Record<string, Step> = {
  'a verification': {
    past: [],
    step: verification,
    operations: ['GetSecretValue', 'Encrypt', 'GetItem', 'PutItem', 'SendMessage'],
    before: 'unknown',
    after: 'pending',
  },
  'an install': {
    past: [verification],
    step: installed,
    operations: ['GetSecretValue', 'GetItem', 'PutItem', 'SendMessage'],
    before: 'pending',
    after: 'active',
  },
  'an uninstall': {
    past: [verification, installed],
    step: uninstalled,
    operations: ['GetSecretValue', 'GetItem', 'PutItem', 'SendMessage'],
    before: 'active',
    after: 'uninstalled',
  },
};

const refusal = (status: number, code: string): Fault => ({ kind: 'refuse', status, code });
const faults: Record<string, Fault> = {
  'is throttled': refusal(400, 'ThrottlingException'),
  'fails with 500': refusal(500, 'InternalServerError'),
  'breaks before it acts': { kind: 'reset' },
  'acts and loses its answer': { kind: 'lose answer' },
  'fails its condition': refusal(400, 'ConditionalCheckFailedException'),
  'finds the key disabled': refusal(400, 'DisabledException'),
  'is denied': refusal(400, 'AccessDeniedException'),
  'answers nonsense': { kind: 'answer', status: 200, body: '<html>' },
  ...(isLongForm && { hangs: { kind: 'hang' } as const }),
};

/** Which attempts of three the fault befalls: each alone, the first two, all. */
const patterns = isLongForm ? [[1], [2], [1, 2], [1, 2, 3]] : [[1, 2]];
/** One call, which the connector sends again by itself, or each of the attempt. */
const extents = isLongForm ? [false, true] : [true];

async function stateOf(website: string) {
  return connector.unharmed(async () => {
    const install = await readInstall(website as Website, deadlineIn(10_000));
    const sealed = install?.active?.sealed ?? install?.pending?.sealed;
    const credentials = sealed && (await open(website as Website, sealed, deadlineIn(10_000)));
    return { status: statusOf(install, Date.now()), credentials };
  });
}

/** Valid, or acknowledged. */
function isDone({
  statusCode = 0,
  body = '',
}: {
  statusCode?: number | undefined;
  body?: string | undefined;
}): boolean {
  return statusCode === 200 && !body.includes('"isValid":false');
}

/** Three attempts as the platform makes them: the same bytes until one is done. */
async function attempts(
  { step }: Step,
  website: string,
  operation: string,
  fault: Fault,
  faulty: readonly number[],
  always: boolean,
) {
  const [route, call] = step(website);
  let done = false;
  for (let attempt = 1; attempt <= 3 && !done; attempt++) {
    let befallen = 0;
    connector.world.onCall = (_, name) => {
      if (name !== operation || !faulty.includes(attempt)) return 'pass';
      return always || ++befallen === 1 ? fault : 'pass';
    };
    const answer = await connector.call(route, call);
    done = isDone(answer);
    if (route === 'POST /webhooks') expect([200, 429]).toContain(answer.statusCode);
    else expect([200, 503]).toContain(answer.statusCode);
    if (!done) expect(String(answer.body)).toMatch(/temporarily_unavailable|try_again/);
  }
  connector.world.onCall = () => 'pass';
  return done;
}

describe.each(Object.entries(steps))('%s', (_, step) => {
  it('is whole by its third attempt, and never half, whatever befalls a call', { timeout: 15 * 60_000 }, async ({
    task,
  }) => {
    let cases = 0;
    let healed = 0;
    for (const operation of step.operations) {
      for (const [name, fault] of Object.entries(faults)) {
        for (const faulty of name === 'hangs' ? [[1]] : patterns) {
          for (const always of name === 'hangs' ? [true] : extents) {
            const website = `ha-${++count}`;
            for (const earlier of step.past) expect(isDone(await connector.call(...earlier(website)))).toBe(true);
            expect((await stateOf(website)).status).toBe(step.before);
            // The secret is read again, as after a cold start.
            if (operation === 'GetSecretValue') await connector.restart();
            connector.queued.length = 0;
            const done = await attempts(step, website, operation, fault, faulty, always);
            const { status, credentials } = await stateOf(website);
            const label = `${operation} ${name}, attempts ${faulty}, ${always ? 'each call' : 'one call'}: ${status}`;
            cases++;
            if (done) healed++;
            if (!faulty.includes(3) || done)
              expect(`${label} ${done}`).toBe(`${label.replace(/: \w+$/, '')}: ${step.after} true`);
            else expect([step.before, step.after], label).toContain(status);
            const feedUrl = `${connector.shopUrl}/${website}`;
            expect(credentials, label).toEqual(/pending|active/.test(status) ? { feedUrl } : undefined);
            // Of what was acknowledged the catalog was asked for too; a verification only tries to.
            const asked = connector.queued.some((body) => body.includes(`"${website}"`));
            if (done && step.step !== verification) expect(asked, label).toBe(true);
          }
        }
      }
    }
    expect(healed).toBeGreaterThan(cases / 2);
    report(
      task,
      `${cases} faults over ${step.operations.length} calls: ${healed} done by attempt 3, ${cases - healed} refused at every attempt, 0 half done`,
    );
  });
});
