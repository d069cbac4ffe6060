/** Code that the connector's safety rests on, each with the tests that are to notice any fault in it. */
export interface Group {
  mutate: string[];
  tests: string[];
}

export const groups: Record<string, Group> = {
  signature: {
    mutate: ['connector/endpoint/signature.ts', 'connector/website.ts'],
    tests: ['test/connector/endpoint/signature.test.ts', 'test/connector/website.test.ts'],
  },
  endpoint: {
    mutate: ['connector/endpoint/endpoint.ts'],
    tests: ['test/connector/endpoint/endpoint*.test.ts'],
  },
  shops: {
    mutate: ['connector/guarded-http/shop-*.ts'],
    tests: ['test/connector/guarded-http/shop-*.test.ts'],
  },
  installs: {
    mutate: ['connector/installs/{install,next-install,install-row}.ts'],
    // Not the thousands of orders and interleavings: what those hold is held by these in a second.
    tests: ['test/connector/installs/{next-install,next-install-model,times-ahead,refreshed-install,install-row}.test.ts'],
  },
  store: {
    mutate: ['connector/installs/{install-store,recall-install}.ts'],
    tests: ['test/connector/installs/{install-store,install-writes,install-faults,recall-install}.test.ts'],
  },
  vault: {
    mutate: ['connector/installs/credential-vault.ts'],
    tests: ['test/connector/installs/credential-vault*.test.ts'],
  },
};
