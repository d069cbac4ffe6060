import { useEffect, useState } from 'preact/hooks';
import type { CallDetail } from '../../desk-api.ts';
import { getFromServer } from '../ask-server.ts';
import { Icon } from '../parts/icon.tsx';
import { scrollable } from '../parts/scrollable.ts';
import { usePlace } from '../place.ts';
import { BodyView } from './body-view.tsx';
import { CopyCurl } from './copy-curl.tsx';
import { HeaderTable } from './header-table.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Violations } from './violations.tsx';

const signatures: Record<CallDetail['signature'], string> = {
  none: 'Not signed',
  right: 'Signed',
  'previous secret': 'Signed with the previous secret',
  'wrong on purpose': 'Signed wrongly, on purpose',
};

export function CallDetailView({ id }: { id: number }) {
  const [, go] = usePlace();
  const { call, problem } = useCall(id);
  return (
    <>
      <header class="inspector-header">
        <button type="button" class="icon-button" aria-label="Back to all calls" onClick={() => go({ call: null })}>
          <Icon name="back" />
        </button>
        <h2>Call {id}</h2>
        {call && <CopyCurl id={id} />}
      </header>
      <section class="call-detail" aria-label={`Call ${id}`} {...scrollable}>
        {problem && <p class="quiet">{problem}</p>}
        {call && <Detail call={call} />}
      </section>
    </>
  );
}

function Detail({ call }: { call: CallDetail }) {
  const { endpoint, method, url, status, failure, milliseconds, signature, violations, at } = call;
  const [base, query] = url.split('?');
  return (
    <>
      <p class="call-url">
        <strong>{method}</strong> {base}
      </p>
      <p class="call-marks">
        <StatusBadge status={status} />
        <span class="badge">{Math.round(milliseconds)} ms</span>
        {endpoint === 'rest-api' ? (
          <span class="badge">To the platform</span>
        ) : (
          <span class={`badge ${signature === 'wrong on purpose' ? 'warn' : ''}`}>{signatures[signature]}</span>
        )}
        <span class="badge">{new Date(at).toLocaleTimeString()}</span>
      </p>
      {endpoint !== 'rest-api' && <Violations violations={violations} />}
      {failure && <p class="notice bad">{failure}</p>}
      {query && (
        <section>
          <h3>Query</h3>
          <HeaderTable rows={[...new URLSearchParams(query)]} />
        </section>
      )}
      <section>
        <h3>Request</h3>
        <HeaderTable rows={call.requestHeaders} />
        {call.requestBody && <BodyView label="Body of the request" text={call.requestBody} />}
      </section>
      {status !== null && (
        <section>
          <h3>Answer</h3>
          <HeaderTable rows={call.answerHeaders} />
          {call.answerBody && <BodyView label="Body of the answer" text={call.answerBody} />}
        </section>
      )}
    </>
  );
}

function useCall(id: number) {
  const [call, setCall] = useState<CallDetail | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    setCall(null);
    setProblem('');
    getFromServer<CallDetail>('/api/call', { id: String(id) }, controller.signal)
      .then(setCall)
      .catch(() => {
        if (!controller.signal.aborted) setProblem('This call is not kept any more: the desk has been started anew.');
      });
    return () => controller.abort();
  }, [id]);
  return { call, problem };
}
