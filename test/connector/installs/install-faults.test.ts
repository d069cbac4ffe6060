import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { Install } from '../../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../../connector/installs/install-store.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import type { Website } from '../../../connector/website.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { added, installed, removed, uninstalled, verified } from './inputs.ts';

let aws: LocalAws;
let count = 0;
let onCall: () => Fault | 'pass' = () => 'pass';
beforeAll(async () => {
  aws = await useLocalAws({ onCall: () => onCall() });
  // No pause before another attempt.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(() => aws.close());

const minute = 60_000;
const now = Date.now();
const deadline = () => deadlineIn(minute);

const serving = [verified('old'), installed(now - 30 * minute)];
const cases: [name: string, past: InstallInput[], input: InstallInput][] = [
  ['a first verification', [], verified()],
  ['an install', [verified()], installed(now)],
  ['an uninstall', serving, uninstalled(now)],
  ['a renewal', serving, verified()],
  ['an operator’s add', [uninstalled(now - minute)], added()],
  ['an operator’s removal', serving, removed],
];
const faults: Record<string, Fault> = {
  'broke before it acted': { kind: 'reset' },
  'acted and its answer was lost': { kind: 'lose answer' },
  'refused with 500': { kind: 'refuse', status: 500, code: 'InternalServerError' },
  'refused for good': { kind: 'refuse', status: 400, code: 'AccessDeniedException' },
};

/** A website with this past, and its install before and after the input. */
async function prepare(past: InstallInput[], input: InstallInput) {
  const website = `ha-${++count}` as Website;
  let before: Install | undefined;
  for (const [index, earlier] of past.entries()) {
    ({ install: before } = await applyInput(website, earlier, deadline(), now - 10 * minute + index));
  }
  return { website, before, after: nextInstall(before, input, now).install };
}

/** Lets the fault befall the calls from `first` to `last`, counted from 1; answers how many calls there were. */
async function during(fault: Fault, first: number, last: number, run: () => Promise<unknown>) {
  let calls = 0;
  onCall = () => {
    calls++;
    return calls >= first && calls <= last ? fault : 'pass';
  };
  const failed = await run().then(
    () => false,
    () => true,
  );
  onCall = () => 'pass';
  return { calls, failed };
}

describe.each(cases)('%s', (_, past, input) => {
  it.each(Object.entries(faults))('has its one effect although one call %s, or none and fails', async (_, fault) => {
    for (const call of [1, 2]) {
      const { website, before, after } = await prepare(past, input);
      const run = () => applyInput(website, input, deadline(), now);
      const { failed } = await during(fault, call, call, run);
      expect(failed).toBe(fault.kind === 'refuse' && fault.status === 400);
      expect(await readInstall(website, deadline())).toEqual(failed ? before : after);
    }
  });

  it.each(Object.entries(faults))(
    'leaves the old or the new row when from some call on every call %s',
    async (_, fault) => {
      for (const call of [1, 2]) {
        const { website, before, after } = await prepare(past, input);
        const run = () => applyInput(website, input, deadline(), now);
        const { failed } = await during(fault, call, Infinity, run);
        expect(failed).toBe(true);
        const wrote = call === 2 && fault.kind === 'lose answer';
        expect(await readInstall(website, deadline())).toEqual(wrote ? after : before);
        await run();
        expect(await readInstall(website, deadline())).toEqual(after);
      }
    },
  );
});
