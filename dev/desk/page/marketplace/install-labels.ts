import type { InstallState } from '../../desk-api.ts';

export const installLabels: Record<InstallState, string> = {
  absent: 'Not installed',
  installing: 'Installing…',
  installed: 'Installed',
  awaiting: 'Awaiting configuration',
  uninstalling: 'Uninstalling…',
  failed: 'Event not taken',
};

export const installColors: Record<InstallState, '' | 'good' | 'warn' | 'bad'> = {
  absent: '',
  installing: 'warn',
  installed: 'good',
  awaiting: 'warn',
  uninstalling: 'warn',
  failed: 'bad',
};
