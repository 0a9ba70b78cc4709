import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const cjsSource = join(dist, 'cjs-source')
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

function compile(config) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, config)], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** The modules that package.json names: where programs come in. */
function entryModules() {
  const { exports, imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const entries = Object.values(exports).flatMap((entry) => entry.import?.default ?? [])
  return [...entries, imports['#mcp-stdio'].import].map((path) => join(root, path))
}

/**
 * Joins the ES modules into few files, what several entries use into shared ones: Node takes longer to find, read and link a hundred small modules
 * than to run them.
 */
async function joinModules(folder) {
  const entryPoints = entryModules()
  const bundled = join(dist, 'esm-joined')
  await build({
    entryPoints,
    outbase: folder,
    outdir: bundled,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    packages: 'external',
    external: ['#mcp-stdio'],
    sourcemap: true,
    chunkNames: 'shared/[name]-[hash]',
    logLevel: 'warning',
  })
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/\.js(\.map)?$/.test(name)) rmSync(join(folder, name))
  }
  cpSync(bundled, folder, { recursive: true })
  rmSync(bundled, { recursive: true })
}

/** TypeScript takes a file for CommonJS by the package.json above it, so the CommonJS build compiles a copy that has one. */
function copySources() {
  const isCode = (path) => !/\.(test|fixture)\.ts$/.test(path)
  cpSync(join(root, 'src'), cjsSource, { recursive: true, filter: isCode })
  writeFileSync(join(cjsSource, 'package.json'), '{"type":"commonjs"}\n')
}

/** The maps of both builds name the sources that are in the package. */
function pointMapsToSources(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.map')) continue
    const path = join(folder, name)
    const map = JSON.parse(readFileSync(path, 'utf8'))
    map.sources = map.sources.map((source) => source.replace('../cjs-source/', '../../src/'))
    writeFileSync(path, JSON.stringify(map))
  }
}

/** A package.json stands alone: what the one above it says of `#…` imports has to be said again, from here. */
function cjsPackageJson() {
  const imports = { '#mcp-stdio': { node: '@modelcontextprotocol/client/stdio', default: './mcp/no-stdio.js' } }
  return `${JSON.stringify({ type: 'commonjs', imports })}\n`
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
compile('tsconfig.build.json')
await joinModules(join(dist, 'esm'))
copySources()
compile('tsconfig.cjs.json')
rmSync(cjsSource, { recursive: true })
writeFileSync(join(dist, 'cjs/package.json'), cjsPackageJson())
pointMapsToSources(join(dist, 'cjs'))
