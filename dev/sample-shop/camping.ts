import { section } from './sample-product.ts';

export const camping = [
  ...section('TEN', 'Bivouac > Dormir > Tentes', [
    {
      ...{ title: 'Tente Belle Étoile 2 places', brand: 'Nuit Claire', price: 299, sale: 249, motif: 'tent' },
      about: 'Autoportante, 1,9&nbsp;kg, deux entrées et un toit en moustiquaire pour compter les étoiles.',
    },
    {
      ...{ title: 'Tente Grand Bivouac 4 places', brand: 'Nuit Claire', price: 449, motif: 'tent' },
      about: 'On y tient debout presque partout&nbsp;; l’abside abrite quatre sacs et un réchaud.',
    },
    {
      ...{ title: 'Abri léger Tarp 3 × 3 m', brand: 'Nuit Claire', price: 95, motif: 'tent' },
      about: 'Une toile, quatre haubans, mille façons de la tendre.',
      colors: ['Vert sapin', 'Ocre'],
    },
  ]),
  ...section('DUV', 'Bivouac > Dormir > Sacs de couchage et matelas', [
    {
      ...{ title: 'Sac de couchage Plume 0 °C', brand: 'Nuit Claire', price: 259, motif: 'sleeping-bag' },
      about: 'Duvet de canard, 780&nbsp;g, confort à 0&nbsp;°C. Se glisse dans un litre et demi.',
      sizes: ['Regular', 'Long'],
    },
    {
      ...{ title: 'Sac de couchage d’été Cigale', brand: 'Nuit Claire', price: 69, motif: 'sleeping-bag' },
      about: 'Pour les nuits douces et les refuges bien chauffés.',
      colors: ['Turquoise', 'Ocre'],
    },
    {
      ...{ title: 'Matelas gonflable Nuage', brand: 'Nuit Claire', price: 115, motif: 'mat', soldOut: true },
      about: 'Sept centimètres d’air entre vous et les cailloux, gonflé en douze souffles.',
    },
    {
      ...{ title: 'Matelas mousse Accordéon', brand: 'Nuit Claire', price: 39, motif: 'mat' },
      about: 'Increvable, pliable, posé en deux secondes.',
    },
    {
      ...{ title: 'Oreiller de voyage Songe', brand: 'Nuit Claire', price: 29.9, sale: 22.4, motif: 'mat' },
      about: 'Housse en coton brossé, 90&nbsp;g, la taille d’une orange une fois rangé.',
    },
  ]),
  ...section('REC', 'Bivouac > Cuisine de plein air > Réchauds', [
    {
      ...{ title: 'Réchaud à gaz Feu Follet', brand: 'Braise', price: 49.9, motif: 'stove' },
      about: 'Un litre d’eau en trois minutes&nbsp;; 83&nbsp;g, allumage piézo.',
    },
    {
      ...{ title: 'Réchaud à bois Brindille', brand: 'Braise', price: 74, motif: 'stove' },
      about: 'Brûle ce que le chemin donne. Inox plié à plat, sans cartouche ni déchet.',
    },
    {
      ...{ title: 'Cartouche de gaz 230 g', brand: 'Braise', price: 7.9, motif: 'canister' },
      about: 'Mélange butane-propane pour toutes saisons.',
    },
  ]),
  ...section('POP', 'Bivouac > Cuisine de plein air > Popotes et gourdes', [
    {
      ...{ title: 'Popote en titane 750 ml', brand: 'Braise', price: 54, motif: 'pot' },
      about: 'Casserole, couvercle et poignées pliantes&nbsp;: 105&nbsp;g en tout.',
    },
    {
      ...{ title: 'Gourde isotherme Source', brand: 'Braise', price: 32, sale: 25.6, motif: 'bottle' },
      about: 'Chaud douze heures, froid vingt-quatre. Acier inoxydable, bouchon en bambou.',
      colors: ['Blanc', 'Vert sapin', 'Rouge brique'],
      sizes: ['500 ml', '750 ml'],
      missing: ['BLANC-750-ML'],
    },
    {
      ...{ title: 'Tasse émaillée Refuge', brand: 'Refuge & Moka', price: 12.5, motif: 'mug' },
      about: 'Acier émaillé, liseré bleu&nbsp;: celle de toutes les cabanes.',
      colors: ['Blanc', 'Bleu nuit', 'Vert sapin'],
    },
    {
      ...{ title: 'Couverts pliants Casse-croûte', brand: 'Braise', price: 18, motif: 'cutlery' },
      about: 'Cuillère, fourchette et couteau sur un même mousqueton.',
    },
  ]),
  ...section('LUM', 'Bivouac > S’orienter > Lampes et cartes', [
    {
      ...{ title: 'Lampe frontale Luciole 400 lumens', brand: 'Boussole', price: 44.9, motif: 'lamp' },
      about: 'Rechargeable, faisceau large ou lointain, lumière rouge pour ne réveiller personne.',
    },
    {
      ...{ title: 'Lanterne de camp Veilleuse', brand: 'Boussole', price: 36, motif: 'lantern' },
      about: 'Dynamo et USB, lumière chaude, une anse pour la branche.',
      soldOut: true,
    },
    {
      ...{ title: 'Boussole de précision Nord', brand: 'Boussole', price: 39, motif: 'compass' },
      about: 'Miroir de visée, réglage de déclinaison, aiguille qui ne tremble pas.',
    },
    {
      ...{ title: 'Carte des sentiers du Queyras 1:25 000', brand: 'Boussole', price: 13.9, motif: 'book' },
      about: 'Imprimée sur papier indéchirable, refuges et points d’eau à jour.',
    },
    {
      ...{ title: 'Couteau pliant Berger', brand: 'Boussole', price: 42, motif: 'knife' },
      about: 'Lame en acier carbone, manche en genévrier, fabriqué à Thiers.',
    },
  ]),
];
