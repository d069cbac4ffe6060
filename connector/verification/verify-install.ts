import type { Credentials, Parameter, Shop, ShopForm } from '../catalog/catalog-source.ts';
import { parseSettings } from '../catalog/parse-settings.ts';
import type { ConnectorConfig } from '../connector-config.ts';
import type { VerificationError } from '../contract/verification.ts';
import type { Deadline } from '../deadline.ts';
import { ShopFailure } from '../errors.ts';
import { ownsWebsite } from '../iadvize/owns-website.ts';
import { credentialBytes, maxCredentialBytes } from '../installs/credential-vault.ts';
import { parseWebsite, type Website } from '../website.ts';
import { apiKeyParameter, installParameters, websiteParameter } from './install-parameters.ts';

/** What the merchant typed, by parameter key; a parameter not given is absent. */
export type TypedParameters = ReadonlyMap<string, string | boolean>;

export type Verification =
  | {
      valid: true;
      website: Website;
      credentials: Credentials;
      message: string;
      /** Where the app keeps the key. */
      sealKey?: (settings: string, deadline: Deadline) => Promise<string>;
    }
  | { valid: false; errors: VerificationError[] };

/** What is installed: the app's own settings, and how it reads shops. */
export interface App {
  config: ConnectorConfig;
  source: ShopForm;
  /** Where the merchant's key of the platform's REST API stays: it is asked for on whichever websites. */
  keptKey?: {
    parameter: Parameter;
    /** Answers the sealed settings with the sealed key. */
    seal(website: Website, settings: string, key: string, deadline: Deadline): Promise<string>;
  };
}

interface VerificationCall {
  deadline: Deadline;
  count: Shop['count'];
  /** An operator, who acts with rights on the deployment itself, needs no proof of the website: a key only where one is kept. */
  byOperator?: boolean;
}

/** Time kept back from the shop's share, to seal and store what it proved. */
const storingMilliseconds = 4_000;
const proofMilliseconds = 6_000;

/**
 * Checks an installation: every field by its schema, the website by its proof, the credentials by opening the catalog.
 * Stores nothing. What the merchant can mend is an invalid result; a fault of ours is thrown.
 */
export async function verifyInstall(
  app: App,
  typed: TypedParameters,
  { deadline, count, byOperator = false }: VerificationCall,
): Promise<Verification> {
  const { config, source, keptKey } = app;
  const parameters = installParameters(app).filter(
    ({ key }) => !(byOperator && !keptKey && key === apiKeyParameter.key),
  );
  const { settings, errors } = parseSettings(parameters, (key) => typed.get(key));
  if (errors.length > 0) {
    return {
      valid: false,
      errors: errors.map(({ code, message, parameter: { key: parameterKey } }) => ({ code, message, parameterKey })),
    };
  }

  const { [websiteParameter.key]: websiteId, [apiKeyParameter.key]: apiKey, ...credentials } = settings;
  const website = websiteId as Website;
  const refusal =
    (byOperator ? undefined : await refuseWebsite(config, website, apiKey as string | undefined, deadline)) ??
    refuseSize(credentials);
  if (refusal) return { valid: false, errors: [refusal] };

  try {
    const message = await source.verify({
      website,
      credentials,
      // Not sealed yet: nothing may be cached under the key of an install.
      cacheKey: `${website}:unsealed`,
      deadline: deadline.within(Math.max(0, deadline.remaining() - storingMilliseconds)),
      count,
    });
    const sealKey = (settings: string, until: Deadline) => keptKey!.seal(website, settings, String(apiKey), until);
    return { valid: true, website, credentials, message, ...(keptKey && { sealKey }) };
  } catch (error) {
    if (!(error instanceof ShopFailure)) throw error;
    return { valid: false, errors: [shopError(error, source)] };
  }
}

/** Why this website may not be installed by this call; undefined when it may. */
async function refuseWebsite(
  { websites }: ConnectorConfig,
  website: Website,
  apiKey: string | undefined,
  deadline: Deadline,
): Promise<VerificationError | undefined> {
  if (websites !== 'proved' && !websites.some((listed) => parseWebsite(listed) === website)) {
    return {
      code: 'website_not_allowed',
      parameterKey: websiteParameter.key,
      message: `This app is private and does not serve ${website}.`,
    };
  }
  if (apiKey === undefined) return undefined;
  switch (await ownsWebsite(website, apiKey, deadline.within(proofMilliseconds))) {
    case 'yes':
      return undefined;
    case 'no':
      return {
        code: 'website_not_yours',
        parameterKey: websiteParameter.key,
        message: `The owner of this API key has no right on the website ${website}.`,
      };
    case 'wrong_key':
      return {
        code: 'wrong_api_key',
        parameterKey: apiKeyParameter.key,
        message: `iAdvize does not know this API key on the platform of ${website}.`,
      };
  }
}

function refuseSize(credentials: Credentials): VerificationError | undefined {
  if (credentialBytes(credentials) <= maxCredentialBytes) return undefined;
  const [longest = ''] = Object.keys(credentials).sort(
    (a, b) => String(credentials[b]).length - String(credentials[a]).length,
  );
  return {
    code: 'too_long',
    parameterKey: longest,
    message: `These settings are larger than ${maxCredentialBytes} bytes together; this one is the longest.`,
  };
}

function shopError({ reason, message, parameter }: ShopFailure, { parameters }: ShopForm): VerificationError {
  return { code: reason, message, parameterKey: parameter ?? parameters[0]?.key ?? websiteParameter.key };
}
