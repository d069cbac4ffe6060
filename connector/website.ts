/** A merchant's website on the platform, e.g. `ha-123`: platform and number. The tenant boundary of everything stored. */
export type Website = string & { readonly __website: unique symbol };

/** Of the normalized form. */
export const websitePattern = /^[a-z]{1,8}-[1-9][0-9]{0,14}$/;

/** Reads `ha-123` as people and calls write it: surrounding space and upper case are forgiven. */
export function parseWebsite(text: string): Website | undefined {
  const website = text.trim().toLowerCase();
  return websitePattern.test(website) ? (website as Website) : undefined;
}

/** The website that a webhook names in two fields, `platform` and `websiteId`. */
export function websiteOf(platform: string, websiteId: number): Website | undefined {
  return parseWebsite(`${platform.trim()}-${websiteId}`);
}

export function platformOf(website: Website): string {
  return website.slice(0, website.indexOf('-'));
}

export function numberOf(website: Website): number {
  return Number(website.slice(website.indexOf('-') + 1));
}
