import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureBuilt, sdkBuild } from '../../scripts/lib/build.mjs'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const installWithinMs = 180_000
// Another Node than this one picks other versions of OpenTelemetry: what installs with it must run with it.
const node = process.env.HANZO_TEST_NODE ?? process.execPath

/** A project of somebody who uses the SDK: an empty folder into which the packed tarball was installed, nothing linked. */
export interface PackedProject {
  folder: string
  tarball: string
  /** Writes files by their path in the project. */
  write(files: Record<string, string>): Promise<void>
  /** The Node that programs of the project run on: this process's, or HANZO_TEST_NODE. */
  nodePath: string
  /** Runs Node in the project. Resolves however it ends. */
  node(args: string[], env?: Environment): Promise<Ended>
  /**
   * Compiles a tsconfig of the project, by this repository's TypeScript or by 5.9, which does not judge declarations: those of the AI SDK alone take it a
   * minute. Returns what was found in the project and in the declarations of the SDK;
   * those of other packages are not ours to mend.
   */
  compile(config: string, typescript?: 'typescript' | 'typescript-5'): Promise<string[]>
  close(): Promise<void>
}

export type Environment = Record<string, string | undefined>

export interface Ended {
  code: number
  stdout: string
  stderr: string
}

async function readVersions(): Promise<Record<string, string>> {
  const manifests = ['packages/sdk', 'test', 'packages/tooling'].map(async (folder) => {
    const text = await readFile(join(root, folder, 'package.json'), 'utf8')
    return JSON.parse(text) as { dependencies: Record<string, string>; devDependencies?: Record<string, string> }
  })
  const [sdk, tests, tooling] = await Promise.all(manifests)
  return {
    ...tests?.dependencies,
    ...sdk?.devDependencies,
    ...tooling?.dependencies,
    'typescript-5': 'npm:typescript@5.9.3',
  }
}

async function execute(file: string, args: string[], cwd: string, env: Environment = process.env): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(file, args, {
      cwd,
      env: env as NodeJS.ProcessEnv,
      maxBuffer: 64 * 2 ** 20,
      timeout: installWithinMs,
    })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const ended = error as { code?: number | string; stdout?: string; stderr?: string; message: string }
    const code = typeof ended.code === 'number' ? ended.code : 1
    return { code, stdout: ended.stdout ?? '', stderr: ended.stderr || ended.message }
  }
}

/** The path with the Node under test in front, for programs that start it by its name. */
export function pathWithNode(): string {
  return [dirname(node), process.env.PATH].join(delimiter)
}

async function npm(args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await execute('npm', args, cwd, { ...process.env, PATH: pathWithNode() })
  if (code !== 0) throw new Error(`npm ${args[0]} failed: ${stderr}`)
  return stdout
}

/**
 * Builds and packs the SDK, and installs the tarball into an empty project.
 * @param packages what the project installs beside it, in the versions that this repository uses; `typescript-5` is 5.9.
 */
export async function createPackedProject(packages: string[]): Promise<PackedProject> {
  await ensureBuilt(sdkBuild, 'Building the SDK')
  const folder = await mkdtemp(join(tmpdir(), 'hanzo-packed-'))
  const sdk = join(root, 'packages/sdk')
  const [packed] = JSON.parse(await npm(['pack', '--json', '--pack-destination', folder], sdk)) as {
    filename: string
  }[]
  const tarball = join(folder, packed?.filename ?? '')
  const versions = await readVersions()
  const dependencies = Object.fromEntries(packages.map((name) => [name, versions[name] ?? '']))
  const manifest = { private: true, type: 'module', dependencies: { '@hanzo/ai': `file:${tarball}`, ...dependencies } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'], folder)
  return {
    folder,
    tarball,
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
      }
    },
    node: (args, env) => execute(node, args, folder, { ...plainEnvironment(), ...env }),
    nodePath: node,
    async compile(config, typescript = 'typescript') {
      const args = [join('node_modules', typescript, 'bin/tsc'), '-p', config, '--pretty', 'false']
      if (typescript === 'typescript-5') args.push('--skipLibCheck')
      const { stdout } = await execute(process.execPath, args, folder)
      return stdout.split('\n').filter((line) => /^\S/.test(line) && !/^node_modules\/(?!@hanzo\/)/.test(line))
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** This process's environment without what a test runner adds, so that a program runs as its user's would. */
export function plainEnvironment(): Environment {
  const { NODE_OPTIONS, NODE_ENV, VITEST, VITEST_MODE, VITEST_POOL_ID, VITEST_WORKER_ID, TEST, ...rest } = process.env
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(HANZO|OTEL)_/.test(name)))
}
