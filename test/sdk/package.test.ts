import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startModelServer } from './model-server.ts'
import { createPackedProject, type PackedProject } from './packed-project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entries = ['', '/telemetry', '/telemetry/hanzo-cloud', '/mcp', '/edge', '/testing', '/instrumentation'].map(
  (path) => `@hanzo/ai${path}`,
)
/** What an application pays for only once it runs an agent or connects to a server. */
const lazy = /node_modules\/(ai|@ai-sdk\/[^/]+|@modelcontextprotocol\/[^/]+|zod)\//

let project: PackedProject
let bare: PackedProject

beforeAll(async () => {
  const peers = ['ai', 'zod', '@modelcontextprotocol/client', '@ai-sdk/openai-compatible']
  project = await createPackedProject([...peers, 'typescript', 'typescript-5', '@types/node'])
  bare = await createPackedProject(['typescript', '@types/node'])
  for (const { write } of [project, bare]) {
    await write({ 'record-modules.mjs': recorder, 'load.mjs': loadEsm, 'load.cjs': loadCjs })
  }
})

afterAll(async () => {
  await project?.close()
  await bare?.close()
})

/** Tells on stderr which modules are loaded; those that CommonJS code requires are in `Module._cache`. */
const recorder = `
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(\`
  import { writeSync } from 'node:fs'
  export async function load(url, context, next) { writeSync(2, url + '\\\\n'); return next(url, context) }
\`))`
const loadEsm = `
import Module from 'node:module'
const before = performance.now()
const exported = await import(process.argv[2])
const ms = performance.now() - before
console.log(JSON.stringify({ names: Object.keys(exported), ms, modules: Object.keys(Module._cache) }))
`
const loadCjs = `
const before = performance.now()
const exported = require(process.argv[2])
const ms = performance.now() - before
console.log(JSON.stringify({ names: Object.keys(exported), ms, modules: Object.keys(require.cache) }))
`

interface Loaded {
  names: string[]
  ms: number
  modules: string[]
}

async function load(where: PackedProject, script: 'load.mjs' | 'load.cjs', entry: string): Promise<Loaded> {
  const { code, stdout, stderr } = await where.node(['--import', './record-modules.mjs', script, entry])
  if (code !== 0) throw new Error(stderr)
  const loaded = JSON.parse(stdout) as Loaded
  const urls = stderr.split('\n').filter((line) => line.startsWith('file:'))
  return { ...loaded, modules: [...loaded.modules, ...urls] }
}

const tool = (name: string, args: string[]) => {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', name), args, { encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

describe('the tarball', () => {
  it('holds both builds, the sources their maps name, the licence and the README, and no test', () => {
    const folder = join(project.folder, 'node_modules/@hanzo/ai')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/cjs/index.js', 'dist/esm/index.d.ts']))
    expect(files.filter((name) => /\.(test|fixture)\./.test(name))).toEqual([])
    const lost = files
      .filter((name) => name.endsWith('.js.map'))
      .flatMap((name) => {
        const { sources } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { sources: string[] }
        return sources.filter((source) => !existsSync(join(folder, dirname(name), source))).map(() => name)
      })
    expect(lost).toEqual([])
  })

  it('satisfies publint', async () => {
    const bytes = readFileSync(project.tarball)
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } })
    const texts = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
    // Node takes "imports" from the nearest package.json, whichever that is; the test of the CommonJS build shows it.
    expect(texts.filter((text) => !/^\.\/dist\/cjs\/package\.json has an "imports" field/.test(text))).toEqual([])
  })

  it('gives the right types to every way of importing it, by the judgement of arethetypeswrong', () => {
    const { status, output } = tool('attw', [project.tarball, '--profile', 'node16', '--no-color', '--no-emoji'])
    expect(status, output).toBe(0)
  })
})

describe.each(entries)('%s', (entry) => {
  it('has the same exports for import and for require', async () => {
    const esm = await load(project, 'load.mjs', entry)
    const cjs = await load(project, 'load.cjs', entry)
    expect(esm.names.length).toBeGreaterThan(0)
    expect(cjs.names.sort()).toEqual(esm.names.sort())
  })

  it.each(['load.mjs', 'load.cjs'] as const)('loads neither the AI SDK nor MCP nor zod: %s', async (script) => {
    const { modules } = await load(project, script, entry)
    expect(modules.some((path) => path.includes('@hanzo/ai/dist'))).toBe(true)
    expect(modules.filter((path) => lazy.test(path))).toEqual([])
  })

  it.each(['load.mjs', 'load.cjs'] as const)(
    'can be loaded where no optional peer is installed: %s',
    async (script) => {
      expect((await load(bare, script, entry)).names.length).toBeGreaterThan(0)
    },
  )
})

describe('types', () => {
  const uses = entries.map((entry, i) => `import * as entry${i} from '${entry}'\nexport type Of${i} = typeof entry${i}`)
  const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'ES2022', types: ['node'] }
  const config = (module: string, moduleResolution: string, file: string) =>
    JSON.stringify({ compilerOptions: { ...strict, module, moduleResolution }, files: [file] })
  const configs = {
    'nodenext-esm.json': config('nodenext', 'nodenext', 'use.mts'),
    'nodenext-cjs.json': config('nodenext', 'nodenext', 'use.cts'),
    'bundler.json': config('esnext', 'bundler', 'use.ts'),
  }
  const compilers = ['typescript', 'typescript-5'] as const
  const cases = Object.keys(configs).flatMap((name) => compilers.map((compiler) => [name, compiler] as const))

  beforeAll(async () => {
    const text = uses.join('\n')
    await project.write({ ...configs, 'use.mts': text, 'use.cts': text, 'use.ts': text })
    await bare.write({ ...configs, 'use.mts': uses.slice(1, 3).join('\n') })
  })

  it.each(cases)('of every entry resolve and check with %s under %s', async (name, compiler) => {
    expect(await project.compile(name, compiler)).toEqual([])
  })

  it('of telemetry check where no optional peer is installed', async () => {
    expect(await bare.compile('nodenext-esm.json')).toEqual([])
  })
})

describe('the CommonJS build', () => {
  it('runs an agent and calls a tool of an MCP server: what is loaded late loads there too', async () => {
    const model = await startModelServer({ text: 'hello from the model' })
    const server = fileURLToPath(new URL('./mcp/stdio-server.mjs', import.meta.url))
    await project.write({
      'agent.cjs': `
        const { createAgent } = require('@hanzo/ai')
        const { connectMcpServer } = require('@hanzo/ai/mcp')
        const { createOpenAICompatible } = require('@ai-sdk/openai-compatible')
        async function main() {
          const model = createOpenAICompatible({ name: 'loopback', baseURL: process.env.MODEL_URL })('gpt-4')
          const { text } = await createAgent({ name: 'cjs', model }).run({ messages: [{ role: 'user', content: 'hello' }] })
          const transport = { type: 'stdio', command: process.execPath, args: [process.env.MCP_SERVER] }
          const server = await connectMcpServer({ name: 'demo', transport })
          console.log(text, await server.callTool('echo', { text: 'and from the tool' }))
          await server.close()
        }
        main()`,
    })
    const { stdout, stderr } = await project.node(['agent.cjs'], { MODEL_URL: model.url, MCP_SERVER: server })
    await model.close()
    expect(stdout.trim(), stderr).toBe('hello from the model and from the tool')
  })
})

describe('one process', () => {
  it('has one global telemetry, also when both builds are loaded', async () => {
    await project.write({
      'both.mjs': `
        import { createRequire } from 'node:module'
        import * as esm from '@hanzo/ai'
        const cjs = createRequire(import.meta.url)('@hanzo/ai')
        const telemetry = new esm.Telemetry({ enabled: false })
        esm.setTelemetry(telemetry)
        console.log(esm.Telemetry !== cjs.Telemetry, cjs.getTelemetry() === telemetry)`,
    })
    expect((await project.node(['both.mjs'])).stdout.trim()).toBe('true true')
  })

  it('starts within a second with telemetry, measured five times', async () => {
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const { stdout } = await project.node(['load.mjs', '@hanzo/ai/telemetry'])
      times.push((JSON.parse(stdout) as Loaded).ms)
    }
    const median = times.sort((a, b) => a - b)[2] ?? Number.POSITIVE_INFINITY
    process.stdout.write(`import('@hanzo/ai/telemetry'): median ${median.toFixed(0)} ms\n`)
    expect(median).toBeLessThan(1000)
  })
})

describe('a bundle', () => {
  /** The SDK's own modules of which a bundle of this source keeps code, by their path in `src`, and everything it left outside. */
  async function bundle(source: string, platform: 'node' | 'browser') {
    const { metafile, outputFiles } = await build({
      stdin: { contents: source, resolveDir: project.folder },
      bundle: true,
      write: false,
      outdir: 'bundle',
      sourcemap: 'external',
      metafile: true,
      treeShaking: true,
      minify: true,
      format: 'esm',
      platform,
      external: ['node:async_hooks'],
      absWorkingDir: project.folder,
      logLevel: 'silent',
    })
    const [output] = Object.entries(metafile.outputs).flatMap(([path, it]) => (path.endsWith('.js') ? it : []))
    const map = outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '{}'
    const { sources } = JSON.parse(map) as { sources: string[] }
    const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    const paths = kept.map(([path]) => path)
    return { paths, own: sources.flatMap((path) => path.split('@hanzo/ai/src/')[1] ?? []), imports: output?.imports }
  }

  it('with Telemetry holds no agent, no network, no MCP, no AI SDK and no zod', async () => {
    const { paths, own } = await bundle(
      `import { Telemetry } from '@hanzo/ai/telemetry'\nnew Telemetry({ serviceName: 'x' })`,
      'node',
    )
    expect(paths.filter((path) => lazy.test(path))).toEqual([])
    expect(
      own.filter((path) => /^(agent|network|tool|state|model|mcp|instrumentation|testing|edge)\//.test(path)),
    ).toEqual([])
    expect(own).toContain('telemetry/telemetry.ts')
  })

  it('of a name that needs nothing holds nothing of the SDK: its modules have no side effects', async () => {
    const { own } = await bundle(`import { SpanKind } from '@hanzo/ai'\nconsole.log(SpanKind.CLIENT)`, 'node')
    expect(own.filter((path) => path !== 'index.ts')).toEqual([])
  })

  it('of the edge entry needs no module of Node but async_hooks', async () => {
    const { paths, imports } = await bundle(`export * from '@hanzo/ai/edge'`, 'browser')
    expect(paths.filter((path) => /winston|node-runtime/.test(path))).toEqual([])
    expect((imports ?? []).filter(({ external }) => external).map(({ path }) => path)).toEqual(
      expect.not.arrayContaining([expect.not.stringMatching(/^node:async_hooks$/)]),
    )
  })
})
