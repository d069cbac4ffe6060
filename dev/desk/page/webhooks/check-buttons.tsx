import { useState } from 'preact/hooks';
import type { CallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';
import { StatusBadge } from '../inspector/status-badge.tsx';

type What = 'availability' | 'health';

/** The two calls that the platform makes unsigned. */
export function CheckButtons() {
  return (
    <section class="card checks" aria-label="Checks">
      <CheckButton what="availability" label="Check availability" call="GET /webhooks" />
      <CheckButton what="health" label="Check health" call="GET /health" />
    </section>
  );
}

function CheckButton({ what, label, call }: { what: What; label: string; call: string }) {
  const [answer, setAnswer] = useState<CallAnswer | null>(null);
  return (
    <div class="check-button">
      <button
        type="button"
        class="button small"
        onClick={async () => setAnswer(await askServer<CallAnswer>('/api/check', { what }))}
      >
        {label}
      </button>
      <p class="quiet" role="status">
        {call} {answer && <StatusBadge status={answer.status} />}
      </p>
    </div>
  );
}
