import './marketplace.css';
import { useDesk } from '../desk-state.ts';
import { usePlace } from '../place.ts';
import { InstallForm } from './install-form.tsx';
import { installColors, installLabels } from './install-labels.ts';
import { InstallNotice } from './install-notice.tsx';
import { InstalledActions } from './installed-actions.tsx';
import { useInstall } from './use-install.ts';
import { WebsiteList } from './website-list.tsx';

export function Marketplace() {
  const { name, websites } = useDesk();
  const [{ website }] = usePlace();
  const install = useInstall(website);
  const current = websites.find((each) => each.website === website) ?? {
    ...{ website, state: 'absent' as const, connectorVersionId: null, since: null, catalog: null, typed: {} },
  };
  const { state } = current;
  return (
    <div class="marketplace">
      <div class="marketplace-side">
        <WebsiteList />
        {state !== 'absent' && <InstalledActions current={current} install={install} />}
      </div>
      <section class="configuration" aria-labelledby="configuration-title">
        <header class="configuration-header">
          <h2 id="configuration-title">{name} configuration process</h2>
          <span class={`badge ${installColors[state]}`}>
            {website}: {installLabels[state].toLowerCase()}
          </span>
        </header>
        <InstallForm current={current} install={install} />
        <InstallNotice {...install} />
      </section>
    </div>
  );
}
