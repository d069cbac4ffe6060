import type { Group } from './check.ts';
import { categories } from './checks/categories.ts';
import { closingForm } from './checks/closing-form.ts';
import { errors } from './checks/errors.ts';
import { health } from './checks/health.ts';
import { installLife } from './checks/install-life.ts';
import { isolation } from './checks/isolation.ts';
import { latency } from './checks/latency.ts';
import { options } from './checks/options.ts';
import { products } from './checks/products.ts';
import { signature } from './checks/signature.ts';
import { verification } from './checks/verification.ts';
import { visitorAction } from './checks/visitor-action.ts';
import { visitorProfile } from './checks/visitor-profile.ts';
import { webhooks } from './checks/webhooks.ts';

/**
 * In the order of a run: what needs no install comes first, so that a shop that is down cannot slow it. The last one
 * judges the answers of all the others.
 */
export const groups: readonly Group[] = [
  health,
  webhooks,
  signature,
  verification,
  options,
  categories,
  products,
  visitorProfile,
  visitorAction,
  closingForm,
  isolation,
  latency,
  installLife,
  errors,
];
