import { IadvizeApiError } from './api-error.ts';

const hosts = new Map([
  ['sd', 'www.iadvize.com'],
  ['ha', 'ha.iadvize.com'],
]);

export interface SsoTarget {
  /** `sd` or `ha`: what a website's id begins with. */
  platform: string;
  /** Documented: `/pupitre`, the discussion panel, and `/users`; any other as the browser shows it. */
  page?: string;
}

/**
 * The link that logs an operator in, without a password: a secret of that operator's. https, although the documentation prints http: the
 * key would be read by anyone on the way.
 */
export function ssoUrl(operator: { sso_key?: string | undefined }, { platform, page }: SsoTarget): string {
  const host = hosts.get(platform);
  if (!host) throw new IadvizeApiError('wrong_use', 'Single sign-on is documented for the platforms sd and ha.');
  if (!operator.sso_key) throw new IadvizeApiError('wrong_use', 'This operator has no sso_key.');
  const link = `https://${host}/auto-auth.php?auth=${encodeURIComponent(operator.sso_key)}`;
  if (page === undefined) return link;
  // Else the link could lead away from the platform.
  if (!/^(?!\/[/\\]|\w+:)[\x21-\x7e]{1,1000}$/.test(page)) {
    throw new IadvizeApiError('wrong_use', 'The page must be a place on the platform, such as /pupitre.');
  }
  return `${link}&url=${encodeURIComponent(page).replaceAll('%2F', '/')}`;
}
