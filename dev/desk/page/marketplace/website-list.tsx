import { useState } from 'preact/hooks';
import { askServer } from '../ask-server.ts';
import { useDesk } from '../desk-state.ts';
import { Icon } from '../parts/icon.tsx';
import { linkTo, usePlace } from '../place.ts';
import { installColors, installLabels } from './install-labels.ts';

/** The merchant's websites, side by side. */
export function WebsiteList() {
  const { websites } = useDesk();
  const [place, go] = usePlace();
  return (
    <section class="websites" aria-labelledby="websites-title">
      <h2 id="websites-title">Websites</h2>
      <ul>
        {websites.map(({ website, state }) => (
          <li key={website}>
            <a
              href={linkTo({ ...place, website })}
              aria-current={website === place.website ? 'true' : undefined}
              onClick={(event) => {
                event.preventDefault();
                go({ website, category: '', search: '' });
              }}
            >
              <strong>{website}</strong>
              <span class="website-state">
                <span class={`dot ${installColors[state]}`} />
                {installLabels[state]}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <AddWebsite />
    </section>
  );
}

function AddWebsite() {
  const [, go] = usePlace();
  const [problem, setProblem] = useState('');
  return (
    <form
      class="add-website"
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const website = String(new FormData(form).get('website')).trim().toLowerCase();
        try {
          await askServer('/api/websites', { website });
          form.reset();
          setProblem('');
          go({ website, category: '', search: '' });
        } catch {
          setProblem('Expected the form ha-3 or sd-2.');
        }
      }}
    >
      <input
        type="text"
        name="website"
        aria-label="Another website"
        placeholder="Another, e.g. ha-3"
        autocomplete="off"
        maxLength={40}
        aria-invalid={problem !== ''}
        aria-describedby="add-website-problem"
      />
      <button type="submit" class="icon-button" aria-label="Add the website">
        <Icon name="plus" />
      </button>
      <p id="add-website-problem" class="field-problem" role="status">
        {problem}
      </p>
    </form>
  );
}
