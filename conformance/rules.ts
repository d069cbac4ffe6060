/** What a value must be. */
export interface Rule {
  /** Ends the sentence "… must be". */
  expected: string;
  holds(value: unknown): boolean;
}

export const text: Rule = { expected: 'a string', holds: (value) => typeof value === 'string' };

export const filledText: Rule = {
  expected: 'a string that is not empty',
  holds: (value) => typeof value === 'string' && value.trim() !== '',
};

export const flag: Rule = { expected: 'a boolean', holds: (value) => typeof value === 'boolean' };

export const list: Rule = { expected: 'an array', holds: Array.isArray };

export const count: Rule = {
  expected: 'a whole number from 0',
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

export const webUrl: Rule = {
  expected: 'an absolute http(s) URL',
  holds: (value) => typeof value === 'string' && /^https?:\/\/[^\s/]/i.test(value) && URL.canParse(value),
};

/** Any currency: a sign, a code or letters such as `zł` beside the digits, which may be those of another script. */
export const price: Rule = {
  expected: 'a price with its currency, such as "99.90 €"',
  holds: (value) => typeof value === 'string' && /\p{Nd}/u.test(value) && /[\p{Sc}\p{L}]/u.test(value),
};

export const textList: Rule = {
  expected: 'an array of strings that are not empty',
  holds: (value) => Array.isArray(value) && value.every(filledText.holds),
};

export function orNull({ expected, holds }: Rule): Rule {
  return { expected: `${expected}, or null`, holds: (value) => value === null || holds(value) };
}

/** Neither tags nor entities, which an agent and a visitor would see as such. */
export function isPlainText(value: string): boolean {
  return !/<\/?[a-z][^>]*>|<!--|&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/i.test(value);
}
