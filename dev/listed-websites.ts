import type { ConnectorConfig } from '../connector/connector-config.ts';
import { parseWebsite, type Website } from '../connector/website.ts';

/** The websites that a private app serves; undefined for an app that any website may install. */
export function listedWebsites({ websites }: ConnectorConfig): Website[] | undefined {
  if (websites === 'proved') return undefined;
  return websites.map((text) => {
    const website = parseWebsite(text);
    if (!website) throw new Error(`connector.config.ts: ${text} is not a website, for example ha-123.`);
    return website;
  });
}
