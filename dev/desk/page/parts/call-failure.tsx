import type { CallAnswer } from '../../desk-api.ts';
import { usePlace } from '../place.ts';
import { Icon } from './icon.tsx';

/** What came instead of an answer. */
export function CallFailure({ answer: { callId, status, failure, body } }: { answer: CallAnswer }) {
  const [, go] = usePlace();
  const { detail } = Object(body) as { detail?: unknown };
  const said = typeof detail === 'string' ? detail : 'The connector answered something else than it should.';
  return (
    <div class="notice bad" role="alert">
      <Icon name="warning" />
      <p>
        {status === null ? `No answer: ${failure}` : `${status}: ${said}`}{' '}
        <button type="button" class="link" onClick={() => go({ call: callId, inspector: true })}>
          Show the call
        </button>
      </p>
    </div>
  );
}
