import { expect, test } from 'vitest';
import { detectEncoding } from '../../../../../connector/sources/product-feed/feed/detect-encoding.ts';
import { encoded } from './encoded.ts';

const shops = [
  {
    language: 'Romanian',
    encodings: ['windows-1250'],
    titles: [
      'Cană albastră pentru cafea',
      'Şosete bărbaţi negre',
      'Geantă din piele pentru femei',
      'Ceas de perete în lemn',
      'Tricou cu mânecă lungă şi glugă',
    ],
  },
  {
    language: 'Slovenian',
    encodings: ['windows-1250', 'iso-8859-2'],
    titles: [
      'Modra skodelica za čaj',
      'Črna žlica iz nerjavečega jekla',
      'Moška srajca z dolgimi rokavi',
      'Šal iz volne',
      'Otroški čevlji',
    ],
  },
  {
    language: 'Turkish',
    encodings: ['windows-1254'],
    titles: [
      'Kırmızı kazak kadın',
      'Siyah erkek gömleği',
      'Çelik termos şişe',
      'Ahşap duvar saati',
      'Yün atkı ve eldiven',
    ],
  },
  {
    language: 'Czech',
    encodings: ['windows-1250', 'iso-8859-2'],
    titles: [
      'Modrý hrnek na čaj',
      'Pánská košile s dlouhým rukávem',
      'Dřevěné hodiny na zeď',
      'Černá šála z vlny',
      'Dětské boty',
    ],
  },
  {
    language: 'Hungarian',
    encodings: ['windows-1250', 'iso-8859-2'],
    titles: ['Kék bögre teához', 'Férfi ing hosszú ujjú', 'Fából készült falióra', 'Gyapjú sál fekete', 'Gyerekcipő'],
  },
  {
    language: 'Polish',
    encodings: ['windows-1250', 'iso-8859-2'],
    titles: [
      'Niebieski kubek do herbaty',
      'Koszula męska z długim rękawem',
      'Drewniany zegar ścienny',
      'Szalik wełniany czarny',
      'Buty dziecięce',
    ],
  },
  {
    language: 'Spanish',
    encodings: ['windows-1252', 'macintosh'],
    titles: [
      'Taza azul para té',
      'Camisa de niño',
      'Reloj de pared de madera, diseño español',
      'Bufanda de lana',
      'Zapatos para bebé',
    ],
  },
  {
    language: 'Portuguese',
    encodings: ['windows-1252', 'macintosh'],
    titles: [
      'Caneca azul para chá',
      'Camisa de manga comprida, algodão',
      'Relógio de parede',
      'Cachecol de lã',
      'Sapatos de criança',
    ],
  },
  {
    language: 'Italian',
    encodings: ['windows-1252', 'macintosh'],
    titles: [
      'Tazza blu per caffè',
      'Camicia più lunga',
      'Orologio da parete, novità',
      'Sciarpa di lana',
      'Qualità superiore',
    ],
  },
  {
    language: 'German',
    encodings: ['windows-1252', 'macintosh'],
    titles: [
      'Blaue Tasse für Tee',
      'Herrenhemd langärmlig',
      'Wanduhr aus Holz, groß',
      'Schal aus Wolle',
      'Schuhe für Kinder, Größe 30',
    ],
  },
  {
    language: 'French',
    encodings: ['windows-1252', 'macintosh'],
    titles: [
      'Tasse bleue à thé',
      'Chemise à manches longues',
      'Horloge murale en chêne',
      'Écharpe en laine',
      'Chaussures bébé',
    ],
  },
  {
    language: 'Swedish',
    encodings: ['windows-1252', 'macintosh'],
    titles: ['Blå mugg för te', 'Skjorta med lång ärm', 'Väggklocka av trä', 'Halsduk i ull', 'Barnskor, röda'],
  },
  {
    language: 'Latvian',
    encodings: ['windows-1257'],
    titles: [
      'Zila krūze tējai',
      'Vīriešu krekls ar garām piedurknēm',
      'Koka sienas pulkstenis',
      'Vilnas šalle',
      'Bērnu apavi',
    ],
  },
  {
    language: 'Lithuanian',
    encodings: ['windows-1257'],
    titles: [
      'Mėlynas puodelis arbatai',
      'Vyriški marškiniai ilgomis rankovėmis',
      'Medinis sieninis laikrodis',
      'Vilnonis šalikas',
      'Vaikiški batai',
    ],
  },
  {
    language: 'Estonian',
    encodings: ['windows-1252'],
    titles: [
      'Sinine kruus tee jaoks',
      'Meeste särk pikkade käistega',
      'Puidust seinakell',
      'Villane sall, must värv',
      'Lastekingad, sõna õun',
    ],
  },
  {
    language: 'Russian',
    encodings: ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'],
    titles: ['Синяя кружка для чая', 'Рубашка мужская', 'Часы настенные деревянные', 'Шарф из шерсти', 'Детская обувь'],
  },
  {
    language: 'Ukrainian',
    encodings: ['windows-1251', 'koi8-u'],
    titles: [
      'Синя чашка для чаю',
      'Сорочка чоловіча',
      'Годинник настінний дерев’яний',
      'Шарф з вовни',
      'Дитяче взуття',
    ],
  },
  {
    language: 'Greek',
    encodings: ['windows-1253', 'iso-8859-7'],
    titles: ['Μπλε κούπα για τσάι', 'Ανδρικό πουκάμισο', 'Ρολόι τοίχου ξύλινο', 'Κασκόλ μάλλινο', 'Παιδικά παπούτσια'],
  },
  {
    language: 'Hebrew',
    encodings: ['windows-1255'],
    titles: ['ספל כחול לתה', 'חולצה לגבר', 'שעון קיר מעץ', 'צעיף צמר', 'נעלי ילדים'],
  },
  {
    language: 'Arabic',
    encodings: ['windows-1256'],
    titles: ['كوب أزرق للشاي', 'قميص رجالي', 'ساعة حائط خشبية', 'وشاح صوف', 'أحذية أطفال'],
  },
  { language: 'Thai', encodings: ['windows-874'], titles: ['แก้วสีฟ้าสำหรับชา', 'เสื้อเชิ้ตผู้ชาย', 'นาฬิกาแขวนผนังไม้'] },
];

const feeds = shops.flatMap(({ language, encodings, titles }) =>
  encodings.flatMap((encoding) =>
    [titles, titles.map((title) => title.toUpperCase())].map((titles) => ({
      name: `${language} in ${encoding}, "${titles[0]}"`,
      bytes: encoded(encoding, titles.join('\thttps://s.example/1\t1 EUR\n')),
      encoding,
    })),
  ),
);

/** In capitals È and Ù of a Macintosh are é and ô of Windows: a text of two such letters fits both. */
const undecidable = (name: string) => name.startsWith('Italian in macintosh, "TAZZA');

test.each(feeds.filter(({ name }) => !undecidable(name)))('$name is told by its letters', ({ bytes, encoding }) => {
  const detected = detectEncoding(bytes);
  // Two encodings that write these letters alike are both right.
  expect(new TextDecoder(detected).decode(bytes)).toBe(new TextDecoder(encoding).decode(bytes));
});
