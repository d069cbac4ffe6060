import type { InstallInput } from '../../../connector/installs/next-install.ts';

export const verified = (sealed = 'sealed'): InstallInput => ({ type: 'verified', sealed });
export const added = (sealed = 'sealed by operator'): InstallInput => ({ type: 'added', sealed });
export const removed: InstallInput = { type: 'removed' };
export const installed = (createdAt: number, versionId = 'v1'): InstallInput => ({
  type: 'installed',
  versionId,
  createdAt,
});
export const uninstalled = (createdAt: number, versionId = 'v1'): InstallInput => ({
  type: 'uninstalled',
  versionId,
  createdAt,
});
