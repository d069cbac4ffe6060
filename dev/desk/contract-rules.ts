/** What the contract says of each field, in words that follow "must be". */

const text = 'a string, not empty';
const textOrNull = 'a string or null, always present';
const url = 'an absolute http(s) URL';

export const productRules: Readonly<Record<string, string>> = {
  id: text,
  title: `${text}, plain text`,
  productUrl: url,
  brand: textOrNull,
  description: 'a string, plain text, may be ""',
  shortDescription: textOrNull,
  available: 'a boolean, always present',
  imageUrl: url,
  reference: textOrNull,
  priceCatalog: 'a string with its currency, such as "99.90 €"',
  pricePromotion: 'null, or a string with its currency; always present',
  priceSpecial: 'null, or a string with its currency; always present',
};

export const categoryRules: Readonly<Record<string, string>> = {
  id: text,
  idParent: 'a string, or null for a root; always present',
  label: text,
  products: 'null, or a list of product ids',
  productsCount: 'a whole number of at least 0',
};

export const optionRules: Readonly<Record<string, string>> = { label: text, value: text };

export const verification2018Rules: Readonly<Record<string, string>> = {
  isStepValid: 'a boolean',
  isValid: 'a boolean, equal to isStepValid',
  errors: 'a list, [] when valid',
  code: 'a string',
  description: 'a string',
  message: 'a string, equal to description',
  parameterKey: 'a string, the key of the parameter',
};

export const verification2017Rules: Readonly<Record<string, string>> = {
  isValid: 'a boolean',
  message: 'a string, may be ""',
  fields: 'a list, [] when valid',
  id: 'a string, the id of the parameter',
};

export const profileRules: Readonly<Record<string, string>> = {
  id: `${text}, unique in the list`,
  label: text,
  value: 'a string; an absolute http(s) URL where fieldType is URL',
  fieldType: 'TEXT, URL or ACTION',
};

export const actionRules: Readonly<Record<string, string>> = {
  success: 'a boolean',
  message: 'a string, or absent',
};

export const closingFormRules: Readonly<Record<string, string>> = {
  id: `${text}, unique in the list`,
  label: text,
  fieldType: 'TEXT, TEXTAREA, CHECKBOX, SELECT, INTEGER or DECIMAL',
  isRequired: 'a boolean',
  idParent: 'absent, or the id of a field that does not depend on this one',
  options: 'a list of options for SELECT, whose values differ, and absent otherwise',
  value: text,
};

export const problemRules: Readonly<Record<string, string>> = {
  type: '"about:blank"',
  title: 'the phrase of the status',
  status: 'the HTTP status of the code',
  detail: text,
  code: 'one of the documented codes',
  requestId: text,
  field: 'the field that was wrong, with 400 only',
};
