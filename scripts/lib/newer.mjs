import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { fromRoot, root } from './paths.mjs'
import { runNpm } from './run-command.mjs'

const hashOf = (text) => createHash('sha256').update(text).digest('hex')
const readJson = (...parts) => JSON.parse(readFileSync(fromRoot(...parts), 'utf8'))
// Tests of the packed tarball, and of what the SDK sends against the platform's own code, bring this repository's versions with them.
const staysHome = /apps\/ingest|@hanzo\/ingest|platform\/|packed-project|start-guide|write-reference/

/**
 * Lays the SDK and its tests out in a folder of their own, installed with Node 22 and OpenTelemetry 3.x from `test/newer/package.json`.
 * The installation is kept until a version changes; the sources are copied every time, because a link would lead Node back to this repository's packages.
 * @returns the folder and its Node.
 */
export async function prepareNewer() {
  // Outside the repository: Node looks upwards for packages, and strips no types below a node_modules.
  const folder = join(tmpdir(), `hanzo-newer-${hashOf(root).slice(0, 12)}`)
  const newer = readJson('test', 'newer', 'package.json').dependencies
  const manifests = makeManifests(newer)
  const stamp = hashOf(JSON.stringify(manifests))
  const stampFile = join(folder, 'installed')
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    rmSync(folder, { recursive: true, force: true })
    writeManifests(folder, manifests)
    await install(folder)
    writeFileSync(stampFile, stamp)
  }
  copySources(folder)
  return { folder, node: join(folder, 'node_modules', 'node', 'bin', 'node') }
}

/** The manifests of the root, the SDK and the tests, with each version that is newer there in place of ours. */
function makeManifests(newer) {
  const renew = (dependencies = {}) =>
    Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [name, newer[name] ?? version]))
  const sdk = readJson('packages', 'sdk', 'package.json')
  const test = readJson('test', 'package.json')
  const ours = (name) => name.startsWith('@hanzo/') && name !== sdk.name
  const outside = Object.entries({ ...test.dependencies, ...test.devDependencies }).filter(([name]) => !ours(name))
  const tooling = readJson('packages', 'tooling', 'package.json')
  const { tsx, typescript, vitest } = { ...tooling.dependencies, ...tooling.devDependencies }
  return {
    '.': {
      private: true,
      type: 'module',
      workspaces: ['packages/sdk', 'test'],
      dependencies: { node: newer.node, tsx, typescript, vitest },
    },
    'packages/sdk': {
      ...sdk,
      dependencies: renew(sdk.dependencies),
      peerDependencies: {},
      devDependencies: renew({ ...sdk.devDependencies }),
    },
    test: { name: '@hanzo/test', private: true, type: 'module', dependencies: renew(Object.fromEntries(outside)) },
  }
}

function writeManifests(folder, manifests) {
  for (const [path, manifest] of Object.entries(manifests)) {
    mkdirSync(join(folder, path), { recursive: true })
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify(manifest, null, 2))
  }
}

async function install(folder) {
  // The guide's processor comes from sdk-trace-base 2.x, whose peer range ends below the API that 3.x needs; both work together.
  const args = ['install', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  const { code, output } = await runNpm(args, { cwd: folder })
  if (code !== 0) throw new LaunchError('the newer versions could not be installed', { fix: output.trim() })
}

function copySources(folder) {
  const copy = (path, filter = () => true) => {
    rmSync(join(folder, path), { recursive: true, force: true })
    cpSync(fromRoot(path), join(folder, path), { recursive: true, filter })
  }
  const comesAlong = (file) => !(file.endsWith('.test.ts') && staysHome.test(readFileSync(file, 'utf8')))
  copy('packages/sdk/src', comesAlong)
  copy('test/sdk', comesAlong)
  copy('test/reporter')
  for (const name of readdirSync(fromRoot('packages', 'sdk')).filter((file) => file.startsWith('tsconfig'))) {
    copy(`packages/sdk/${name}`)
  }
  copy('tsconfig.base.json')
  cpSync(fromRoot('test', 'newer', 'vitest.config.ts'), join(folder, 'vitest.config.ts'))
}
