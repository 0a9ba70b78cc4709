import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How a process ended, and what it wrote. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** The SDK compiled as it is published, in a folder from which its dependencies resolve. */
export interface BuiltSdk {
  /** Writes a module beside the compiled folders. */
  writeModule(name: string, code: string): string
  /** Runs code as an ES module in a process of its own; `#sdk/…` is a compiled file. */
  run(code: string, environment?: Record<string, string>): Promise<Ended>
  remove(): void
}

/** Compiles what `files` need. A type error elsewhere does not matter here. */
export async function buildSdk(...files: string[]): Promise<BuiltSdk> {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'sdk-'))
  const config = join(folder, 'tsconfig.json')
  const compilerOptions = { outDir: folder, rootDir: join(root, 'src'), declaration: false, sourceMap: false }
  const sources = files.map((file) => join(root, 'src', file))
  const extended = join(root, 'tsconfig.build.json')
  writeFileSync(config, JSON.stringify({ extends: extended, compilerOptions, files: sources, include: [] }))
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const compiled = await execute([tsc, '-p', config], {})
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  if (compiled.code !== 0 && !compiled.stdout.includes('error TS')) throw new Error(compiled.stdout + compiled.stderr)
  let count = 0
  const writeModule = (name: string, code: string) => {
    const path = join(folder, name)
    writeFileSync(path, code.replaceAll('#sdk/', `${pathToFileURL(folder).href}/`))
    return path
  }
  return {
    writeModule,
    run: (code, environment = {}) => execute([writeModule(`run-${++count}.mjs`, code)], environment),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function execute(args: string[], environment: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    // A clean environment: what the test's own process was started with must not decide.
    execFile(process.execPath, args, { env: environment, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ code, stdout, stderr })
    })
  })
}
