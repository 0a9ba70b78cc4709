import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const keyPattern = /^[\x21-\x7e]{16,200}$/

export interface KeyFile {
  /** The key that this data directory's first start made; `undefined` when there is none. */
  read(): Promise<string | undefined>
  write(key: string): Promise<void>
  remove(): Promise<void>
}

/** `<dataDir>/api-key`: readable by the platform's user alone. */
export function openKeyFile(dataDir: string): KeyFile {
  const path = join(dataDir, 'api-key')
  return {
    async read() {
      try {
        const key = (await readFile(path, 'utf8')).trim()
        return keyPattern.test(key) ? key : undefined
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(key) {
      const unfinished = `${path}.tmp`
      await rm(unfinished, { force: true })
      const file = await open(unfinished, 'wx', 0o600)
      try {
        await file.writeFile(`${key}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, path)
    },
    remove: () => rm(path, { force: true }),
  }
}
