/** The part of Vendure's Shop API that is played. `npm run test:shops -- vendure` holds it against a real server's. */
export const vendureSchema = `
scalar Money

enum LanguageCode { en fr }
enum CurrencyCode { EUR USD }
enum SortOrder { ASC DESC }

type Query {
  activeChannel: Channel!
  collections(options: CollectionListOptions): CollectionList!
  products(options: ProductListOptions): ProductList!
}

type Channel {
  code: String!
  token: String!
  defaultLanguageCode: LanguageCode!
  availableLanguageCodes: [LanguageCode!]
  defaultCurrencyCode: CurrencyCode!
  availableCurrencyCodes: [CurrencyCode!]!
}

input CollectionListOptions { skip: Int, take: Int, sort: CollectionSortParameter }
input CollectionSortParameter { id: SortOrder }
type CollectionList { totalItems: Int!, items: [Collection!]! }
type Collection { id: ID!, name: String!, parentId: ID! }

input ProductListOptions { skip: Int, take: Int, sort: ProductSortParameter }
input ProductSortParameter { id: SortOrder }
type ProductList { totalItems: Int!, items: [Product!]! }

type Product {
  id: ID!
  name: String!
  slug: String!
  description: String!
  featuredAsset: Asset
  variants: [ProductVariant!]!
  facetValues: [FacetValue!]!
  collections: [Collection!]!
}

type ProductVariant {
  id: ID!
  sku: String!
  name: String!
  price: Money!
  priceWithTax: Money!
  currencyCode: CurrencyCode!
  stockLevel: String!
  featuredAsset: Asset
}

type Asset { preview: String! }
type FacetValue { name: String!, facet: Facet! }
type Facet { code: String! }
`;
