export interface FeedRow {
  id: string;
  title: string;
  /** `A > B`. */
  category: string;
}

/** A Google Merchant feed as tab-separated text. */
export function shopFeed(rows: readonly FeedRow[]): string {
  const header = ['id', 'title', 'description', 'link', 'image_link', 'price', 'availability', 'product_type'];
  const lines = rows.map(({ id, title, category }) => {
    const url = `https://shop.example/${id}`;
    return [id, title, `About ${title}`, url, `${url}.jpg`, '9.90 EUR', 'in_stock', category];
  });
  return [header, ...lines].map((cells) => cells.join('\t')).join('\n');
}
