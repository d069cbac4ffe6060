/** Tests under this see `test/fixtures/template.config.ts` for `#connector.config`, as do the processes that they start. */
export const template = {
  resolve: { conditions: ['template'] },
  ssr: { resolve: { conditions: ['template'] } },
  test: { execArgv: ['--conditions=template'] },
};
