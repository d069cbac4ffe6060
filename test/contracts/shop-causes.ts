import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import type { CatalogSource, Credentials } from '../../connector/catalog/catalog-source.ts';
import type { FailureCause } from '../../connector/catalog/failure-cause.ts';
import { buildFromSource } from '../helpers/build-from-source.ts';
import { closeShops, startShop } from '../helpers/hostile-shop.ts';
import { shopWith } from './shop-with.ts';

/** A shop that refuses for a cause, and the settings with which a merchant meets it. */
interface CauseCase<C extends Credentials> {
  answer: RequestListener;
  credentials: (origin: string) => C;
}

/**
 * What the table of causes of a source must hold: each is met at a shop, by the proof and by a reading alike, and stands word for
 * word on the source's page, `docs/shops/<page>.md`.
 */
export function describeCauses<C extends Credentials, Name extends string>(
  page: string,
  source: CatalogSource<C>,
  causes: Readonly<Record<Name, FailureCause>>,
  cases: Readonly<Record<Name, CauseCase<C>>>,
): void {
  describe(`a ${page} shop that refuses`, () => {
    afterAll(closeShops);

    it.each(Object.keys(causes) as Name[])('%s: is told as that, and where to mend it', async (name) => {
      const { reason, message, parameter } = causes[name];
      const { url } = await startShop(cases[name].answer);
      const shop = shopWith(cases[name].credentials(new URL(url).origin));
      const expected = { name: 'ShopFailure', reason, message, ...(parameter && { parameter }) };
      await expect(source.verify(shop)).rejects.toMatchObject(expected);
      await expect(buildFromSource(source, shop, ':memory:')).rejects.toMatchObject(expected);
    });

    it('names parameters that its form has', () => {
      const keys = source.parameters.map(({ key }) => key);
      const named = Object.values<FailureCause>(causes).flatMap(({ parameter }) => parameter ?? []);
      expect(keys).toEqual(expect.arrayContaining(named));
    });

    it('is explained on its page, as is each field of its form', () => {
      const text = readFileSync(new URL(`../../docs/shops/${page}.md`, import.meta.url), 'utf8');
      for (const { message } of Object.values<FailureCause>(causes)) expect(text).toContain(message);
      for (const { label } of source.parameters) expect(text).toContain(label);
    });
  });
}
