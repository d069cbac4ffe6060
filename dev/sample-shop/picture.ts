export type Motif = keyof typeof motifs;

/** Named colors of the shop's variants, as seen. */
const palette: Record<string, string> = {
  blanc: '#f4f1ea',
  'bleu nuit': '#2b4162',
  brun: '#7a5238',
  écru: '#d9c9a8',
  'gris ardoise': '#5d6a75',
  jaune: '#e3b32f',
  moutarde: '#c7952b',
  noir: '#33363b',
  ocre: '#c4823c',
  orange: '#dd7436',
  'rouge brique': '#a8462f',
  turquoise: '#2f9c95',
  'vert sapin': '#2f5d4a',
};

/** A picture of 480 × 360, told apart by motif, color and a landscape that belongs to the product's id. */
export function drawPicture(motif: Motif, color: string | null, id: string, title: string): string {
  const seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  const main = palette[color?.toLowerCase() ?? ''] ?? `hsl(${(seed * 47) % 360} 38% 42%)`;
  const hue = (seed * 29) % 360;
  const hill = (level: number, step: number) => {
    const heights = [0, 1, 2, 3, 4].map((x) => level - ((seed * (x + step)) % 60));
    return `M0 360V${heights[0]}${heights
      .slice(1)
      .map((y, x) => `Q${x * 120 + 60} ${y - 30} ${x * 120 + 120} ${y}`)
      .join('')}V360Z`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="480" height="360" role="img">
<title>${title.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</title>
<rect width="480" height="360" fill="hsl(${hue} 45% 93%)"/>
<circle cx="${80 + (seed % 320)}" cy="${60 + (seed % 40)}" r="34" fill="hsl(${(hue + 40) % 360} 75% 84%)"/>
<path d="${hill(250, 3)}" fill="hsl(${hue} 30% 85%)"/><path d="${hill(310, 7)}" fill="hsl(${hue} 28% 77%)"/>
<ellipse cx="240" cy="316" rx="120" ry="12" opacity=".16"/>
<g fill="${main}" stroke="#2a2622" stroke-width="5" stroke-linejoin="round" stroke-linecap="round">${motifs[motif]}</g>
</svg>
`;
}

/** What stays the same whatever the product's color. */
const metal = 'fill="#c9cfd4"';
const wood = 'fill="#b98a5a"';
const paper = 'fill="#fbf7ee"';
const line = 'fill="none"';

/** Drawn around x = 240, standing on y = 314. */
const motifs = {
  backpack: `<path ${line} d="M210 92q30-46 60 0"/><path d="M170 150q0-62 70-62t70 62v140q0 24-24 24h-92q-24 0-24-24z"/>
    <rect x="192" y="208" width="96" height="78" rx="14"/><path ${line} d="M192 236h96M186 166h108M222 166v30m36-30v30"/>`,
  pouch: `<path d="M176 150h128l12 140q0 24-22 24H186q-22 0-22-24z"/><path ${paper} d="M170 120h140v34H170z"/><path ${line} d="M204 230h72"/>`,
  boot: `<path d="M182 100h84v92q6 30 54 40 34 8 34 46v14H182z"/><path ${wood} d="M176 288h184v26H176z"/>
    <path ${line} d="M266 128h-34m34 28h-34m38 30h-36"/>`,
  sock: `<path d="M206 84h84v120l58 58q14 20-6 40-20 18-42 2l-94-78z"/><path ${paper} d="M206 84h84v34h-84z"/><path ${line} d="M300 302l44-42"/>`,
  jacket: `<path d="M204 100l-56 30-28 130 40 12 22-78v118h116V194l22 78 40-12-28-130-56-30q-36 26-72 0z"/>
    <path ${line} d="M240 116v196M200 236h20m40 0h20"/>`,
  hat: `<circle cx="240" cy="98" r="24" ${paper}/><path d="M148 250q0-132 92-132t92 132z"/><rect x="136" y="240" width="208" height="60" rx="18"/>
    <path ${line} d="M176 246v48m32-48v48m32-48v48m32-48v48m32-48v48"/>`,
  glove: `<path d="M186 314v-96l-30-40q-8-22 12-26 14 0 24 18l8 12V120q2-18 18-18t18 18v-20q2-18 18-18t18 18v24q2-16 17-16t17 16v94l-10 96z"/>
    <path ${paper} d="M182 270h124v44H182z"/>`,
  poles: `<path ${line} stroke="#8a8f94" stroke-width="8" d="M190 110l-20 200M290 110l20 200"/><path stroke-width="14" d="M192 84l-5 54M288 84l5 54"/>
    <path ${wood} d="M154 284h36M290 284h36" stroke-width="8"/><path ${line} d="M196 96q26 20 0 40M284 96q-26 20 0 40"/>`,
  tent: `<path d="M240 110L92 314h296z"/><path ${paper} d="M240 110l-54 204h108z"/><path ${line} d="M240 110v204M92 314l-26 0M388 314h26M240 110l-10-18m10 18l10-18"/>`,
  'sleeping-bag': `<path d="M150 250q0-52 56-52h120q44 0 44 58t-44 58H206q-56 0-56-64z"/><ellipse cx="196" cy="252" rx="34" ry="44" ${paper}/>
    <path ${line} d="M250 198v116m40-116v116m38-116v116"/>`,
  mat: `<path d="M130 240h190v74H130z"/><circle cx="320" cy="270" r="44"/><circle cx="320" cy="270" r="24" ${line}/><circle cx="320" cy="270" r="6"/><path ${line} d="M168 240v74m96-74v74"/>`,
  stove: `<path ${metal} d="M176 314l22-92h84l22 92M198 222h84"/><path d="M206 186h68v36h-68z"/><path fill="#e8a33d" d="M240 96q46 44 18 86h-36q-28-34 18-86z"/><path fill="#f6d675" d="M240 140q18 22 8 42h-16q-10-18 8-42z"/>`,
  canister: `<path d="M176 196q0-40 64-40t64 40v94q0 24-64 24t-64-24z"/><path ${metal} d="M218 120h44v38h-44z"/><path ${paper} d="M176 216h128v50H176z"/>`,
  pot: `<path ${metal} d="M160 200h160v84q0 30-30 30H190q-30 0-30-30z"/><path d="M152 182h176v22H152z"/><path ${line} d="M320 220h56q14 0 14 16t-14 16h-56"/><path d="M226 160h28v22h-28z"/>`,
  bottle: `<path d="M196 168q0-26 22-34v-22h44v22q22 8 22 34v122q0 24-24 24h-40q-24 0-24-24z"/><path ${wood} d="M212 82h56v32h-56z"/><path ${line} d="M196 208h88m-88 60h88"/>`,
  mug: `<path ${line} stroke-width="16" d="M308 200h24q32 0 32 36t-32 36h-30"/><path d="M160 170h150v106q0 38-38 38h-74q-38 0-38-38z"/><path ${paper} d="M156 160h158v20H156z"/>
    <path ${line} d="M206 136q-14-20 0-36t0-36m50 72q-14-20 0-36t0-36"/>`,
  cutlery: `<path ${metal} d="M186 90q34 0 34 48 0 30-22 38v138h-24V176q-22-8-22-38 0-48 34-48z"/><path ${metal} d="M250 90v62q0 18 14 22v140h24V174q14-4 14-22V90h-12v54h-6V90h-12v54h-6V90z"/>
    <path d="M322 90q34 30 22 120l-4 104h-24V90z"/>`,
  lamp: `<ellipse ${line} stroke-width="18" cx="240" cy="176" rx="116" ry="54"/><rect x="190" y="186" width="100" height="84" rx="22"/><circle cx="240" cy="228" r="26" fill="#f6d675"/>
    <path ${line} stroke="#e8a33d" d="M240 290v20m-44-28l-14 16m102-16l14 16"/>`,
  lantern: `<path ${line} d="M196 128q0-56 44-56t44 56"/><path d="M186 128h108v30H186zM178 284h124v30H178z"/><path fill="#f6d675" d="M194 158h92v126h-92z"/><path ${line} d="M224 158v126m32-126v126"/>`,
  compass: `<circle cx="240" cy="216" r="96"/><circle cx="240" cy="216" r="72" ${paper}/><path fill="#c5432f" d="M240 156l14 60h-28z"/><path ${metal} d="M240 276l14-60h-28z"/><circle cx="240" cy="106" r="14" ${line}/>`,
  book: `<path d="M150 120h180v194H150q-22-2-22-24V142q0-22 22-22z"/><path ${paper} d="M150 274h180v28H150q-12 0-12-14t12-14z"/><path ${line} d="M176 160h128m-128 30h84"/><path d="M268 220l34 40h-68z" ${paper}/>`,
  knife: `<path ${metal} d="M226 216L320 92q26 44-44 136z"/><path ${wood} d="M150 268l66-62q34-4 46 34l-66 70q-44 14-46-42z"/><circle cx="232" cy="224" r="6"/><circle cx="184" cy="276" r="6"/>`,
  'coffee-bag': `<path d="M176 130l12-42h104l12 42v184H176z"/><path ${line} d="M176 130h128"/><rect x="196" y="176" width="88" height="96" rx="10" ${paper}/><ellipse cx="240" cy="224" rx="22" ry="30" fill="#6b4226"/><path ${line} stroke="#fbf7ee" d="M246 198q-20 26-10 52"/>`,
  box: `<path d="M140 170l100-40 100 40v104l-100 40-100-40z"/><path ${paper} d="M140 170l100 40 100-40-100-40z"/><path ${line} d="M240 210v104"/><path d="M190 150l100 40v36l-24-10v-18l-100-38z"/>`,
  'moka-pot': `<path ${metal} d="M186 208l-22 106h152l-22-106zM184 100h112l-14 100h-84z"/><path d="M190 192h100v24H190zM200 76h80l14 26H186zM228 56h24v20h-24z"/><path ${line} stroke-width="14" d="M300 114h48v84"/><path ${metal} d="M184 104l-26 14 30 24z"/>`,
  press: `<path ${paper} d="M176 130h116v184H176z"/><path fill="#6b4226" d="M176 220h116v94H176z"/><path d="M168 112h132v24H168zM168 214h132v16H168z"/><path ${line} d="M234 112V66m-24-2h48"/><path ${line} stroke-width="14" d="M300 150h38v120h-38"/>`,
  dripper: `<path d="M146 110h188l-58 110h-72z"/><path ${wood} d="M172 216h136v20H172z"/><path ${paper} d="M186 236h108v56q0 22-22 22h-64q-22 0-22-22z"/><path ${line} d="M196 130l24 70m64-70l-24 70m-20-70v70"/><path fill="#6b4226" d="M190 276h100q0 38-18 38h-64q-18 0-18-38z"/>`,
  kettle: `<path d="M176 200q0-44 60-44t60 44l16 90q0 24-26 24H186q-26 0-26-24z"/><path ${line} stroke-width="12" d="M164 270q-46-10-46-70t-30-60"/><path ${line} stroke-width="14" d="M300 190q70-30 62 90"/><path ${metal} d="M206 142h60v18h-60z"/><circle cx="236" cy="130" r="12"/>`,
  grinder: `<path d="M196 190h88v124h-88z"/><path ${metal} d="M186 120h108l-10 72h-88z"/><path ${line} stroke-width="8" d="M240 120V92h84"/><circle cx="328" cy="80" r="14" ${wood}/><path ${line} d="M196 226h88m-88 50h88"/>`,
  tin: `<path d="M176 140h128v150q0 24-64 24t-64-24z"/><ellipse cx="240" cy="134" rx="72" ry="22"/><rect x="196" y="188" width="88" height="80" rx="40" ${paper}/><path fill="#5d8a4a" d="M240 204q34 14 0 50-34-36 0-50z"/><path ${line} d="M240 216v34"/>`,
} as const;
