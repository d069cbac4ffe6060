import './inspector.css';
import { useDesk } from '../desk-state.ts';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import { CallDetailView } from './call-detail.tsx';
import { CallRow } from './call-row.tsx';

/** Every call that the desk made, and where an answer left the contract. */
export function Inspector() {
  const { calls } = useDesk();
  const [{ call }, go] = usePlace();
  if (call !== null) return <CallDetailView id={call} />;
  const violated = calls.filter(({ violations }) => violations > 0).length;
  return (
    <div class="inspector">
      <header class="inspector-header">
        <h2>Calls</h2>
        {calls.length > 0 && (
          <span class={`badge ${violated ? 'bad' : 'good'}`}>
            <Icon name={violated ? 'warning' : 'check'} />
            {violated ? `${violated} against the contract` : 'Contract kept'}
          </span>
        )}
      </header>
      {calls.length === 0 ? (
        <p class="inspector-empty quiet">
          Every call to the connector will stand here, with what the contract says of it.
        </p>
      ) : (
        <ol class="calls">
          {calls.toReversed().map((each) => (
            <CallRow key={each.id} call={each} onSelect={() => go({ call: each.id })} />
          ))}
        </ol>
      )}
    </div>
  );
}
