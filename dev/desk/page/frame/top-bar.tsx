import type { ComponentChildren } from 'preact';
import type { DeskState } from '../../desk-api.ts';
import { useDesk } from '../desk-state.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { linkTo, usePlace, type View } from '../place.ts';

const tabs: [view: View, label: string, icon: IconName][] = [
  ['desk', 'Desk', 'chat'],
  ['marketplace', 'Marketplace', 'store'],
  ['webhooks', 'Webhooks', 'bolt'],
];

export function TopBar() {
  const { name, websites, health } = useDesk();
  const [place, go] = usePlace();
  const known = websites.some(({ website }) => website === place.website);
  return (
    <header class="top-bar">
      <div class="top-bar-start">
        <h1 class="app-name">{name}</h1>
        <label>
          <span class="unseen">Website</span>
          <select
            value={place.website}
            onChange={({ currentTarget: { value } }) => go({ website: value, category: '', search: '' })}
          >
            {!known && <option value={place.website}>{place.website}</option>}
            {websites.map(({ website }) => (
              <option key={website} value={website}>
                {website}
              </option>
            ))}
          </select>
        </label>
      </div>
      <nav aria-label="Views">
        <ul class={place.inspector ? 'views drawn' : 'views'}>
          {tabs.map(([view, label, icon]) => (
            <li key={view}>
              <ViewLink view={view}>
                <Icon name={icon} />
                {label}
              </ViewLink>
            </li>
          ))}
          <li>
            <button
              type="button"
              class="calls-toggle"
              aria-expanded={place.inspector}
              onClick={() => go({ inspector: !place.inspector })}
            >
              <Icon name="calls" />
              Calls
            </button>
          </li>
        </ul>
      </nav>
      <Health health={health} />
    </header>
  );
}

function ViewLink({ view, children }: { view: View; children: ComponentChildren }) {
  const [place, go] = usePlace();
  const isHere = place.view === view;
  const there = { ...place, view, inspector: false };
  return (
    <a
      href={linkTo(there)}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(there);
      }}
    >
      {children}
    </a>
  );
}

const healthTexts = { up: 'Healthy', down: 'Unhealthy', unknown: 'Not checked' };

function Health({ health }: Pick<DeskState, 'health'>) {
  const color = { up: 'good', down: 'bad', unknown: '' }[health];
  return (
    <p class="health" role="status">
      <span class={`dot ${color}`} />
      {healthTexts[health]}
    </p>
  );
}
