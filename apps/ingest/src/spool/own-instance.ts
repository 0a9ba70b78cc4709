import { randomInt } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './sync-directory.ts'

export const instanceMax = 255

/**
 * The number of the receiver that works on a data directory: drawn at its first start, and kept there.
 * Two receivers of one ClickHouse draw the same with a probability of 1 in 256; even then rows differ by their ids and
 * times, and only rows of the same nanosecond and counter could change places.
 */
export async function readOwnInstance(directory: string): Promise<number> {
  const path = join(directory, 'instance')
  const kept = await readFile(path, 'utf8').then(Number, () => Number.NaN)
  if (Number.isInteger(kept) && kept >= 0 && kept <= instanceMax) return kept
  const instance = randomInt(instanceMax + 1)
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(`${instance}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncDirectory(directory)
  return instance
}
