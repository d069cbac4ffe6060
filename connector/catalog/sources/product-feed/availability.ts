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

/** What says "can be ordered". Only to tell a known word from a misspelled one. */
const available = new RegExp(
  [
    '^(?:instock|limited|lowstock|available|disponib|disponiv|dispo$|ondemand|madetoorder|onlineonly|instoreonly|pickup)',
    'preorder|presale|backorder|preventa|prevente|prevenda|vorbestell|vorverkauf|precommande|surcommande|preordin|reserva',
    'onorder|lieferbar|verfugbar|auflager|amlager|vorratig|bestellbar|beschikbaar|leverbaar|opvoorraad|enstock|emestoque|magazzino',
    'currentlyavailable|^(?:[1-9]\\d*|yes|y|true|ja|oui|o|si|s|sim)$',
  ].join('|'),
);

/**
 * Whether a visitor can order the item now. Preorder and backorder count as available, for Google defines both as
 * "accepting orders": an agent who hides them loses a sale that the shop would take. An absent value or an unknown word
 * ("3-5 days", "call us") counts as available too: a feed lists what the shop offers.
 */
export function isAvailable(text: string | undefined): boolean {
  return !text || (readAvailability(text) ?? true);
}

/** undefined for a word that we do not know. */
export function readAvailability(text: string): boolean | undefined {
  const word = text
    .slice(0, 200)
    .replace(/^.*[/#]/, '')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (notAvailable.test(word)) return false;
  return available.test(word) || undefined;
}
