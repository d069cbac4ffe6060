import type { Violation } from '../../desk-api.ts';
import { Icon } from '../parts/icon.tsx';

export function Violations({ violations }: { violations: readonly Violation[] }) {
  if (violations.length === 0) {
    return (
      <p class="notice good">
        <Icon name="check" /> The answer keeps to the contract.
      </p>
    );
  }
  return (
    <section aria-label="Against the contract">
      <h3>{violations.length === 1 ? '1 violation' : `${violations.length} violations`} of the contract</h3>
      <ul class="violations">
        {violations.map(({ field, contract, got }) => (
          <li key={field + contract}>
            <code>{field}</code>
            <dl>
              <div>
                <dt>Contract</dt>
                <dd>{contract}</dd>
              </div>
              <div>
                <dt>Came</dt>
                <dd>
                  <code>{got}</code>
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
