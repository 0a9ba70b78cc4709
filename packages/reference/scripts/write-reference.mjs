import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const out = resolve(process.argv[2] ?? join(root, 'docs/sdk/api'))
const note = '<!-- Made from the docstrings of packages/sdk by "npm run docs -w packages/reference". -->'

/** Pages are named for the entries they describe: `hanzo-cloud.md` for `@hanzo/ai/telemetry/hanzo-cloud`. */
const entryOf = (page) => {
  if (page === 'README') return 'API reference of @hanzo/ai'
  if (page === 'index') return '@hanzo/ai'
  return page === 'hanzo-cloud' ? '@hanzo/ai/telemetry/hanzo-cloud' : `@hanzo/ai/${page}`
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const application = await Application.bootstrapWithPlugins({ logLevel: 'Warn' })
const project = await application.convert()
if (!project) process.exit(1)
rmSync(out, { recursive: true, force: true })
await application.outputs.writeOutput({ name: 'markdown', path: out }, project)
for (const name of readdirSync(out)) {
  const path = join(out, name)
  const text = readFileSync(path, 'utf8')
    .replace(/^# .*$/m, `# ${entryOf(name.replace('.md', ''))}\n\n${note}`)
    .replaceAll(/^- \[([\w-]+)\]\(\1\.md\)$/gm, (_, page) => `- [\`${entryOf(page)}\`](${page}.md)`)
  writeFileSync(path, `${text.trimEnd()}\n`)
}
if (application.logger.hasWarnings() || application.logger.hasErrors()) process.exit(1)
