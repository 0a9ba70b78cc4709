import { readFileSync } from 'node:fs'

/** Of the files that may be open, what connections may take: the rest is for the spool, the engines and the console. */
const shareOfConnections = 0.75

/**
 * The connections that this process may hold: as many as wished, unless it may not open that many files.
 * @param limits what `/proc/self/limits` holds; read where absent. Where there is none, the wish stands.
 */
export function connectionsWithin(wish: number, limits = readLimits()): number {
  const openFiles = Number(/^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1])
  return Number.isNaN(openFiles) ? wish : Math.min(wish, Math.max(1, Math.floor(openFiles * shareOfConnections)))
}

function readLimits(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
