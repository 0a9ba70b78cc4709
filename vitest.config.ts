import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['@hanzo/source', 'node', 'development|production']
// These publish TypeScript under the condition `source` too, which Node itself cannot load.
const server = { deps: { inline: [/eventsource/, /@modelcontextprotocol\/client/] } }

// What is waited for comes when it comes: the default of a second is too short for a machine that is busy.
const expectations = { poll: { timeout: 20_000 } }

// Forks, never threads: the embedded ClickHouse ends the whole process when a worker thread that loaded it exits.
export default defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', './test/reporter/plain-count.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        resolve: { conditions, alias: { '@': fileURLToPath(new URL('./apps/console', import.meta.url)) } },
        ssr: { resolve: { conditions } },
        test: {
          name: 'unit',
          server,
          include: ['packages/*/src/**/*.test.ts', 'apps/*/**/*.test.{ts,tsx}', 'examples/*/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/.next/**'],
          // Projects do not inherit the timeouts above.
          testTimeout: 30_000,
          hookTimeout: 120_000,
          expect: expectations,
        },
      },
      {
        extends: true,
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'contract',
          include: ['test/{contract,reporter,scripts}/**/*.test.ts'],
          testTimeout: 60_000,
          expect: expectations,
        },
      },
      {
        extends: true,
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'pipeline',
          include: ['test/{pipeline,launcher}/**/*.test.ts'],
          testTimeout: 300_000,
          expect: expectations,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'sdk',
          server,
          include: ['test/sdk/**/*.test.ts'],
          testTimeout: 300_000,
          expect: expectations,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'console',
          include: ['test/console/**/*.test.ts'],
          testTimeout: 120_000,
          expect: expectations,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
