import { defineConfig } from 'vitest/config'

const conditions = ['@hanzo/source', 'node', 'development|production']

// These publish TypeScript under conditions of their own, which Node itself cannot load.
const server = { deps: { inline: [/eventsource/, /@modelcontextprotocol\/client/] } }

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'newer',
    pool: 'forks',
    server,
    reporters: ['default', './test/reporter/plain-count.ts'],
    include: ['packages/sdk/src/**/*.test.ts', 'test/sdk/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
