import { useEffect, useState } from 'preact/hooks';
import type { Delivery } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';
import { useDesk } from '../desk-state.ts';
import { StatusBadge } from '../inspector/status-badge.tsx';
import { usePlace } from '../place.ts';

export function DeliveryLog() {
  const { deliveries } = useDesk();
  return (
    <section class="deliveries" aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">Deliveries</h2>
      {deliveries.length === 0 ? (
        <p class="quiet">Events that were sent will stand here, with every attempt and its answer.</p>
      ) : (
        <ol aria-live="polite">
          {deliveries.map((delivery) => (
            <DeliveryEntry key={delivery.id} delivery={delivery} />
          ))}
        </ol>
      )}
    </section>
  );
}

const outcomes: Record<Delivery['state'], [label: string, color: string]> = {
  sending: ['Sending …', ''],
  waiting: ['Will be sent again', 'warn'],
  taken: ['Taken', 'good'],
  refused: ['Not taken', 'bad'],
  stopped: ['Stopped', ''],
};

function DeliveryEntry({ delivery }: { delivery: Delivery }) {
  const { id, eventType, correlationId, format, notes, attempts, runs, state, nextAttemptAt } = delivery;
  const [, go] = usePlace();
  const [label, color] = outcomes[state];
  return (
    <li class="card delivery">
      <p class="delivery-head">
        <strong>{eventType}</strong>
        <span class={`badge ${color}`}>{label}</span>
      </p>
      <p class="delivery-notes">
        {[format === 'form' ? 'form-encoded' : '', ...notes].filter(Boolean).map((note) => (
          <span key={note} class="badge warn">
            {note}
          </span>
        ))}
      </p>
      <p class="quiet">
        Correlation id
        <code class="correlation-id">{correlationId}</code>
      </p>
      <ol class="attempts">
        {attempts.map(({ callId, status, failure, milliseconds }, index) => (
          <li key={callId}>
            <button type="button" class="attempt" onClick={() => go({ call: callId, inspector: true })}>
              <span>Attempt {index + 1}</span>
              <span class="quiet">{failure ?? `${Math.round(milliseconds)} ms`}</span>
              <StatusBadge status={status} />
            </button>
          </li>
        ))}
      </ol>
      {runs.length > 0 && (
        <ol class="handler-runs" aria-label="Handlers that ran">
          {runs.map(({ handler, outcome, milliseconds, isDone }, index) => (
            <li key={index}>
              <code>{handler}</code>
              <span class="quiet">{milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms`}</span>
              <span class={`badge ${isDone ? 'good' : 'bad'}`}>{outcome}</span>
            </li>
          ))}
        </ol>
      )}
      {state === 'waiting' && nextAttemptAt && (
        <p class="delivery-next">
          <Countdown until={nextAttemptAt} />
          <button type="button" class="button small" onClick={() => void askServer('/api/stop', { id })}>
            Stop
          </button>
        </p>
      )}
    </li>
  );
}

function Countdown({ until }: { until: string }) {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return <span class="quiet" aria-live="off">{`Next attempt in ${seconds} s`}</span>;
}
