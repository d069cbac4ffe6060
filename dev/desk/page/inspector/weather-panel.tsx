import { useState } from 'preact/hooks';
import type { WeatherKind } from '../../../sample-shop/weather-kinds.ts';
import { askServer } from '../ask-server.ts';
import { useDesk } from '../desk-state.ts';
import { Choice } from '../parts/choice.tsx';
import { Icon } from '../parts/icon.tsx';

const kinds: readonly (readonly [WeatherKind, string])[] = [
  ['clear', 'Clear'],
  ['slow', 'Slow'],
  ['throttling', '429'],
  ['failing', '5xx'],
  ['dead', 'Dead'],
  ['malformed', 'Odd'],
];

const effects: Record<WeatherKind, string> = {
  clear: 'The shop answers at once.',
  slow: 'Each answer of the shop takes 4 s.',
  throttling: 'The shop answers 429 with Retry-After: 30.',
  failing: 'The shop answers 500 to everything.',
  dead: 'The shop closes every connection.',
  malformed: 'The shop’s feed is a maintenance page.',
};

/** What happens to the sample shop. */
export function WeatherPanel() {
  const { weather, canRefresh } = useDesk();
  const [isRefreshing, setRefreshing] = useState(false);
  if (!weather) return null;
  const refresh = async () => {
    setRefreshing(true);
    await askServer('/api/refresh', {}).catch(() => undefined);
    setRefreshing(false);
  };
  return (
    <section class="weather" aria-labelledby="weather-title">
      <h2 id="weather-title">Weather of the sample shop</h2>
      <Choice
        name="weather"
        label="Weather of the sample shop"
        options={kinds}
        value={weather}
        onChange={(kind) => void askServer('/api/weather', { weather: kind })}
      />
      <p class="weather-effect quiet">
        {effects[weather]} A new install feels it at once. Agents keep the last good catalog, also when a refresh fails.
      </p>
      {canRefresh && (
        <button type="button" class="button small" disabled={isRefreshing} onClick={refresh}>
          <Icon name="restart" />
          {isRefreshing ? 'Asking …' : 'Refresh the catalogs'}
        </button>
      )}
    </section>
  );
}
