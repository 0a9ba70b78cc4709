import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { fromRoot } from './paths.mjs'
import { runTool, toolEnvironment } from './run-command.mjs'
import { step } from './terminal.mjs'

const ignoredFolders = new Set(['node_modules', 'dist', '.next', '.turbo', 'coverage'])
const isIgnoredFile = (name) =>
  /\.test\.tsx?$/.test(name) || name.endsWith('.md') || name.endsWith('.tsbuildinfo') || name === 'next-env.d.ts'

/** What `npm start` runs: the folders it is built from, and files that are there once it is built. */
export const platformBuild = {
  name: 'platform',
  inputs: ['packages/schema', 'packages/search', 'packages/embedded', 'apps/console', 'apps/ingest'],
  outputs: [
    'packages/schema/dist/row/index.js',
    'packages/search/dist/index.js',
    'packages/embedded/dist/index.js',
    'apps/ingest/dist/main.js',
    'apps/console/.next/BUILD_ID',
  ],
  packages: ['@hanzo/embedded', '@hanzo/ingest'],
}

export const sdkBuild = {
  name: 'sdk',
  inputs: ['packages/sdk'],
  outputs: ['packages/sdk/dist/esm/index.js', 'packages/sdk/dist/cjs/index.js'],
  packages: ['@hanzo/ai'],
}

export const exampleBuild = {
  name: 'support-agent',
  inputs: ['examples/support-agent'],
  outputs: ['examples/support-agent/dist/main.js'],
  packages: ['@hanzo/example-support-agent'],
}

const sharedInputs = ['package-lock.json', 'tsconfig.base.json', 'turbo.json']

function hashFolder(hash, base, folder) {
  const entries = readdirSync(join(base, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!ignoredFolders.has(entry.name)) hashFolder(hash, base, path)
    } else if (entry.isFile() && !isIgnoredFile(entry.name)) {
      hash.update(`\0${path}\0`).update(readFileSync(join(base, path)))
    }
  }
}

/** Hashes the names and contents of everything a build is made from; tests and documents are no part of it. */
export function hashInputs(inputs, base = fromRoot()) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0])
  for (const file of sharedInputs) if (existsSync(join(base, file))) hash.update(readFileSync(join(base, file)))
  for (const folder of inputs) hashFolder(hash, base, folder)
  return hash.digest('hex')
}

const stampFile = (name) => fromRoot('node_modules', '.cache', `hanzo-build-${name}`)
const readStamp = (name) => (existsSync(stampFile(name)) ? readFileSync(stampFile(name), 'utf8') : '')

/** Builds what changed since the last build. Costs a few milliseconds where nothing did. */
export async function ensureBuilt(build, label) {
  const before = hashInputs(build.inputs)
  if (readStamp(build.name) === before && build.outputs.every((file) => existsSync(fromRoot(file)))) return
  await step(label, async () => {
    const filters = build.packages.flatMap((name) => ['--filter', name])
    const args = ['run', 'build', ...filters, '--output-logs=errors-only', '--ui=stream', '--no-update-notifier']
    const { code, output } = await runTool('turbo', args, { env: toolEnvironment })
    if (code !== 0) throw new LaunchError('the build failed', { fix: output.trim() })
  })
  mkdirSync(fromRoot('node_modules', '.cache'), { recursive: true })
  writeFileSync(stampFile(build.name), before)
}
