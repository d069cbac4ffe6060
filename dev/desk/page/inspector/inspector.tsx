import './inspector.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useDesk } from '../desk-state.ts';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import { CallDetailView } from './call-detail.tsx';
import { CallRow } from './call-row.tsx';

function moveBetweenRows(event: KeyboardEvent & { currentTarget: HTMLElement }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.call-row')];
  rows[rows.indexOf(event.target as HTMLElement) + step]?.focus();
}

/** Every call that the desk made, and where an answer left the contract. */
export function Inspector() {
  const [{ call }, go] = usePlace();
  const panel = useRef<HTMLElement>(null);
  const before = useRef(call);

  // What held the focus is gone with the list or the call: it goes to what took its place.
  useLayoutEffect(() => {
    const left = before.current;
    before.current = call;
    if (left === call || (document.activeElement !== document.body && !isDrawer())) return;
    const target = call === null ? `[data-call="${left}"]` : '.inspector-header button';
    panel.current?.querySelector<HTMLElement>(target)?.focus();
  }, [call]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    if (call !== null) go({ call: null });
    else go({ inspector: false });
  };
  return (
    <section class="inspector" aria-label="Calls to the connector" ref={panel} onKeyDown={onKeyDown}>
      {call === null ? <CallList /> : <CallDetailView key={call} id={call} />}
    </section>
  );
}

const isDrawer = () => matchMedia('(max-width: 1040px)').matches;

function CallList() {
  const { calls } = useDesk();
  const [, go] = usePlace();
  const violated = calls.filter(({ violations }) => violations > 0).length;
  return (
    <>
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
        <ol class="calls" aria-label="Calls, newest first; arrow keys move" onKeyDown={moveBetweenRows}>
          {calls.toReversed().map((each, index) => (
            <CallRow key={each.id} call={each} isTabStop={index === 0} onSelect={() => go({ call: each.id })} />
          ))}
        </ol>
      )}
    </>
  );
}
