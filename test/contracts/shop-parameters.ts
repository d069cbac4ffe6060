import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ShopForm } from '../../connector/catalog/catalog-source.ts';

/** What the parameters of every source must be. */
export function describeParameters(name: string, source: Pick<ShopForm, 'parameters'>): void {
  describe(name, () => {
    it('declares parameters that a merchant can fill in', () => {
      const keys = source.parameters.map(({ key }) => key);
      expect(new Set([...keys, 'websiteId', 'iadvizeApiKey']).size).toBe(keys.length + 2);
      for (const parameter of source.parameters) {
        const { key, label, help, schema, type } = parameter;
        expect(key).toMatch(/^[a-zA-Z][a-zA-Z0-9_]*$/);
        expect(label.trim()).not.toBe('');
        expect(help).toMatch(/\.$/);
        const wrong = z.safeParse(schema, type === 'toggle' ? 'not a toggle' : false);
        expect(wrong.success ? '' : wrong.error.issues[0]!.message, `${key} says what was expected`).toMatch(/\w{3,}/);
      }
    });

    const chosen = source.parameters.filter((each) => each.type === 'selectpicker');
    if (chosen.length === 0) return;
    it('offers lists whose values alone are accepted', () => {
      for (const { key, options, schema, secret } of chosen) {
        const values = options.map(({ value }) => value);
        expect(values.length, `${key} has something to choose`).toBeGreaterThan(0);
        expect(new Set(values).size, `${key} has distinct values`).toBe(values.length);
        expect(secret, `${key} is listed for anybody`).toBe(false);
        for (const { label, value } of options) {
          expect(label.trim()).not.toBe('');
          // Contract §3: `""` counts as not given. A lone surrogate cannot be encoded.
          expect(value !== '' && value.isWellFormed(), `${key} can be sent`).toBe(true);
          expect(z.safeParse(schema, value)).toEqual({ success: true, data: value });
        }
        for (const other of [...values.map((value) => `${value} `), 'no such value', '', true, null]) {
          if (values.includes(other as string)) continue;
          const { success, error } = z.safeParse(schema, other);
          expect([success, error?.issues[0]?.message], `${key} refuses ${JSON.stringify(other)}`).toEqual([
            false,
            expect.stringMatching(/\w{3,}/),
          ]);
        }
      }
    });
  });
}
