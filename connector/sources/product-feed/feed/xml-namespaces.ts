/** What an element's name belongs to. `feed`: RSS or Atom, or nothing; `content`: `content:encoded`. */
export type Vocabulary = 'feed' | 'google' | 'content' | 'media' | 'other';

const known: readonly [RegExp, Vocabulary][] = [
  // Of any version, and as it is misspelt.
  [/^https?:\/\/(?:www\.)?base\.google\.com\/c?ns(?:\/|$)/i, 'google'],
  [/^https?:\/\/(?:www\.)?w3\.org\/(?:2005\/atom|1999\/02\/22-rdf-syntax-ns#?)$/i, 'feed'],
  [/^https?:\/\/purl\.org\/(?:rss\/1\.0|atom\/ns#?)\/?$/i, 'feed'],
  [
    /^https?:\/\/(?:(?:my|channel)\.netscape\.com\/rdf\/simple\/0\.9|backend\.userland\.com\/rss2?|blogs\.law\.harvard\.edu\/tech\/rss)\/?$/i,
    'feed',
  ],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/i, 'content'],
  [/^https?:\/\/search\.yahoo\.com\/mrss\/?$/i, 'media'],
];

/** What prefixes mean where nobody declares them. */
const undeclared: Readonly<Record<string, Vocabulary>> = {
  g: 'google',
  atom: 'feed',
  rss: 'feed',
  rdf: 'feed',
  content: 'content',
  media: 'media',
};

/** Prefixes that one document may declare; those beyond mean what they meant before. */
const maxDeclarations = 1_000;

/** Follows the namespaces of a document from element to element. */
export function namespaces() {
  /** Of each open element. */
  const scopes: ReadonlyMap<string, Vocabulary>[] = [];
  let declarations = 0;

  return {
    /** `<rss:item xmlns:rss="…">` → feed, item */
    open(tag: string, attributes: Readonly<Record<string, string>>): { vocabulary: Vocabulary; local: string } {
      let scope = scopes.at(-1) ?? new Map<string, Vocabulary>();
      for (const name of Object.keys(attributes)) {
        if (!name.startsWith('xmlns') || ++declarations > maxDeclarations) continue;
        if (name === 'xmlns') scope = new Map([...scope, ['', ofDefault(attributes[name]!)]]);
        // An empty address declares nothing: XML does not allow it for a prefix.
        else if (name[5] === ':' && attributes[name]!.trim() !== '')
          scope = new Map([...scope, [name.slice(6), vocabularyOf(attributes[name]!)]]);
      }
      scopes.push(scope);
      const colon = tag.indexOf(':');
      const prefix = colon < 0 ? '' : tag.slice(0, colon);
      const vocabulary = scope.get(prefix) ?? (prefix === '' ? 'feed' : (undeclared[prefix] ?? 'other'));
      return { vocabulary, local: tag.slice(colon + 1) };
    },
    close(): void {
      scopes.pop();
    },
  };
}

function vocabularyOf(uri: string): Vocabulary {
  return known.find(([pattern]) => pattern.test(uri.trim()))?.[1] ?? 'other';
}

/** Feeds declare all sorts of things for names without a prefix, and mean RSS. */
function ofDefault(uri: string): Vocabulary {
  const vocabulary = vocabularyOf(uri);
  return vocabulary === 'other' ? 'feed' : vocabulary;
}
