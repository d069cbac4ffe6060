import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { cut, plainId, plainLine, plainText } from '../../../connector/text/plain-text.ts';

fc.configureGlobal({ seed: 1 });

test.each([
  ['<p>One</p><p>Two<br/>Three</p>', 'One\nTwo\nThree'],
  ['<ul><li>a</li>\n <li>b</li></ul>', 'a\nb'],
  ['<table><tr><td>Size</td><td>M</td></tr></table>', 'Size M'],
  ['a<b>b</b>c', 'abc'],
  ['one\ntwo\t three', 'one two three'],
  ['<script>if (a < b) { "</p>" }</script>x<style>p { color: red }</style>', 'x'],
  ['x<script>never closed', 'x'],
  ['a<!-- hidden -->b', 'ab'],
  ['<![CDATA[<p>a</p>]]>', 'a'],
  ['Caf&eacute; &amp; Cr&egrave;me &#8364; &#x20AC;', 'Café & Crème € €'],
  ['Caf&amp;eacute;', 'Café'],
  ['Caf&amp;amp;eacute;', 'Café'],
  ['&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&amp;nbsp;c&lt;/p&gt;', 'a\nb c'],
  ['EverCool&trade; Tee', 'EverCool™ Tee'],
  ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
  ['Weight <max 5 kg', 'Weight < max 5 kg'],
  ['5<6, I <3 you, a <= b', '5<6, I <3 you, a <= b'],
  ['Gin&notes set', 'Gin&notes set'],
  ['Fish&chips, R&D, AT&T, &ltd, &amped', 'Fish&chips, R&D, AT&T, &ltd, &amped'],
  ['&copy 2024 &reg; &euro;5 &notes;', '© 2024 ® €5 &notes;'],
  ['caf&eacute au lait &#233t&#xe9;', 'café au lait été'],
  ['Acme&reg 500, 20&deg C, Mum&micro set, Hat&shy doll', 'Acme® 500, 20° C, Mum&micro set, Hat&shy doll'],
  ['&#0;a&#xd800;b', '\ufffda\ufffdb'],
  ['&amp;amp;amp;amp;amp;lt;b&amp;amp;amp;amp;amp;gt;x', 'x'],
  ['a\u202eb\u2066c\u2069d\x01e', 'abcde'],
  ['Tom & Jerry, AT&T', 'Tom & Jerry, AT&T'],
  ['soft\u00adhyphen\u200b \u0007bell\ufeff', 'softhyphen bell'],
  ['half \ud800 pair', 'half \ufffd pair'],
  ['text <a href="cut off', 'text < a href="cut off'],
])('%j reads %j', (html, text) => {
  expect(plainText(html)).toBe(text);
});

test('a description that was cut inside a tag loses the tag only', () => {
  expect(plainText('<p>text <a href="cut off')).toBe('text');
});

test('a line has no breaks and a length', () => {
  expect(plainLine('<p>One</p><p>Two</p>', 100)).toBe('One Two');
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('ab😀def', 4)).toBe('ab…');
});

/** HTML and the words that a reader sees. */
interface Node {
  html: string;
  words: string[];
}

test('generated HTML gives its words in order, without a tag or an entity, also when encoded again and again', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcé€日'), minLength: 1, maxLength: 6 });
  const html = fc.letrec<{ node: Node }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      word.map((text) => ({ html: text, words: [text] })),
      fc.constantFrom<Node>(
        { html: '<br/>', words: [] },
        { html: '<script>var a = "<p>no</p>";</script>', words: [] },
        { html: '&hearts;', words: ['♥'] },
        { html: '<img alt="a > b">', words: [] },
      ),
      fc
        .tuple(
          fc.constantFrom('p', 'div class="a"', 'li', 'b', "span style='x'", 'h2', 'TABLE'),
          fc.array(tie('node'), { maxLength: 4 }),
        )
        .map(([tag, nodes]) => ({
          html: `<${tag}>${nodes.map((node) => node.html).join(' ')}</${tag.split(' ')[0]}>`,
          words: nodes.flatMap((node) => node.words),
        })),
    ),
  })).node;
  fc.assert(
    fc.property(html, fc.integer({ min: 0, max: 2 }), ({ html, words }, encodings) => {
      let source = html;
      for (let i = 0; i < encodings; i++)
        source = source.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      const text = plainText(source);
      expect(text.split(/\s+/).join('')).toBe(words.join(''));
      expect(text).not.toMatch(/<\/?[a-z]|&[a-z#]/i);
    }),
    { numRuns: 500 },
  );
});

test('any text gives tidy text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'<>/&;#ab!-"= \n', '&lt;', '&amp;', '<p>', '</p>', '<!--') }),
      (source) => {
        const text = plainText(source);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/ {2}|\n\n| \n|\n /);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('hostile nesting takes no longer than its length', () => {
  expect(plainText('<p>'.repeat(20_000))).toBe('');
  expect(plainText(`&${'amp;'.repeat(15_000)}lt;`).length).toBeLessThan(60_000);
  expect(plainText('<a '.repeat(20_000))).toBeTypeOf('string');
});

/** What a browser makes of a text that somebody puts into a page as it is: the names of everything that is no text. */
function markupIn(text: string): string[] {
  return parseFragment(text).childNodes.flatMap(({ nodeName }) => (nodeName === '#text' ? [] : [nodeName]));
}

const hostile = fc.string({
  unit: fc.constantFrom(
    ...['<', '>', '/', '&', ';', '!', '-', '?', ' ', 'b', 'B', '"', '=', '\n', '\u200b', '\u202e', '\0', '\x7f'],
    ...[
      '<b>',
      '</b',
      '<img src=x ',
      '<!--',
      '-->',
      '<![CDATA[',
      '<script>',
      '</script>',
      '&lt;',
      '&#60;',
      '&#x3c',
      '&amp;',
      'amp;',
      'lt;',
      '&lt',
    ],
  ),
  maxLength: 40,
});

test('leaves nothing that a browser reads as markup, however it is nested or encoded', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 0, max: 7 }), (source, encodings) => {
      let encoded = source;
      for (let i = 0; i < encodings; i++) encoded = encoded.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      for (const text of [plainText(encoded), plainLine(encoded, 30), plainId(encoded)]) {
        expect(markupIn(text)).toEqual([]);
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/u);
      }
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  '<<<<<<b>b>b>b>b>b>',
  'x<img src=x onerror=alert(1) ',
  '&amp;amp;amp;amp;lt;script&amp;amp;amp;amp;gt;alert(1)',
  '<\u200bscript>alert(1)</script>',
  '<\u202escript>',
  '</script x',
  '<!doctype html><p',
  '<?php echo 1',
])('%j leaves no markup', (source) => expect(markupIn(plainText(source))).toEqual([]));

test('an id stays as it is written, but for markup and what nobody sees', () => {
  expect(plainId(' A<B  12\u202e ')).toBe('A< B 12');
  expect(plainId('R&D;5<6')).toBe('R&D;5<6');
});
