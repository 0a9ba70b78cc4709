import type { Logger } from 'pino'
import { type Config, loadConfig } from './config.ts'
import { HanzoError } from './errors.ts'
import { createLog } from './log.ts'
import { type Platform, type Ready, startPlatform } from './start-platform.ts'

const closeMillisecondsMax = 25_000

/** Ends the process. Messages of expected errors hold their fix; anything else is a defect and shows its stack. */
function fail(error: unknown): never {
  const text = error instanceof HanzoError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`hanzo: ${text}\n`)
  const cause = error instanceof HanzoError ? error.cause : undefined
  if (cause instanceof Error) process.stderr.write(`  cause: ${cause.message}\n`)
  process.exit(1)
}

async function close(platform: Platform, log: Logger): Promise<never> {
  setTimeout(() => {
    log.error(
      { milliseconds: closeMillisecondsMax },
      'could not close in time, leaving; the spool keeps what was accepted',
    )
    process.exit(1)
  }, closeMillisecondsMax).unref()
  await platform.close().catch(fail)
  log.info({}, 'closed')
  process.exit(0)
}

/** Tells the launcher, when there is one, and the log. The key is for the launcher alone. */
function announce(ready: Ready, log: Logger): void {
  log.info({ url: ready.url, grpcUrl: ready.grpcUrl, projectId: ready.projectId }, 'ready')
  if (ready.setupUrl) log.warn({ setupUrl: ready.setupUrl }, `make the first owner at ${ready.setupUrl}`)
  process.send?.({ type: 'ready', ...ready })
}

async function main(config: Config): Promise<void> {
  const log = createLog(config.HANZO_LOG_LEVEL)
  const stop = new AbortController()
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  // The launcher is gone: nobody is left who would stop this process. It may have gone before we came to listen.
  process.on('disconnect', () => stop.abort())
  if (process.connected === false) stop.abort()
  try {
    const platform = await startPlatform(config, { log, signal: stop.signal })
    announce(platform.ready, log)
    await stopped
    await close(platform, log)
  } catch (error) {
    if (stop.signal.aborted) process.exit(0)
    fail(error)
  }
}

try {
  await main(loadConfig())
} catch (error) {
  fail(error)
}
