/**
 * What says "cannot be ordered", with everything but letters and digits removed: English, German, French, Spanish,
 * Italian, Dutch, Portuguese and schema.org's names. `vorubergehend`, `temporairement`, `currently` may stand before.
 */
const notAvailable = new RegExp(
  [
    'outof|soldout|sold$|unavailable|notavailable|notinstock|nostock|nolonger|discontinued',
    'nicht(?:auf|am|im)?(?:lager|verfugbar|lieferbar|vorratig|bestellbar)|nichtmehr|keinbestand|ausverkauft|vergriffen',
    'rupture|horsstock|epuise|indisponib|pasdisponible|pasenstock|plusdisponible|plusenstock',
    'agotado|sinstock|sinexistencias|fueradestock|nodisponib|noenstock|nohay',
    'esaurito|nondisponib|niet(?:op|lever|beschik)|uitverkocht|esgotado|semestoque|semstock|foradeestoque|indisponivel|naodisponivel',
    '^(?:0|no|n|false|non|nein|nee|nao)$',
  ].join('|'),
);

/**
 * Whether a visitor can order the item now. Preorder and backorder count as available, for Google defines both as
 * "accepting orders": an agent who hides them loses a sale that the shop would take. An absent value or an unknown word
 * ("3-5 days", "call us") counts as available too: a feed lists what the shop offers.
 */
export function isAvailable(text: string | undefined): boolean {
  if (!text) return true;
  const word = text
    .slice(0, 200)
    .replace(/^.*[/#]/, '')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return !notAvailable.test(word);
}
