/** The attributes of Google's product data specification that we read, by their names there. */
const fields = [
  'id',
  'title',
  'link',
  'image_link',
  'additional_image_link',
  'brand',
  'description',
  'short_description',
  'mpn',
  'gtin',
  'availability',
  'price',
  'currency',
  'sale_price',
  'sale_price_effective_date',
  'item_group_id',
  'color',
  'size',
  'material',
  'pattern',
  'gender',
  'age_group',
  'product_type',
  'google_product_category',
] as const;

export type Field = (typeof fields)[number];

/**
 * Other names of a field in a table: Google's own in the languages of its help (support.google.com/merchants/answer/7052112?hl=de, fr, es,
 * it, nl, pt: tables may use them, XML may not), with and without articles, and what other feeds call it. Without accents and separators;
 * `columnNamed` also takes `ae`, `oe` and `ue` for umlauts.
 */
const otherNames: Partial<Record<Field, string>> = {
  id: 'identifiant identificador identificatore kennung artikelnummer produktid productid',
  title: 'titel titre titulo titolo produkttitel productname',
  link: 'lien enlace collegamento url productlink produktlink',
  image_link:
    'bildlink lienimage liendelimage enlaceimagen enlacedeimagen linkimmagine linkimagem linkdaimagem linkdeimagem linkdellimmagine afbeeldingslink ' +
    'afbeeldinglink imageurl bildurl',
  additional_image_link:
    'zusatzlicherbildlink lienimagesupplementaire enlaceimagenadicional enlacedeimagenadicional linkimmagineaggiuntiva ' +
    'linkimmaginiaggiuntive linkimagemadicional linkdaimagemadicional linkadicionaldaimagem ' +
    'extraafbeeldingslink additionalimagelinks',
  brand: 'marke marque marca merk hersteller',
  description: 'beschreibung descripcion descrizione descricao beschrijving',
  mpn: 'npp herstellernummer referencefabricant',
  gtin: 'ean upc isbn gtin13 barcode',
  availability: 'verfugbarkeit disponibilite disponibilidad disponibilita disponibilidade beschikbaarheid',
  price: 'preis prix precio prezzo preco prijs',
  currency: 'wahrung devise moneda valuta moeda',
  sale_price:
    'sonderangebotspreis angebotspreis aktionspreis prixsolde prixpromo preciooferta preciodeoferta prezzoscontato prezzosaldo precopromocional ' +
    'aanbiedingsprijs actieprijs',
  sale_price_effective_date:
    'sonderangebotszeitraum datesdevaliditeduprixsolde fechaefectivapreciooferta dataefficaciaprezzoscontato ' +
    'datavalidaprecopromocional ingangsdatumaanbiedingsprijs ingangsdatumactieprijs',
  item_group_id:
    'artikelgruppenid artikelgruppe identifiantgroupe identifiantdugroupe iddegroupe iddegrupo idgrupo idgruppo idgruppoarticoli iddegrupodoitem ' +
    'artikelgroepid productgroepid groupid idgruppoarticolo identificadorgrupo identificadordegrupo artikelgruppennummer',
  color: 'colour farbe couleur colore cor kleur',
  size: 'grosse taille talla taglia tamanho maat',
  material: 'matiere materiau materiale materiaal',
  pattern: 'muster motif estampado motivo padrao patroon',
  gender: 'geschlecht sexe sexo genero sesso genere geslacht',
  age_group: 'altersgruppe tranchedage tramodeedad grupodeedad fasciadeta faixaetaria leeftijdsgroep grupoedad',
  product_type:
    'produkttyp typedeproduit categoriedeproduit typeproduit tipodeproducto tipoproducto tipodiprodotto tipoprodotto tipodeproduto tipoproduto producttype productsoort',
  google_product_category:
    'googleproduktkategorie categoriedeproduitsgoogle categorieproduitgoogle categoriagoogle categoriadeproductosdegoogle categoriaprodottogoogle ' +
    'categoriadeprodottogoogle categoriadeprodutodogoogle googleproductcategorie',
};

const fold = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');
const byName = new Map<string, Field>([
  ...fields.map((field): [string, Field] => [fold(field), field]),
  ['pricecurrency', 'currency'],
  ['currencycode', 'currency'],
]);
const byOtherName = new Map(
  Object.entries(otherNames).flatMap(([field, names]) =>
    names.split(' ').map((name): [string, Field] => [name, field as Field]),
  ),
);

/** An element's or attribute's local name: `image_link`, `image link`, `Image-Link` and `imageLink` are one field. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(fold(name));
}

/**
 * A cell of a table's header: also in another language, with what tools write around it: `g:id`, `Title (required)`, `Title - optional`,
 * `ID*`, `titel [title]`, quotes. undefined for what we do not read.
 */
export function columnNamed(cell: string): Field | undefined {
  if (cell.length > maxNameLength) return undefined;
  const [, inBrackets] = /\[([^\]]*)\]/.exec(cell) ?? [];
  const outside = cell.replace(/\[[^\]]*\]|\([^)]*\)/g, ' ');
  for (const name of [outside, inBrackets ?? '']) {
    const bare = folded(name.replace(/^[^\p{L}]*g:/iu, '').replace(remark, ''));
    const field = byName.get(bare) ?? byOtherName.get(bare) ?? byOtherName.get(bare.replace(/([aou])e/g, '$1'));
    if (field) return field;
  }
  return undefined;
}

/** Characters, marks and a translation included: what is longer is a comment, and would take the expressions below long to read. */
const maxNameLength = 200;

/** Behind a name; in parentheses any other does. */
const remark = /[^\p{L}\p{N}]+(?:required|mandatory|recommended|optional)[^\p{L}\p{N}]*$/iu;

/** `Größe*` → `grosse` */
function folded(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
