import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const NAME = '@opentelemetry/api'
const LEVELS_MAX = 6

/**
 * The version of `@opentelemetry/api` that a program finds from where it is.
 * @param program the path of its first module.
 * @returns undefined where there is none, as in a bundle.
 */
export function findProgramApiVersion(program: string | undefined = process.argv[1]): string | undefined {
  try {
    let folder = dirname(createRequire(program ?? join(process.cwd(), 'program.js')).resolve(NAME))
    // The package does not export its manifest.
    for (let level = 0; level < LEVELS_MAX; level += 1) {
      const version = versionIn(folder)
      if (version !== undefined) return version
      folder = dirname(folder)
    }
  } catch {
    // A program without the package, or one that is no file.
  }
  return undefined
}

function versionIn(folder: string): string | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
    return name === NAME && typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
