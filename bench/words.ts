/** Words of a home and clothing shop, written for this generator; the rest of its vocabulary is invented. */

const list = (text: string) => text.trim().split(/\s*,\s*/);

/** Singular and plural of what a shop sells, by language. */
export const nouns: Record<'en' | 'fr' | 'de' | 'es', [string, string][]> = {
  en: pairs(`sofa sofas, chair chairs, bench benches, shelf shelves, box boxes, knife knives, lamp lamps, candle candles,
    dress dresses, hoodie hoodies, scarf scarves, watch watches, brush brushes, vase vases, pillow pillows, curtain curtains,
    tray trays, dish dishes, glass glasses, mattress mattresses, toy toys, battery batteries, accessory accessories,
    basket baskets, mirror mirrors, ottoman ottomans, dresser dressers, rug rugs, desk desks, jersey jerseys`),
  fr: pairs(`chaise chaises, tableau tableaux, bureau bureaux, cheval chevaux, bocal bocaux, rideau rideaux, lampe lampes,
    coussin coussins, chapeau chapeaux, manteau manteaux, robe robes, bijou bijoux, tapis tapis, étagère étagères,
    fauteuil fauteuils, vaisselier vaisseliers, journal journaux, canapé canapés, matelas matelas, verre verres`),
  de: pairs(`Stuhl Stühle, Lampe Lampen, Tisch Tische, Kleid Kleider, Uhr Uhren, Glas Gläser, Schrank Schränke, Kissen Kissen,
    Decke Decken, Bett Betten, Spiegel Spiegel, Teppich Teppiche, Hose Hosen, Jacke Jacken, Schuh Schuhe, Bild Bilder,
    Vase Vasen, Korb Körbe, Messer Messer, Regal Regale`),
  es: pairs(`silla sillas, mesa mesas, sofá sofás, luz luces, cojín cojines, pantalón pantalones, camión camiones, reloj relojes,
    lápiz lápices, espejo espejos, cortina cortinas, alfombra alfombras, jarrón jarrones, vestido vestidos, zapato zapatos,
    collar collares, mueble muebles, sillón sillones, vaso vasos, cajón cajones`),
};

/** The small words of descriptions; they tell an index the language. */
export const smallWords = {
  en: list('the, and, with, for, from, of, a, in'),
  fr: list('le, la, et, avec, pour, de, en, les'),
  de: list('und, mit, für, aus, der, das, die, ein'),
  es: list('el, la, y, con, para, de, en, los'),
};

export const adjectives =
  list(`large, small, modern, rustic, vintage, round, square, folding, outdoor, indoor, padded, soft,
  heavy, light, waterproof, wireless, adjustable, reclining, decorative, classic, slim, wide, tall, low, compact, curved, portable,
  scented, striped, quilted, woven, hanging, floating, upholstered, convertible, handmade, crème, über, señorial, élégant`);

export const materials =
  list(`oak, walnut, pine, steel, leather, velvet, linen, cotton, wool, marble, ceramic, bamboo, rattan,
  acrylic, brass, glass, jute, silk, denim, teak`);

export const places =
  list(`kitchen, bathroom, bedroom, garden, office, hallway, nursery, patio, living room, dining room,
  travel, sports, kids, guest room, attic`);

export const colors = list(
  'black, white, gray, red, blue, navy blue, green, olive, beige, yellow, orange, purple, pink, turquoise',
);

export const sizes = list('XS, S, M, L, XL, 40x40, 18x18, 120 cm, 2 m, 36');

const syllables =
  `ba be bo ca co da de di fa fe ga go ha jo ka ki la le lo ma me mi na ne no pa po ra re ri ro sa se so ta te to
  va vi vo za zé ñu ö å`.split(/\s+/);

/** A word of no language, one per number. */
export function inventedWord(number: number): string {
  let word = '';
  for (let rest = number + 7; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length];
  return word;
}

function pairs(text: string): [string, string][] {
  return list(text).map((pair) => pair.split(' ') as [string, string]);
}
