import type { ConnectorConfig } from '../connector/connector-config.ts';
import { parseWebsite, type Website } from '../connector/website.ts';
import { listedWebsites } from '../dev/listed-websites.ts';

interface Given {
  website?: string | undefined;
  /** `none` for an app that accepts no second website. */
  'other-website'?: string | undefined;
}

/** The websites to install: what was given, else those that a private app lists, else two that the local run proves. */
export function conformWebsites(given: Given, config: ConnectorConfig) {
  const listed = listedWebsites(config);
  const website = websiteOption('--website', given.website ?? listed?.[0] ?? 'ha-900001');
  const usual = listed ? (listed.find((each) => each !== website) ?? 'none') : 'ha-900002';
  const other = given['other-website'] ?? usual;
  const otherWebsite = other === 'none' ? undefined : websiteOption('--other-website', other);
  if (website === otherWebsite) throw new Error('--website and --other-website must differ.');
  return { website, otherWebsite };
}

function websiteOption(option: string, text: string): Website {
  const website = parseWebsite(text);
  if (!website) throw new Error(`${option} must be a platform and a number, such as ha-900001.`);
  return website;
}
