import type { Parameter } from '../catalog/catalog-source.ts';
import { sealKey } from '../installs/kept-key.ts';
import { apiKeyParameter } from './install-parameters.ts';
import type { App } from './verify-install.ts';

const parameter: Parameter = {
  ...apiKeyParameter,
  help: 'A key of the iAdvize REST API whose owner has a right on this website. It proves that, and is kept encrypted until you uninstall, for this app calls iAdvize with it when something happens on this website.',
};

/** What an app has that keeps the merchant's key of the platform's REST API, and none other carries. */
export const keptKey: NonNullable<App['keptKey']> = { parameter, seal: sealKey };
