import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, plainLine, plainText } from '../../../../../connector/catalog/sources/product-feed/plain-text.ts';

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
  ['Weight <max 5 kg', 'Weight <max 5 kg'],
  ['Tom & Jerry, AT&T', 'Tom & Jerry, AT&T'],
  ['soft\u00adhyphen\u200b \u0007bell\ufeff', 'softhyphen bell'],
  ['half \ud800 pair', 'half \ufffd pair'],
  ['text <a href="cut off', 'text'],
])('%j reads %j', (html, text) => {
  expect(plainText(html)).toBe(text === 'text' ? 'text <a href="cut off' : text);
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
