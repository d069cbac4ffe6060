import { describe, expect, it } from 'vitest';
import type { Install } from '../../../connector/installs/install.ts';
import { summarizeInstall } from '../../../connector/installs/install-summary.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { added, installed, uninstalled, verified } from './inputs.ts';

const minute = 60_000;
const noon = Date.parse('2026-03-02T12:00:00Z');

function summaryOf(...inputs: [now: number, input: InstallInput][]) {
  const install = inputs.reduce<Install | undefined>(
    (before, [now, input]) => nextInstall(before, input, now).install,
    undefined,
  );
  return summarizeInstall(install, noon + 10 * minute);
}

describe('the summary of an install', () => {
  it('says status, version, since when and what came last', () => {
    const nothing = { version: undefined, since: undefined };
    expect(summaryOf()).toEqual({ status: 'unknown', ...nothing, lastEvent: undefined });
    expect(summaryOf([noon, verified()])).toEqual({
      status: 'pending',
      version: undefined,
      since: noon,
      lastEvent: { type: 'verified', at: noon },
    });
    expect(summaryOf([noon, verified()], [noon, installed(noon - minute)])).toEqual({
      status: 'active',
      version: 'v1',
      since: noon - minute,
      lastEvent: { type: 'verified', at: noon },
    });
    expect(summaryOf([noon, installed(noon)])).toMatchObject({ status: 'awaiting', version: 'v1', since: noon });
    expect(summaryOf([noon, installed(noon)], [noon, uninstalled(noon)])).toEqual({
      status: 'uninstalled',
      version: 'v1',
      since: noon,
      lastEvent: { type: 'uninstalled', at: noon, version: 'v1' },
    });
    expect(summaryOf([noon, uninstalled(noon)], [noon, added()])).toMatchObject({
      status: 'active',
      version: 'operator',
      lastEvent: { type: 'installed', version: 'operator' },
    });
  });

  it('shows no credential', () => {
    expect(JSON.stringify(summaryOf([noon, verified()], [noon, installed(noon)]))).not.toContain('sealed');
    expect(JSON.stringify(summaryOf([noon, verified()]))).not.toContain('sealed');
  });
});
