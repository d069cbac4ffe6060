const pairs = (text: string) => text.split(' ').map((pair) => pair.split('=') as [string, string]);

/** Signs and words that stand for one currency. */
const words = new Map(
  pairs(
    '€=EUR EURO=EUR EUROS=EUR US$=USD $US=USD JP¥=JPY 円=JPY CN¥=CNY 元=CNY RMB=CNY £GB=GBP UKP=GBP STG=GBP FR=CHF SFR=CHF ZŁ=PLN ZL=PLN KČ=CZK ' +
      'FT=HUF LEI=RON ЛВ=BGN ₺=TRY TL=TRY YTL=TRY ₽=RUB РУБ=RUB Р=RUB ₴=UAH ГРН=UAH ₸=KZT ₾=GEL ₼=AZN ₹=INR RS=INR ₪=ILS NIS=ILS ₩=KRW 원=KRW ₫=VND ฿=THB ' +
      'BAHT=THB ₱=PHP ৳=BDT RP=IDR RM=MYR ₦=NGN ₵=GHS ₡=CRC ₲=PYG R$=BRL BR$=BRL CA$=CAD CAN$=CAD CDN$=CAD C$=CAD $CA=CAD A$=AUD AU$=AUD $AU=AUD ' +
      'NZ$=NZD HK$=HKD S$=SGD SG$=SGD MX$=MXN AR$=ARS NT$=TWD NTD=TWD S/=PEN R=ZAR DHS=AED دإ=AED رس=SAR',
  ),
);

/** Codes that were replaced by another; who still writes them means today's money. */
const replaced = new Map(
  pairs('RUR=RUB TRL=TRY ROL=RON BGL=BGN PLZ=PLN MXP=MXN UAK=UAH AZM=AZN GHC=GHS ZMK=ZMW BYR=BYN MZM=MZN CSK=CZK'),
);

/** Signs that several currencies share, with the one that is meant where nothing says otherwise: none for `kr`. */
const shared = new Map([
  ['$', 'USD'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['KR', undefined],
]);

const codes = new Set(Intl.supportedValuesOf('currency'));

/**
 * The ISO 4217 code that a text beside an amount names: a code, an old or colloquial one, a sign. `stated` is what the feed says
 * elsewhere of the item: it counts where the text names nothing, or a sign that several currencies share.
 */
export function currencyNamed(text: string, stated?: string): string | undefined {
  const bare = text.trim();
  if (codes.has(bare)) return bare;
  const upper = text
    .toUpperCase()
    .replace(/[.,:;*+()\-–—\s]+/g, ' ')
    .trim();
  if (upper === '') return stated;
  const parts = upper.split(' ');
  const whole = parts.join('');
  const letters = parts.flatMap((part) => part.split(/[^A-Z]+/));
  for (const word of letters) {
    if (codes.has(word)) return word;
    const today = replaced.get(word);
    if (today) return today;
  }
  for (const word of [whole, ...parts]) {
    const code = words.get(word);
    if (code) return code;
    if (shared.has(word)) return stated ?? shared.get(word);
  }
  return undefined;
}
