import './frame.css';
import { useEffect } from 'preact/hooks';
import { Conversation } from '../desk/conversation.tsx';
import { DeskProvider, useStream } from '../desk-state.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { WeatherPanel } from '../inspector/weather-panel.tsx';
import { Marketplace } from '../marketplace/marketplace.tsx';
import { PlaceProvider, useBrowserPlace } from '../place.ts';
import { Webhooks } from '../webhooks/webhooks.tsx';
import { TopBar } from './top-bar.tsx';

const titles = { desk: 'Desk', marketplace: 'Marketplace', webhooks: 'Webhooks' };

export function App() {
  const browserPlace = useBrowserPlace();
  const [{ view, website, inspector }] = browserPlace;
  const { state, isLost } = useStream();
  useEffect(() => {
    if (state) document.title = `${titles[view]} · ${website} · ${state.name}`;
  }, [state?.name, view, website]);
  return (
    <PlaceProvider value={browserPlace}>
      {isLost && (
        <p class="lost" role="alert">
          The desk’s server does not answer. It is tried again until it does.
        </p>
      )}
      {state && (
        <DeskProvider value={state}>
          <div class="frame">
            <TopBar />
            <main class="view" key={`${view} ${website}`}>
              {view === 'desk' && <Conversation />}
              {view === 'marketplace' && <Marketplace />}
              {view === 'webhooks' && <Webhooks />}
            </main>
            <aside class={`side${inspector ? ' open' : ''}`} aria-label="Inspector">
              <Inspector />
              {state.weather && <WeatherPanel />}
            </aside>
          </div>
        </DeskProvider>
      )}
    </PlaceProvider>
  );
}
