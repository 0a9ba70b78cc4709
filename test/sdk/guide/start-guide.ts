import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Platform, startPlatform } from '../../platform/start-platform.ts'
import { type ModelReply, type ModelRequest, type ModelServer, startModelServer } from '../model-server.ts'
import {
  createPackedProject,
  type Ended,
  type Environment,
  type PackedProject,
  pathWithNode,
  plainEnvironment,
} from '../packed-project.ts'
import { readDocumentPrograms } from './document-programs.ts'
import { morePrograms } from './more-programs.ts'
import { fileOf, programOf } from './programs.ts'
import { readGuide } from './read-guide.ts'
import { openStoredTelemetry, type StoredTelemetry } from './stored-telemetry.ts'

/** How a snippet's program ended, what it printed, and the values it told. */
export interface SnippetRun extends Ended {
  told: Record<string, unknown>
  ms: number
}

/** A platform, a model and an MCP server that run, and the guide's snippets compiled in a project that installed the tarball. */
export interface RunningGuide {
  platform: Platform
  model: ModelServer
  project: PackedProject
  stored: StoredTelemetry
  /** What the compiler found. */
  diagnostics: string[]
  /** Runs a program once, however often it is asked for with the same environment. `name` is a heading or one of `morePrograms`. */
  run(name: string, env?: Record<string, string>): Promise<SnippetRun>
  /** Starts a program and leaves it running. */
  start(name: string, env?: Record<string, string>): ChildProcess
  close(): Promise<void>
}

const packages = [
  ...['typescript', 'typescript-5', '@types/node', 'ai', 'zod', '@modelcontextprotocol/client'],
  ...['@ai-sdk/openai-compatible', '@opentelemetry/api', '@opentelemetry/sdk-trace-base'],
]
const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: 'ES2022',
  module: 'nodenext',
  types: ['node'],
  rootDir: 'guide',
  outDir: 'compiled',
}

/** Calls the first tool it is offered, then answers in words; the model `broken` refuses. */
function answer({ body }: ModelRequest): ModelReply {
  if (body.model === 'broken') return { status: 400, text: 'the model is broken' }
  const [tool] = body.tools ?? []
  const isAnswered = body.messages.at(-1)?.role === 'tool'
  if (!tool || isAnswered) return { text: 'You are welcome.', usage: { input: 30, output: 7 } }
  const properties = Object.keys((tool.function.parameters.properties ?? {}) as Record<string, unknown>)
  const input = Object.fromEntries(properties.map((name) => [name, 'c-1']))
  return { toolCalls: [{ name: tool.function.name, input }], usage: { input: 20, output: 3 } }
}

/** Puts the MCP server on the path under the name that the guide starts it by. */
async function installMcpServer(project: PackedProject): Promise<void> {
  const server = fileURLToPath(new URL('../mcp/stdio-server.mjs', import.meta.url))
  await project.write({ 'bin/mcp-fs': `#!/bin/sh\nexec "${process.execPath}" "${server}"\n` })
  await chmod(join(project.folder, 'bin/mcp-fs'), 0o755)
}

export async function startGuide(): Promise<RunningGuide> {
  const [platform, model, project] = await Promise.all([
    startPlatform(),
    startModelServer(),
    createPackedProject(packages),
  ])
  model.always(answer)
  const snippets = readGuide().snippets.filter(({ language }) => language === 'typescript')
  const programs = [
    ...snippets.map((snippet) => [fileOf(snippet.heading), programOf(snippet)] as const),
    ...Object.entries(morePrograms),
    ...readDocumentPrograms().map(({ name, text }) => [name, text] as const),
  ]
  await project.write({
    ...Object.fromEntries(programs.map(([name, text]) => [`guide/${name}.ts`, text])),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['guide'] }),
  })
  await installMcpServer(project)
  const diagnostics = await project.compile('tsconfig.json')
  const stored = openStoredTelemetry(platform.clickhouseUrl)

  const environment = (env: Record<string, string> = {}): Environment => ({
    ...plainEnvironment(),
    PATH: [join(project.folder, 'bin'), pathWithNode()].join(delimiter),
    HANZO_CLOUD_URL: platform.url,
    HANZO_CLOUD_API_KEY: platform.apiKey,
    HANZO_PROJECT_ID: 'default',
    PLATFORM_URL: platform.url,
    MODEL_URL: model.url,
    ...env,
  })
  const programFile = (name: string) => join('compiled', `${fileOf(name)}.js`)
  const runs = new Map<string, Promise<SnippetRun>>()

  async function runOnce(heading: string, env: Record<string, string>, key: string): Promise<SnippetRun> {
    const tell = join(project.folder, `told-${runs.size}-${fileOf(key)}.json`)
    const started = performance.now()
    const ended = await project.node([programFile(heading)], environment({ ...env, TELL: tell }))
    const ms = performance.now() - started
    const told = await readFile(tell, 'utf8').catch(() => '{}')
    return { ...ended, ms, told: JSON.parse(told) as Record<string, unknown> }
  }

  return {
    platform,
    model,
    project,
    stored,
    diagnostics,
    run(heading, env = {}) {
      const key = `${heading} ${JSON.stringify(env)}`
      const run = runs.get(key) ?? runOnce(heading, env, key)
      runs.set(key, run)
      return run
    },
    start: (name, env) =>
      spawn(project.nodePath, [programFile(name)], {
        cwd: project.folder,
        env: environment(env) as NodeJS.ProcessEnv,
        stdio: 'pipe',
      }),
    async close() {
      await stored.close()
      await Promise.all([platform.close(), model.close(), project.close()])
    },
  }
}
