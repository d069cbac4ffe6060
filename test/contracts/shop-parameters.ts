import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { ShopForm } from '../../connector/catalog/catalog-source.ts';

/** What the parameters of every source must be. */
export function describeParameters(name: string, source: Pick<ShopForm, 'parameters'>): void {
  describe(name, () => {
    it('declares parameters that a merchant can fill in', () => {
      const keys = source.parameters.map(({ key }) => key);
      expect(new Set([...keys, 'websiteId', 'iadvizeApiKey']).size).toBe(keys.length + 2);
      for (const { key, label, help, schema, type } of source.parameters) {
        expect(key).toMatch(/^[a-zA-Z][a-zA-Z0-9_]*$/);
        expect(label.trim()).not.toBe('');
        expect(help).toMatch(/\.$/);
        const wrong = z.safeParse(schema, type === 'text' ? false : 'not a toggle');
        expect(wrong.success ? '' : wrong.error.issues[0]!.message, `${key} says what was expected`).toMatch(/\w{3,}/);
      }
    });
  });
}
