import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import type { Install } from './use-install.ts';

/** What became of the last action, in one sentence. */
export function InstallNotice({ outcome, problems }: Pick<Install, 'outcome' | 'problems'>) {
  const [{ website }, go] = usePlace();
  const general = problems.filter(({ parameterKey }) => !parameterKey).map(({ message }) => message);
  if (outcome?.kind === 'refused' && general.length === 0) {
    return (
      <p role="status" class="unseen">
        Not accepted: {problems.length === 1 ? '1 field needs' : `${problems.length} fields need`} another value.
      </p>
    );
  }
  const isGood = outcome?.kind === 'installed' || outcome?.kind === 'done';
  return (
    <div role="status" class="install-notice">
      {outcome && (
        <div class={`notice ${isGood ? 'good' : 'bad'}`}>
          <Icon name={isGood ? 'check' : 'warning'} />
          <p>
            {outcome.kind === 'installed' && (
              <>
                Installed on {website}. {outcome.text}{' '}
                <button type="button" class="link" onClick={() => go({ view: 'desk', list: true })}>
                  Open the product list
                </button>
              </>
            )}
            {outcome.kind === 'refused' && (
              <>
                {general.join(' ')} <ShowCall callId={outcome.callId} />
              </>
            )}
            {outcome.kind === 'pending' && (
              <>
                The configuration is accepted, but the connector did not take the event <code>connector.installed</code>
                . It is sent again. <ShowCall callId={outcome.callId} />
              </>
            )}
            {(outcome.kind === 'done' || outcome.kind === 'error') && outcome.text}
          </p>
        </div>
      )}
    </div>
  );
}

function ShowCall({ callId }: { callId: number }) {
  const [, go] = usePlace();
  return (
    <button type="button" class="link" onClick={() => go({ call: callId, inspector: true })}>
      Show the call
    </button>
  );
}
