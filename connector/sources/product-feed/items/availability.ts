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
    '^(?:no|n|false|non|nein|nee|nao|none|nil|zero)$',
  ].join('|'),
);

/** What says "can be ordered". Only to tell a known word from a misspelled one. */
const available = new RegExp(
  [
    '^(?:instock|limited|lowstock|available|disponib|disponiv|dispo$|ondemand|madetoorder|onlineonly|instoreonly|pickup)',
    'preorder|presale|backorder|preventa|prevente|prevenda|vorbestell|vorverkauf|precommande|surcommande|preordin|reserva',
    'onorder|lieferbar|verfugbar|auflager|amlager|vorratig|bestellbar|beschikbaar|leverbaar|opvoorraad|enstock|emestoque|magazzino',
    'existencia|pedidopendiente|lieferruckstand|nabestel|preencomenda|prenota|ordinearretrato|attentedereappro',
    'currentlyavailable|^(?:yes|y|true|ja|oui|o|si|s|sim)$',
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
  const short = text.slice(0, 200).replace(/^.*[/#]/, '');
  const quantity = quantityOf(short);
  if (quantity !== undefined) return quantity > 0;
  const word = folded(short);
  if (notAvailable.test(word)) return false;
  return available.test(word) || undefined;
}

/** What may stand beside the number of pieces; beside any other word it counts days or something else. */
const counted = new RegExp(
  '^(?:(?:in|on|auf|am|en|em|op|di|left|only|nur|noch|plus|items?|stock|hand|lager|voorraad|stoque|estoque|existencias?|available|availability|vorratig|verfugbar|' +
    'disponi[bv]\\w*|pcs?|pieces?|pz|pezzi|piezas?|pecas?|units?|unites?|unidades|uds?|ud|stk|stuck|stucke|stuks?|ea|qty|quantity|menge|anzahl|quantite|cantidad|quantidade|quantita|aantal)*)$',
);

/** Pieces in stock: `12`, `-3`, `0.00`, `1,000`, `0 in stock`, `Stock: 5`, `>10`, `10+`; undefined for anything else. */
function quantityOf(text: string): number | undefined {
  const [, before = '', digits, after = ''] = /^([^\d]*?)([-−]?\d[\d.,' ]*)([^\d]*)$/u.exec(text.trim()) ?? [];
  if (digits === undefined || !counted.test(folded(before + after))) return undefined;
  const number = digits.replace('−', '-').replace(/[ ']|[.,]+$/g, '');
  // Whether a separator is decimal does not matter: neither makes zero of more than zero.
  return Number(number.replace(/[.,](?=.*[.,])/g, '').replace(',', '.'));
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
