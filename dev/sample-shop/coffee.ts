import { section } from './sample-product.ts';

export const coffee = [
  ...section('CAF', 'Café et thé > Cafés > Cafés en grains', [
    {
      ...{ title: 'Café en grains Éthiopie Yirgacheffe', brand: 'Refuge & Moka', price: 12.9, motif: 'coffee-bag' },
      about: 'Jasmin, bergamote, abricot&nbsp;: torréfaction claire d’un lot lavé à 2&#8239;000 mètres.',
      sizes: ['250 g', '1 kg'],
    },
    {
      ...{ title: 'Café en grains Colombie Huila', brand: 'Refuge & Moka', price: 11.9, motif: 'coffee-bag' },
      about: 'Caramel et pomme rouge&nbsp;; le café de tous les matins.',
      sizes: ['250 g', '1 kg'],
    },
    {
      ...{ title: 'Café en grains Brésil Cerrado', brand: 'Refuge & Moka', price: 9.9, sale: 8.4, motif: 'coffee-bag' },
      about: 'Noisette et chocolat au lait, doux en expresso comme en cafetière à piston.',
      sizes: ['250 g', '1 kg'],
      missing: ['1-KG'],
    },
    {
      ...{ title: 'Mélange expresso Bivouac', brand: 'Refuge & Moka', price: 10.9, motif: 'coffee-bag' },
      about: 'Corsé, crème épaisse, torréfaction foncée. Réveille même sous la tente.',
      sizes: ['250 g', '1 kg'],
    },
    {
      ...{ title: 'Café décaféiné Crépuscule', brand: 'Refuge & Moka', price: 13.5, motif: 'coffee-bag' },
      about: 'Décaféiné à l’eau, cacao et figue&nbsp;: pour veiller sans rester éveillé.',
      soldOut: true,
    },
  ]),
  ...section('MOU', 'Café et thé > Cafés > Cafés moulus', [
    {
      ...{ title: 'Café moulu pour moka Guatemala', brand: 'Refuge & Moka', price: 8.9, motif: 'coffee-bag' },
      about: 'Mouture fine, chocolat noir et orange confite.',
    },
    {
      ...{ title: 'Cafés filtres à emporter, boîte de 10', brand: 'Refuge & Moka', price: 16.9, motif: 'box' },
      about: 'Dix sachets-filtres&nbsp;: une tasse, de l’eau chaude, et le sommet sent le café.',
    },
  ]),
  ...section('PRE', 'Café et thé > Préparer > Cafetières', [
    {
      ...{ title: 'Cafetière italienne Moka 3 tasses', brand: 'Refuge & Moka', price: 34.9, motif: 'moka-pot' },
      about: 'Aluminium poli, joint en silicone, manche en hêtre.',
    },
    {
      ...{
        title: 'Cafetière italienne Moka 6 tasses',
        brand: 'Refuge & Moka',
        price: 44.9,
        sale: 38,
        motif: 'moka-pot',
      },
      about: 'La grande sœur, pour le refuge complet.',
    },
    {
      ...{ title: 'Cafetière à piston de voyage', brand: 'Braise', price: 39, motif: 'press' },
      about: 'Tasse et piston en un, double paroi en inox.',
      colors: ['Noir', 'Écru'],
    },
    {
      ...{ title: 'Cône à café pliable Origami', brand: 'Braise', price: 22, motif: 'dripper' },
      about: 'Silicone alimentaire, à plat dans la popote, filtres de taille 2.',
    },
    {
      ...{ title: 'Bouilloire à col de cygne', brand: 'Refuge & Moka', price: 64, motif: 'kettle' },
      about: 'Un filet d’eau précis, thermomètre dans le couvercle.',
      soldOut: true,
    },
  ]),
  ...section('MLN', 'Café et thé > Préparer > Moulins et filtres', [
    {
      ...{ title: 'Moulin à café manuel Granit', brand: 'Braise', price: 79, motif: 'grinder' },
      about: 'Meules coniques en acier, dix-huit crans, manivelle pliante.',
    },
    {
      ...{ title: 'Moulin à café électrique Torrent', brand: 'Refuge & Moka', price: 149, sale: 129, motif: 'grinder' },
      about: 'Quarante réglages, du turc au piston, et presque pas de bruit.',
      saleFrom: '2020-01-01T00:00+01:00',
      saleTo: '2098-12-31T23:59+01:00',
    },
    {
      ...{ title: 'Filtres en papier taille 2, lot de 100', brand: 'Refuge & Moka', price: 5.5, motif: 'box' },
      about: 'Non blanchis, fibres de bambou.',
    },
    {
      ...{ title: 'Filtre réutilisable en inox', brand: 'Braise', price: 17.9, motif: 'dripper' },
      about: 'Double maille, se rince en un geste, remplace mille filtres en papier.',
    },
  ]),
  ...section('THE', 'Café et thé > Thés et infusions > Thés et tisanes', [
    {
      ...{ title: 'Thé vert Brume des cimes', brand: 'Refuge & Moka', price: 9.5, motif: 'tin' },
      about: 'Sencha et menthe poivrée, feuilles entières.',
    },
    {
      ...{ title: 'Thé noir fumé Feu de bois', brand: 'Refuge & Moka', price: 10.5, motif: 'tin' },
      about: 'Lapsang souchong séché sur bois de pin.',
    },
    {
      ...{ title: 'Tisane des alpages', brand: 'Refuge & Moka', price: 8.5, sale: 6.8, motif: 'tin' },
      about: 'Thym, tilleul, bleuet et miel de montagne&nbsp;: la fin d’une longue journée.',
    },
  ]),
  ...section('TAS', 'Café et thé > Servir > Tasses et coffrets', [
    {
      ...{ title: 'Tasses à expresso en grès, lot de 4', brand: 'Refuge & Moka', price: 36, motif: 'mug' },
      about: 'Tournées et émaillées à la main&nbsp;: aucune n’est pareille.',
      colors: ['Écru', 'Gris ardoise'],
    },
    {
      ...{ title: 'Mug isotherme Aurore 350 ml', brand: 'Braise', price: 27, motif: 'bottle' },
      about: 'Se boit sur tout le bord, ne goutte pas dans le sac.',
      colors: ['Jaune', 'Noir', 'Turquoise'],
    },
    {
      ...{ title: 'Coffret découverte Trois Sommets', brand: 'Refuge & Moka', price: 32, motif: 'box' },
      about: 'Trois cafés d’altitude de 100&nbsp;g et leur carnet de dégustation.',
    },
    {
      ...{ title: 'Livre « Le café en plein air »', brand: 'Refuge & Moka', price: 24, motif: 'book' },
      about: 'Quarante recettes, douze randonnées, et la juste mouture pour chacune.',
    },
  ]),
];
