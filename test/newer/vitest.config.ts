import { defineConfig } from 'vitest/config'

const conditions = ['@hanzo/source', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'newer',
    pool: 'forks',
    reporters: ['default', './test/reporter/plain-count.ts'],
    include: ['packages/sdk/src/**/*.test.ts', 'test/sdk/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
