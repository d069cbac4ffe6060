import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import type { ListFailure } from './list-failure.ts';

/** What went wrong, and a way out of it. */
export function FailureNotice({ failure, onRetry }: { failure: ListFailure; onRetry(): void }) {
  const [, go] = usePlace();
  const { title, hint, remedy, callId, againInSeconds } = failure;
  useEffect(() => {
    if (againInSeconds === null) return;
    const timer = setTimeout(onRetry, againInSeconds * 1_000);
    return () => clearTimeout(timer);
  }, [callId, againInSeconds]);
  return (
    <div class="list-notice" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{title}</strong>
      </p>
      <p class="quiet">{hint}</p>
      <p class="list-notice-actions">
        {remedy === 'retry' ? (
          <button type="button" class="button main small" data-item="retry" onClick={onRetry}>
            Try again
          </button>
        ) : (
          <button
            type="button"
            class="button main small"
            data-item="marketplace"
            onClick={() => go({ view: 'marketplace', list: false })}
          >
            Open the marketplace
          </button>
        )}
        {callId !== null && (
          <button
            type="button"
            class="button small"
            data-item="call"
            onClick={() => go({ call: callId, inspector: true })}
          >
            Show the call
          </button>
        )}
      </p>
    </div>
  );
}
