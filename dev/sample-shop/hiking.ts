import { section } from './sample-product.ts';

export const hiking = [
  ...section('SAC', 'Randonnée > Sacs > Sacs à dos', [
    {
      ...{ title: 'Sac à dos Vallon 22 litres', brand: 'Cairn & Fils', price: 79.9, motif: 'backpack' },
      about: 'Pour la journée&nbsp;: dos aéré, deux poches filet et une housse de pluie rangée dans le fond.',
      colors: ['Vert sapin', 'Ocre', 'Bleu nuit'],
    },
    {
      ...{ title: 'Sac à dos Alpage 38 litres', brand: 'Cairn & Fils', price: 139, sale: 109, motif: 'backpack' },
      about: 'Deux ou trois jours de refuge en refuge, avec ceinture réglable et accès par le côté.',
      colors: ['Ocre', 'Gris ardoise'],
    },
    {
      ...{ title: 'Sac de trek Grande Traversée 60 litres', brand: 'Cairn & Fils', price: 219, motif: 'backpack' },
      about: 'Porte quinze kilos sans broncher&nbsp;: armature en aluminium, dos réglable, <b>garanti dix ans</b>.',
      soldOut: true,
    },
    {
      ...{ title: 'Sac porte-bébé Marmotte', brand: 'Petit Sentier', price: 249, motif: 'backpack' },
      about: 'De six mois à trois ans, avec pare-soleil et béquille. Le petit voit tout, le grand ne sent rien.',
    },
    {
      ...{ title: 'Pochette étanche Ruisseau', brand: 'Petit Sentier', price: 14.5, motif: 'pouch' },
      about: 'Garde au sec carte, téléphone et allumettes, même au fond du torrent.',
      colors: ['Orange', 'Turquoise'],
      sizes: ['1 L', '3 L'],
    },
  ]),
  ...section('CHA', 'Randonnée > Chaussures > Chaussures de marche', [
    {
      ...{ title: 'Chaussures de randonnée Crête mid', brand: 'Semelle Noire', price: 165, motif: 'boot' },
      about: 'Cuir nubuck et membrane étanche, semelle crantée pour les pierriers.',
      colors: ['Brun', 'Gris ardoise'],
      sizes: ['38', '40', '42', '44'],
      missing: ['BRUN-38', 'GRIS-ARDOISE-44'],
    },
    {
      ...{ title: 'Chaussures légères Sentier', brand: 'Semelle Noire', price: 119, sale: 89, motif: 'boot' },
      about: 'Moins de 300&nbsp;g par pied pour marcher vite sur les bons chemins.',
      colors: ['Bleu nuit', 'Rouge brique'],
      sizes: ['37', '39', '41', '43'],
      missing: ['BLEU-NUIT-37'],
    },
    {
      ...{ title: 'Sandales de rivière Gué', brand: 'Petit Sentier', price: 59, motif: 'boot', soldOut: true },
      about: 'Sangles réglables et semelle qui ne glisse pas sur les galets mouillés.',
      sizes: ['38', '40', '42'],
    },
  ]),
  ...section('CHO', 'Randonnée > Chaussures > Chaussettes', [
    {
      ...{ title: 'Chaussettes en mérinos Grand Air', brand: 'Laine du Causse', price: 19.9, motif: 'sock' },
      about: 'Laine mérinos filée en Lozère, sans couture aux orteils&nbsp;; elles ne sentent rien après trois jours.',
      colors: ['Moutarde', 'Vert sapin', 'Rouge brique'],
      sizes: ['36-39', '40-43', '44-46'],
      missing: ['MOUTARDE-36-39'],
    },
    {
      ...{ title: 'Chaussettes chaudes Hiver', brand: 'Laine du Causse', price: 24.9, sale: 17.9, motif: 'sock' },
      about: 'Maille bouclée, épaisse là où il faut, pour raquettes et coin du feu.',
      saleFrom: '2024-01-10T00:00+01:00',
      saleTo: '2024-02-06T23:59+01:00',
      sizes: ['36-39', '40-43'],
    },
  ]),
  ...section('VET', 'Randonnée > Vêtements > Vestes et polaires', [
    {
      ...{ title: 'Veste imperméable Averse', brand: 'Brume', price: 189, motif: 'jacket' },
      about: 'Trois couches, coutures soudées, capuche qui suit le regard. Tient dans sa propre poche.',
      colors: ['Jaune', 'Bleu nuit'],
      sizes: ['S', 'M', 'L', 'XL'],
      missing: ['JAUNE-S', 'BLEU-NUIT-XL'],
    },
    {
      ...{ title: 'Polaire recyclée Bergerie', brand: 'Brume', price: 85, motif: 'jacket' },
      about: 'Vingt-cinq bouteilles recyclées par polaire, et la douceur d’un agneau.',
      colors: ['Écru', 'Vert sapin'],
      sizes: ['S', 'M', 'L'],
    },
    {
      ...{ title: 'Doudoune légère Névé', brand: 'Brume', price: 229, sale: 183.2, motif: 'jacket' },
      about: 'Duvet traçable 700 cuin&nbsp;; 290&nbsp;g qui changent une soirée à 2&#8239;000 mètres.',
      saleFrom: '2099-01-07T08:00+01:00',
      saleTo: '2099-02-03T23:59+01:00',
      colors: ['Rouge brique', 'Noir'],
      sizes: ['S', 'M', 'L'],
    },
  ]),
  ...section('BON', 'Randonnée > Vêtements > Bonnets et gants', [
    {
      ...{ title: 'Bonnet en laine Pâtre', brand: 'Laine du Causse', price: 29, motif: 'hat' },
      about: 'Côtes larges, pompon amovible, laine de brebis Raïole.',
      colors: ['Moutarde', 'Écru', 'Bleu nuit'],
    },
    {
      ...{ title: 'Gants en laine bouillie Givre', brand: 'Laine du Causse', price: 34, motif: 'glove' },
      about: 'Coupe-vent par nature, avec deux doigts qui savent lire un écran.',
      sizes: ['S', 'M', 'L'],
    },
  ]),
  ...section('BAT', 'Randonnée > Accessoires > Bâtons de marche', [
    {
      ...{ title: 'Bâtons de marche pliants Balade', brand: 'Cairn & Fils', price: 69, motif: 'poles' },
      about: 'La paire. Aluminium, trois brins, dragonnes douces, embouts pour la route et la neige.',
    },
    {
      ...{ title: 'Bâtons de trail carbone Isard', brand: 'Cairn & Fils', price: 129, sale: 99.9, motif: 'poles' },
      about: 'La paire pèse 290&nbsp;g et se déplie d’un geste.',
      sizes: ['110 cm', '120 cm', '130 cm'],
      missing: ['110-CM'],
    },
  ]),
];
