import type { DeskWebsite } from '../../desk-api.ts';
import type { Install } from './use-install.ts';

/** The install that is there, and how to change it. */
export function InstalledActions({ current, install }: { current: DeskWebsite; install: Install }) {
  const { website, state, connectorVersionId, since, catalog } = current;
  const { isBusy, act } = install;
  const isThere = state === 'installed' || state === 'awaiting';
  return (
    <section class="installed" aria-label={`Install on ${website}`}>
      <dl>
        <dt>Version</dt>
        <dd>
          <code title={connectorVersionId ?? ''}>{connectorVersionId?.slice(0, 13) ?? 'unknown'}</code>
        </dd>
        <dt>Since</dt>
        <dd>{since ? new Date(since).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }) : 'unknown'}</dd>
        {catalog && (
          <>
            <dt>Catalog</dt>
            <dd>{catalog}</dd>
          </>
        )}
      </dl>
      <button
        type="button"
        class="button small"
        disabled={isBusy || !isThere}
        onClick={() => act('/api/upgrade', `Upgraded to a new version on ${website}.`)}
      >
        Upgrade
      </button>
      <button
        type="button"
        class="button small danger"
        disabled={isBusy || state === 'uninstalling'}
        onClick={() => act('/api/uninstall', `Uninstalled from ${website}.`)}
      >
        Uninstall
      </button>
    </section>
  );
}
