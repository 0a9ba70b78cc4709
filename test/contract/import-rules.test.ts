import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = join(root, 'node_modules/.bin')

interface Finding {
  path: string
  rule: string
  message: string
}

interface Diagnostic {
  category: string
  message: string
  location: { path: string }
}

/** Writes files into a new folder, runs `use` in it, removes it. */
function inFolder<T>(files: Record<string, string>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-lint-'))
  try {
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), source)
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Lints files as if they stood at their paths in this repository, with its own configuration. */
function lint(files: Record<string, string>): Finding[] {
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  const own = { 'biome.json': JSON.stringify({ ...config, vcs: { enabled: false } }) }
  return inFolder({ ...files, ...own }, (cwd) => {
    const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.']
    const { stdout } = spawnSync(join(bin, 'biome'), args, { cwd, encoding: 'utf8' })
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] }
    return diagnostics.map(({ category, message, location }) => ({ path: location.path, rule: category, message }))
  })
}

const ingest = 'apps/ingest/src'
const sdk = 'packages/sdk/src'

const forbidden: [path: string, specifier: string, reason: string][] = [
  ['packages/schema/src/row/x.ts', '@hanzo/embedded', 'schema imports nothing of ours'],
  ['packages/schema/src/api/x.ts', '../../../../apps/ingest/src/errors.ts', 'schema imports nothing of ours'],
  ['packages/schema/src/otlp/x.ts', 'node:fs', 'schema does no I/O'],
  ['packages/schema/src/otlp/x.ts', '@clickhouse/client', 'schema does no I/O'],
  [
    'packages/search/src/sql/x.ts',
    '@hanzo/embedded',
    'the search language knows the vocabulary and nothing else of ours',
  ],
  ['packages/search/src/sql/x.ts', '@clickhouse/client', 'the search language does no I/O'],
  ['packages/embedded/src/clickhouse/x.ts', '@hanzo/schema/row', 'embedded is useful alone'],
  ['packages/embedded/src/postgres/x.ts', 'pg', 'embedded is a server'],
  [`${sdk}/mcp/x.ts`, '@hanzo/schema/row', 'the SDK stands alone'],
  [`${sdk}/telemetry/x.ts`, 'ai', 'telemetry loads neither agents nor MCP nor zod'],
  [`${sdk}/telemetry/x.ts`, 'node:fs', 'what differs between Node and edge runtimes stands in runtime/'],
  [`${sdk}/hanzo-cloud/x.ts`, '../agent/agent.ts', 'telemetry loads neither agents nor MCP nor zod'],
  [`${sdk}/export/x.ts`, 'node:zlib', 'what differs between Node and edge runtimes stands in runtime/'],
  [`${sdk}/spans/x.ts`, 'zod', 'telemetry loads neither agents nor MCP nor zod'],
  [`${sdk}/edge/x.ts`, '../runtime/node-runtime.ts', 'what differs between Node and edge runtimes stands in runtime/'],
  [`${sdk}/redaction/x.ts`, 'winston', 'what differs between Node and edge runtimes stands in runtime/'],
  [`${sdk}/agent/x.ts`, '../export/otlp-destination.ts', 'agents use telemetry by its public methods and internalsOf'],
  [`${sdk}/network/x.ts`, 'node:async_hooks', 'what differs between Node and edge runtimes stands in runtime/'],
  [`${ingest}/receiver/x.ts`, '@clickhouse/client', 'the receiver knows no database'],
  [`${ingest}/receiver/x.ts`, '../clickhouse/client.ts', 'the receiver knows no database'],
  [`${ingest}/receiver/deep/x.ts`, '../../spool/spool.ts', 'the receiver hands over to the pipeline'],
  [`${ingest}/receiver/x.ts`, '../writer/writer.ts', 'the receiver hands over to the pipeline'],
  [`${ingest}/grpc/x.ts`, 'pg', 'the receiver knows no database'],
  [`${ingest}/grpc/x.ts`, '../accounts/access.ts', 'the receiver hands over to the pipeline'],
  [`${ingest}/decode/x.ts`, 'drizzle-orm/node-postgres', 'decode knows no database'],
  [`${ingest}/decode/x.ts`, 'fastify', 'decode is pure'],
  [`${ingest}/decode/x.ts`, 'node:fs/promises', 'decode is pure'],
  [`${ingest}/decode/x.ts`, '../receiver/receiver.ts', 'decode is pure'],
  [`${ingest}/spool/x.ts`, '@clickhouse/client', 'the spool knows files, not databases'],
  [`${ingest}/spool/x.ts`, '../writer/writer.ts', 'the spool knows rows and segments'],
  [`${ingest}/writer/x.ts`, 'fastify', 'the writer knows the spool and ClickHouse'],
  [`${ingest}/writer/x.ts`, '../query/get-trace.ts', 'the writer knows the spool and ClickHouse'],
  [`${ingest}/clickhouse/x.ts`, '../writer/writer.ts', 'shared by both paths and knows neither'],
  [`${ingest}/query/x.ts`, 'fastify', 'query knows no HTTP'],
  [`${ingest}/query/x.ts`, '../api/spans.ts', 'query knows no HTTP'],
  [`${ingest}/query/x.ts`, '../pipeline.ts', 'the read path never reaches into the write path'],
  [`${ingest}/tail/x.ts`, '../spool/spool.ts', 'a tail knows rows and subscribers'],
  [`${ingest}/tail/x.ts`, 'fastify', 'a tail knows rows and subscribers'],
  [`${ingest}/api/x.ts`, 'pg', 'the API knows no SQL'],
  [`${ingest}/api/x.ts`, '../decode/decode-traces.ts', 'the read path never reaches into the write path'],
  [`${ingest}/accounts/x.ts`, '../query/list-spans.ts', 'accounts know PostgreSQL and who may look'],
  ['apps/console/lib/x.ts', '@hanzo/ingest/main', 'the console imports schema only'],
  ['apps/console/app/x.ts', '../../ingest/src/errors.ts', 'the console imports schema only'],
  ['apps/console/lib/x.ts', 'fastify', 'the console knows no database and no server framework'],
  ['examples/support-agent/src/x.ts', '@hanzo/schema/row', 'an example shows what any application can do'],
]

const allowed: [path: string, specifier: string][] = [
  ['packages/schema/src/row/x.ts', 'zod'],
  ['packages/search/src/match/x.ts', '@hanzo/schema/row'],
  ['apps/console/lib/x.ts', '@hanzo/search'],
  [`${sdk}/telemetry/x.ts`, '../runtime/node-runtime.ts'],
  [`${sdk}/runtime/x.ts`, 'node:zlib'],
  [`${sdk}/agent/x.ts`, 'ai'],
  [`${ingest}/receiver/x.ts`, '../decode/decode-traces.ts'],
  [`${ingest}/receiver/x.ts`, '../pipeline.ts'],
  [`${ingest}/grpc/x.ts`, '../receiver/failure.ts'],
  [`${ingest}/decode/x.ts`, '@hanzo/schema/row'],
  [`${ingest}/spool/x.ts`, 'node:fs/promises'],
  [`${ingest}/writer/x.ts`, '../spool/spool.ts'],
  [`${ingest}/writer/x.ts`, '@clickhouse/client'],
  [`${ingest}/query/x.ts`, '@clickhouse/client'],
  [`${ingest}/api/x.ts`, '../query/list-spans.ts'],
  [`${ingest}/accounts/x.ts`, 'drizzle-orm'],
  ['apps/console/lib/x.ts', '@hanzo/schema/api'],
  ['examples/support-agent/src/x.ts', '@opentelemetry/api'],
  [`${ingest}/decode/x.test.ts`, '@clickhouse/client'],
]

const numbered = (path: string, index: number): string => path.replace(/x(\.test)?\.ts$/, `x${index}$1.ts`)
const importing = (specifier: string): string => `import { x } from '${specifier}'\nx()\n`
const restricted = 'lint/style/noRestrictedImports'

describe('import rules', () => {
  const cases = [...forbidden, ...allowed].map(([path, specifier], i) => [numbered(path, i), importing(specifier)])
  const findings = lint(Object.fromEntries(cases)).filter(({ rule }) => rule === restricted)

  it.each(forbidden.map((item, i) => [...item, i] as const))('%s may not import %s: %s', (path, _, reason, i) => {
    const found = findings.filter((finding) => finding.path === numbered(path, i))
    expect(found.map(({ message }) => message).join()).toContain(reason)
  })

  it.each(allowed.map((item, i) => [...item, i] as const))('%s may import %s', (path, _, i) => {
    expect(findings.filter((finding) => finding.path === numbered(path, i + forbidden.length))).toEqual([])
  })

  it('api may name the type of the ClickHouse client, which it hands to query, and may not make one', () => {
    const found = lint({
      [`${ingest}/api/named.ts`]: `import type { ClickHouseClient } from '@clickhouse/client'\nexport type X = ClickHouseClient\n`,
      [`${ingest}/api/made.ts`]: `import { createClient } from '@clickhouse/client'\ncreateClient()\n`,
    }).filter(({ rule }) => rule === restricted)
    expect(found.map(({ path }) => path)).toEqual([`${ingest}/api/made.ts`])
  })
})

describe('other rules of the conventions', () => {
  const broken: [rule: string, path: string, source: string][] = [
    ['style/noProcessEnv', 'environment.ts', 'export const x = process.env.X\n'],
    ['style/noDefaultExport', 'default-export.ts', 'export default function x() {}\n'],
    ['style/useFilenamingConvention', 'someFile.ts', 'export const x = 1\n'],
    ['style/noExcessiveLinesPerFile', 'long-file.ts', 'const x = 1\n'.repeat(301)],
    ['style/noEnum', 'enum.ts', 'export enum X {\n  a = 1,\n}\n'],
    ['performance/noBarrelFile', 'barrel.ts', `export { x } from './x.ts'\n`],
    ['suspicious/noConsole', 'console.ts', 'console.log(1)\n'],
    ['suspicious/noEmptyBlockStatements', 'empty.ts', 'try {\n  x()\n} catch {}\n'],
    [
      'complexity/noExcessiveLinesPerFunction',
      'long-function.ts',
      `export function x(f: () => void): void {\n${'  f()\n'.repeat(51)}}\n`,
    ],
  ]
  const findings = lint({
    ...Object.fromEntries(broken.map(([, name, source]) => [`${ingest}/spool/${name}`, source])),
    [`${ingest}/config.ts`]: 'export const x = process.env.X\n',
  })

  it.each(broken)('%s is an error in %s', (rule, name) => {
    const found = findings.filter(({ path }) => path === `${ingest}/spool/${name}`).map((finding) => finding.rule)
    expect(found).toContain(`lint/${rule}`)
  })

  it('config.ts is the one file of the platform that may read the environment', () => {
    expect(findings.filter(({ path }) => path === `${ingest}/config.ts`)).toEqual([])
  })
})

describe('type-aware rules', () => {
  it('a promise that nobody waits for and an import cycle are errors', () => {
    const compilerOptions = {
      strict: true,
      module: 'NodeNext',
      types: [],
      allowImportingTsExtensions: true,
      noEmit: true,
    }
    const files = {
      'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
      'package.json': '{"type":"module"}',
      'src/a.ts': `import { b } from './b.ts'\nexport const a = (): number => b()\n`,
      'src/b.ts': `import { a } from './a.ts'\nexport const b = (): number => a()\n`,
      'src/c.ts': 'async function c(): Promise<void> {}\nexport function d(): void {\n  c()\n}\n',
    }
    const { status, stdout } = inFolder(files, (cwd) =>
      spawnSync(join(bin, 'oxlint'), ['--type-aware', '-c', join(root, '.oxlintrc.json'), 'src'], {
        cwd,
        encoding: 'utf8',
        // It looks for its type-aware half on the path, or above the folder it checks.
        env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      }),
    )
    expect(stdout).toContain('no-floating-promises')
    expect(stdout).toContain('no-cycle')
    expect(status).not.toBe(0)
  })
})
