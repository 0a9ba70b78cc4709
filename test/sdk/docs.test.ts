import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const sources = readdirSync(join(root, 'packages/sdk/src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name))
  .map((name) => read(join('packages/sdk/src', name)))

/** The names of an interface's own properties. */
function optionsOf(path: string, name: string): string[] {
  const body = read(path).match(new RegExp(`export interface ${name}[^{]*\\{\n(.*?)\n\\}`, 's'))?.[1] ?? ''
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, option]) => option ?? '')
}

/** The names in the first column of the table that follows a line of the README. */
function tableAfter(line: string): string[] {
  const [, after = ''] = read('packages/sdk/README.md').split(line)
  const table = after.match(/(?:^\|.*\n)+/m)?.[0] ?? ''
  return [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name ?? '')
}

describe('packages/sdk/README.md', () => {
  it('lists every option of a telemetry, and no other', () => {
    const listed = tableAfter('## Options').sort()
    expect(listed).toEqual(optionsOf('packages/sdk/src/telemetry/telemetry-config.ts', 'TelemetryConfig').sort())
  })

  it('lists every option of a telemetry for Hanzo Cloud, and no other', () => {
    const listed = tableAfter('Of `createHanzoCloudTelemetry` besides:').sort()
    expect(listed).toEqual(optionsOf('packages/sdk/src/hanzo-cloud/hanzo-cloud-config.ts', 'HanzoCloudConfig').sort())
  })

  it('lists every entry of the package', () => {
    const { exports } = JSON.parse(read('packages/sdk/package.json')) as { exports: Record<string, unknown> }
    const entries = Object.keys(exports).filter((entry) => entry !== './package.json')
    const missing = entries.filter(
      (entry) => !read('packages/sdk/README.md').includes(`| \`@hanzo/ai${entry.slice(1)}\` |`),
    )
    expect(missing).toEqual([])
  })

  it('names no environment variable of ours that is not read, and leaves out none that is', () => {
    const named = (text: string) => new Set(text.match(/\bHANZO_[A-Z_]+\b/g))
    const readByCode = named(sources.join('\n'))
    expect([...named(read('packages/sdk/README.md'))].sort()).toEqual([...readByCode].sort())
  })
})

it('docs/sdk/troubleshooting.md explains every code that the SDK reports or throws', () => {
  // A line that gives something a code, or hands one to a function that does.
  const lines = sources.flatMap((text) => text.replaceAll(/(report|refuse)\(\s+/g, '$1(').split('\n'))
  const giving = lines.filter((line) => /\bcode(:| =) |#?report\('|\brefuse\('/.test(line))
  const codes = new Set(giving.flatMap((line) => [...line.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)].map(([, code]) => code)))
  const page = read('docs/sdk/troubleshooting.md')
  expect(codes.size).toBeGreaterThan(20)
  expect([...codes].filter((code) => !page.includes(`\`${code}\``)).sort()).toEqual([])
})

it('docs/sdk/api is what the docstrings say', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-reference-'))
  try {
    const script = join(root, 'packages/reference/scripts/write-reference.mjs')
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
    const pages = (path: string) =>
      Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]))
    expect(pages(join(root, 'docs/sdk/api')), 'run: npm run docs -w packages/reference').toEqual(pages(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
