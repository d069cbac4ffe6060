import { parseVerification, type VerificationResult, verificationAnswer } from '../contract/verification.ts';
import { type Call, signedPost } from '../endpoint/endpoint.ts';
import { asProblem } from '../endpoint/faults.ts';
import { seal } from '../installs/credential-vault.ts';
import { applyInput } from '../installs/install-store.ts';
import { requestRefresh } from '../refresh/refresh-queue.ts';
import { websiteParameter } from './install-parameters.ts';
import { type App, type TypedParameters, verifyInstall } from './verify-install.ts';

export function verificationEndpoint(app: App) {
  return signedPost('POST /verification', { accepts: ['application/json'] }, async (call) => {
    const { dialect, parameters } = parseVerification(call.body);
    const result = await verifyAndStore(app, parameters, call).catch((error) => ourFault(error, call));
    call.log.set('outcome', result.valid ? 'valid' : result.errors.map(({ code }) => code).join(' '));
    return verificationAnswer(dialect, result);
  });
}

/** Valid only after the credentials are stored. */
async function verifyAndStore(
  app: App,
  parameters: TypedParameters,
  { deadline, log }: Call,
): Promise<VerificationResult> {
  const verified = await verifyInstall(app, parameters, { deadline, count: log.count });
  if (!verified.valid) return verified;
  const { website, credentials, message } = verified;
  log.set('website', website);
  const settings = await seal(website, credentials, deadline);
  const sealed = (await verified.sealKey?.(settings, deadline)) ?? settings;
  const { install } = await applyInput(website, { type: 'verified', sealed }, deadline);
  // So that most installs find their catalog ready. The install event asks again, so nothing is lost when this fails.
  await requestRefresh(website, deadline).catch((error) => log.explain(error));
  const { partial, products = 0 } = install?.active?.catalog?.index ?? {};
  const meanwhile = partial
    ? ` Agents see ${products.toLocaleString('en-US')} products, the part that was read so far.`
    : '';
  return { valid: true, message: message + meanwhile };
}

/** Contract §3: a failure of ours is an invalid answer too. Its cause stands in the log. */
function ourFault(error: unknown, { log }: Call): VerificationResult {
  const problem = asProblem(error, log);
  log.explain(problem.cause ?? problem);
  const message = 'The connector could not check this now. Nothing was changed; try again in a minute.';
  return {
    valid: false,
    errors: [{ code: 'temporarily_unavailable', message, parameterKey: websiteParameter.key }],
  };
}
