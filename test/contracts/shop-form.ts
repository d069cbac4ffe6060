import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Credentials, ShopForm } from '../../connector/catalog/catalog-source.ts';
import { ShopFailure } from '../../connector/errors.ts';
import type { DisturbedShop } from './disturbed-shop.ts';
import { describeParameters } from './shop-parameters.ts';
import { shopWith } from './shop-with.ts';

export interface ShopCase<C extends Credentials> {
  source: ShopForm<C>;
  /** A played shop that holds at least three products and one category. */
  answer: RequestListener;
  /** Open it; `origin` is where it is reached. */
  credentials: (origin: string) => C;
  /** Look right but open nothing: the shop answers that it is not there, or refuses. */
  wrongCredentials: (origin: string) => C;
}

/** What the form of every shop and its proof must do. */
export function describeShopForm<C extends Credentials>(
  name: string,
  { source, credentials: of, wrongCredentials: wrongOf }: ShopCase<C>,
  shop: () => DisturbedShop,
): void {
  const credentials = () => of(shop().origin);
  const wrongCredentials = () => wrongOf(shop().origin);

  describeParameters(`the form of ${name}`, source);

  describe(`the proof of ${name}`, () => {
    it('accepts the credentials that its own parameters let through', () => {
      const given = credentials();
      for (const { key, required, schema } of source.parameters) {
        if (given[key] === undefined) expect(required, key).toBe(false);
        else expect(z.safeParse(schema, given[key])).toEqual({ success: true, data: given[key] });
      }
    });

    it('proves a catalog in one sentence, without a secret in it', async () => {
      const given = credentials();
      const proof = await source.verify(shopWith(given));
      expect(proof.trim()).toMatch(/\w/);
      expect(proof).not.toContain('\n');
      for (const { key, secret } of source.parameters)
        if (secret && given[key]) expect(proof).not.toContain(String(given[key]));
    });

    it('says what is wrong with wrong credentials, and where', async () => {
      const failure = await source.verify(shopWith(wrongCredentials())).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(ShopFailure);
      // Without one, the merchant sees it under the source's first field.
      const { parameter = source.parameters[0]!.key } = failure as ShopFailure;
      expect(source.parameters.map(({ key }) => key)).toContain(parameter);
    });
  });
}
