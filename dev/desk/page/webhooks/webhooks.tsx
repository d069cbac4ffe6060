import './webhooks.css';
import { CheckButtons } from './check-buttons.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { EventEditor } from './event-editor.tsx';

export function Webhooks() {
  return (
    <div class="webhooks">
      <EventEditor />
      <div class="webhooks-side">
        <CheckButtons />
        <DeliveryLog />
      </div>
    </div>
  );
}
