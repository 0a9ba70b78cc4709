import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { settings } from './config.ts'
import { renderConfigurationDocs } from './configuration-docs.ts'

it('docs/configuration.md is what config.ts says', () => {
  const docs = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
  expect(docs, 'run: npm run docs -w apps/ingest').toBe(renderConfigurationDocs(settings))
})

it('describes every setting', () => {
  for (const [name, setting] of Object.entries(settings)) expect(setting.description, name).toMatch(/\S{3}/)
})
