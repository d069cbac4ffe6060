import { closingForm, visitorProfile } from '#connector.config';
import type { Plugin } from '../platform/plugins.ts';

/** The plugins of this app, for who cannot see the stack. */
export function configuredPlugins(): Plugin[] {
  const { actions = {} }: { actions?: object } = visitorProfile ?? {};
  return [
    ...(visitorProfile ? (['visitor-profile'] as const) : []),
    ...(Object.keys(actions).length > 0 ? (['visitor-action'] as const) : []),
    ...(closingForm ? (['closing-form'] as const) : []),
  ];
}

/** Whom to ask about first: what the plugin says that the sample shop knows. */
export function sampleVisitor(): { email: string; externalId: string } {
  const { sample }: { sample?: { email?: string | undefined; externalId?: string | undefined } } = visitorProfile ?? {};
  return { email: sample?.email ?? '', externalId: sample?.externalId ?? '' };
}
