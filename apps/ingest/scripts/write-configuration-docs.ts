import { writeFileSync } from 'node:fs'
import { settings } from '../src/config.ts'
import { renderConfigurationDocs } from '../src/configuration-docs.ts'

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), renderConfigurationDocs(settings))
