import type { CallSummary } from '../../desk-api.ts';
import { Icon } from '../parts/icon.tsx';
import { StatusBadge } from './status-badge.tsx';

interface Props {
  call: CallSummary;
  /** Only one row takes the focus by Tab; arrows move on from it. */
  isTabStop: boolean;
  onSelect(): void;
}

export function CallRow({ call, isTabStop, onSelect }: Props) {
  const { method, path, about, status, milliseconds, violations } = call;
  return (
    <li>
      <button type="button" class="call-row" data-call={call.id} tabIndex={isTabStop ? 0 : -1} onClick={onSelect}>
        <span class="call-line">
          <strong>
            {method} {path}
          </strong>
          <span class="quiet">{Math.round(milliseconds)} ms</span>
          <StatusBadge status={status} />
        </span>
        <span class="call-line quiet">
          <span class="call-query">{about}</span>
          {violations > 0 && (
            <span class="badge bad">
              <Icon name="warning" />
              {violations} <span class="unseen">against the contract</span>
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
