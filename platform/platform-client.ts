import { sign } from '../connector/endpoint/signature.ts';
import { type Exchange, type ExchangeLimits, exchange } from './exchange.ts';

/** A connector as the platform knows it. */
export interface RegisteredConnector {
  /** Without a slash at the end; the endpoints' paths follow it. */
  url: string;
  /** The app's secret token: signs every call but the health check and the availability check. */
  secret: string;
  limits?: ExchangeLimits;
}

/** Query parameters of the agent's desk; what is undefined is not sent. */
export interface CategoryParameters {
  idWebsite?: string | undefined;
  idConnectorVersion?: string | undefined;
  idOperator?: string | undefined;
  idParent?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export interface ProductParameters extends Omit<CategoryParameters, 'idParent'> {
  idCategory?: string | undefined;
  searchQuery?: string | undefined;
}

interface AgentParameters {
  idWebsite: string;
  idConnectorVersion?: string | undefined;
  idOperator?: string | undefined;
  operatorLocale?: string | undefined;
}

export interface ProfileParameters extends AgentParameters {
  idVisitorUnique?: string | undefined;
  idVisitorExternal?: string | undefined;
  emailVisitor?: string | undefined;
}

/** What the platform sends when an agent clicks an `ACTION` field. */
export interface ActionParameters extends Omit<AgentParameters, 'operatorLocale'> {
  action: string;
  idVisitorUnique?: string | undefined;
  idConversation?: string | undefined;
}

/** What the merchant typed, by parameter key. */
export type TypedParameters = Readonly<Record<string, string | boolean>>;

/** The two forms in which the platform has sent verifications (contract §3). */
export type VerificationDialect = '2018' | '2017';

export function listCategories(connector: RegisteredConnector, parameters: CategoryParameters): Promise<Exchange> {
  return signedGet(connector, '/categories', rawQuery({ ...parameters }));
}

export function listProducts(connector: RegisteredConnector, parameters: ProductParameters): Promise<Exchange> {
  return signedGet(connector, '/products', rawQuery({ ...parameters }));
}

/** The list behind a `selectpicker`; the website is the one that is being installed, and may be unknown to the connector. */
export function listOptions(connector: RegisteredConnector, key: string, idWebsite: string): Promise<Exchange> {
  return signedGet(connector, `/options/${key}`, rawQuery({ idWebsite }));
}

export function readVisitorProfile(connector: RegisteredConnector, parameters: ProfileParameters): Promise<Exchange> {
  return signedGet(connector, '/visitor-profile', rawQuery({ ...parameters }));
}

export function runVisitorAction(connector: RegisteredConnector, parameters: ActionParameters): Promise<Exchange> {
  return signedPost(connector, '/visitor-profile', Buffer.from(JSON.stringify(parameters)), jsonType);
}

export function readClosingForm(connector: RegisteredConnector, parameters: AgentParameters): Promise<Exchange> {
  return signedGet(connector, '/closing-form', rawQuery({ ...parameters }));
}

export function verifyParameters(
  connector: RegisteredConnector,
  typed: TypedParameters,
  dialect: VerificationDialect = '2018',
): Promise<Exchange> {
  const items = Object.entries(typed).map(([key, value]) => {
    if (dialect === '2018') return { key, value };
    return { id: key, value, fieldType: typeof value === 'boolean' ? 'TOGGLE' : 'TEXT' };
  });
  return signedPost(connector, '/verification', Buffer.from(JSON.stringify(items)), jsonType);
}

/** Asks whether the webhooks' callback is there, as the platform does before it sends events to it. */
export function checkAvailability({ url, limits }: RegisteredConnector): Promise<Exchange> {
  return exchange({ method: 'GET', url: `${url}/webhooks`, headers: common }, limits);
}

export function checkHealth({ url, limits }: RegisteredConnector): Promise<Exchange> {
  return exchange({ method: 'GET', url: `${url}/health`, headers: common }, limits);
}

/** Signs the query string exactly as given, without `?`, and sends it exactly so. */
export function signedGet(
  { url, secret, limits }: RegisteredConnector,
  path: string,
  query: string,
  signature: string = sign(Buffer.from(query), secret),
): Promise<Exchange> {
  const headers = { ...common, [signatureHeader]: signature };
  return exchange({ method: 'GET', url: `${url}${path}${query && `?${query}`}`, headers }, limits);
}

/** Signs the body's bytes. Further headers may replace the signature, to see a wrong one refused. */
export function signedPost(
  { url, secret, limits }: RegisteredConnector,
  path: string,
  body: Buffer,
  contentType: string,
  further: Record<string, string> = {},
): Promise<Exchange> {
  const headers = { ...common, 'content-type': contentType, [signatureHeader]: sign(body, secret), ...further };
  return exchange({ method: 'POST', url: url + path, headers, body }, limits);
}

/** In the order given, UTF-8 percent-encoded; a space is `%20`. */
export function rawQuery(parameters: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

export const signatureHeader = 'x-iadvize-signature';
export const jsonType = 'application/json';

const common = { accept: '*/*', 'user-agent': 'iAdvize' };
