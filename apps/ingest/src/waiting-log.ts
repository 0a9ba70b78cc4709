import { EngineUnavailableError } from './errors.ts'
import type { Logger } from './logger.ts'

const sayEveryMilliseconds = 10_000
const quietMilliseconds = 1_000

/** Says that an engine does not answer yet: not in its first second, then every ten. */
export function createWaitingLog(logger: Logger, engine: string): (error: Error) => void {
  const since = Date.now()
  let saidAt = since + quietMilliseconds - sayEveryMilliseconds
  return (error) => {
    if (Date.now() - saidAt < sayEveryMilliseconds) return
    saidAt = Date.now()
    const cause = error instanceof EngineUnavailableError ? error.cause : error
    const { code, message } = (cause ?? error) as NodeJS.ErrnoException
    logger.warn(
      { engine, waitedSeconds: Math.round((saidAt - since) / 1000), reason: code ?? message },
      `waiting for ${engine}, which does not answer at the address that is configured`,
    )
  }
}
