import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskSecrets } from '../../../dev/desk/mask-secrets.ts';

it('hides every secret, as text and as JSON writes it', () => {
  const secret = fc.string({ minLength: 4, maxLength: 20 }).filter((text) => !/^•+$/.test(text));
  fc.assert(
    fc.property(secret, fc.string(), (hidden, around) => {
      const key = hidden.replaceAll('•', 'x');
      const masked = maskSecrets(`${JSON.stringify({ value: key })} ${around} ${key}`, [key]);
      expect(masked).not.toContain(key);
      expect(masked).toContain('••••••');
    }),
  );
});

it('leaves what is too short to be one, and hides the longer of two first', () => {
  expect(maskSecrets('abc', ['abc', ''])).toBe('abc');
  expect(maskSecrets('secret-and-more', ['secret', 'secret-and-more'])).toBe('••••••');
});
