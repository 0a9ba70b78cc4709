import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { fromRoot } from './paths.mjs'
import { runCommand, runNpm } from './run-command.mjs'

// A lockfile written on one platform may hold none of another's binaries, and npm then installs without a word.
const neededToStart = ['chdb', 'ffi-rs', 'next', 'turbo', 'typescript', '@tailwindcss/oxide', 'lightningcss']
const neededToTest = [...neededToStart, '@biomejs/biome', 'oxlint', 'oxlint-tsgolint', 'rolldown', 'oxc-parser']

const platformWords = { linux: ['linux'], darwin: ['darwin'], win32: ['win32', 'windows'] }
const archWords = { x64: ['x64', '64'], arm64: ['arm64'] }

/** Linux's C library as package names spell it; empty elsewhere. */
export function hostLibc() {
  if (process.platform !== 'linux') return ''
  return process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl'
}

/**
 * Picks from a package's optional dependencies the one that is made for a platform.
 * @returns its name, or undefined where there is none.
 */
export function nativePackageFor(optionalDependencies, { platform, arch, libc }) {
  const otherLibc = libc === 'gnu' ? 'musl' : 'gnu'
  return Object.keys(optionalDependencies).find((name) => {
    const words = name.split(/[/-]/)
    const isPlatform = (platformWords[platform] ?? [platform]).some((word) => words.includes(word))
    const isArch = (archWords[arch] ?? [arch]).some((word) => words.includes(word))
    return isPlatform && isArch && !words.includes(otherLibc)
  })
}

function readManifest(...parts) {
  try {
    return JSON.parse(readFileSync(fromRoot('node_modules', ...parts, 'package.json'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

const host = () => ({ platform: process.platform, arch: process.arch, libc: hostLibc() })

/** Lists this platform's binaries that are not installed, as `{ name, version }`. */
export function missingNativePackages({ forTests = false } = {}) {
  return (forTests ? neededToTest : neededToStart).flatMap((parent) => {
    const manifest = readManifest(parent)
    if (!manifest?.optionalDependencies) return []
    const name = nativePackageFor(manifest.optionalDependencies, host())
    if (!name || readManifest(name) || readManifest(parent, 'node_modules', name)) return []
    return [{ name, version: manifest.optionalDependencies[name] }]
  })
}

/** Says whether the embedded ClickHouse exists for this platform. */
export function hasEmbeddedClickHouse() {
  const manifest = readManifest('chdb')
  return Boolean(manifest && nativePackageFor(manifest.optionalDependencies ?? {}, host()))
}

/** Puts one exact version of a package into node_modules; neither package.json nor the lockfile changes. */
export async function installNativePackage({ name, version }) {
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-native-'))
  try {
    const packed = await runNpm(['pack', `${name}@${version}`, '--pack-destination', folder, '--silent'])
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'))
    if (packed.code !== 0 || !archive) {
      throw new LaunchError(`${name}@${version} could not be downloaded`, {
        fix: `It holds a binary for ${process.platform} ${process.arch} that is needed. npm said:\n${packed.output.trim()}`,
      })
    }
    const target = fromRoot('node_modules', name)
    mkdirSync(target, { recursive: true })
    const unpacked = await runCommand('tar', ['-xzf', join(folder, archive), '-C', target, '--strip-components=1'])
    if (unpacked.code !== 0)
      throw new LaunchError(`${name}@${version} could not be unpacked`, { fix: unpacked.output.trim() })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
