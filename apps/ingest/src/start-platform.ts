import type { AddressInfo } from 'node:net'
import type { Logger as Pino } from 'pino'
import type { Started } from './accounts/accounts.ts'
import type { Config } from './config.ts'
import { type Closable, openParts, type Parts } from './open-parts.ts'
import { startClickHouse } from './start-clickhouse.ts'
import { CannotListenError } from './start-errors.ts'
import { createWaitingLog } from './waiting-log.ts'

export interface Ready extends Started {
  /** Where browsers and SDKs reach the platform. */
  url: string
  /** Where SDKs send OTLP over gRPC; absent where it is switched off. */
  grpcUrl: string | undefined
  isOpen: boolean
}

export interface PlatformOptions {
  log: Pino
  /** Ends the start: what it has opened so far is closed again. */
  signal: AbortSignal
}

export interface Platform {
  ready: Ready
  /** Refuses new requests, finishes those under way, makes telemetry durable and leaves the data directory. */
  close(): Promise<void>
}

/**
 * Starts the platform. It listens before its databases answer: telemetry is received as soon as its keys can be checked,
 * whether or not ClickHouse is there, and `/readyz` tells when everything works.
 * @returns once it does.
 */
export async function startPlatform(config: Config, { log, signal }: PlatformOptions): Promise<Platform> {
  const opened: Closable[] = []
  const keep = <T extends Closable>(part: T): T => {
    opened.push(part)
    return part
  }
  const failure = new AbortController()
  const start = { log, signal: AbortSignal.any([signal, failure.signal]) }
  try {
    const parts = await openParts(config, log, keep)
    await listen(parts, config)
    const [started] = await Promise.all([
      startAccounts(parts, start),
      startTelemetry(parts, config, start),
      parts.console?.prepare(),
    ])
    const { addresses } = parts
    const isOpen = config.HANZO_ACCESS === 'open'
    const ready = { ...started, url: addresses.publicUrl(), grpcUrl: addresses.grpcUrl(), isOpen }
    return { ready, close: () => closeAll(opened) }
  } catch (error) {
    failure.abort()
    await closeAll(opened).catch((err: unknown) => log.error({ err }, 'could not close what the start had opened'))
    throw error
  }
}

/** Closes the last one first: each part uses those before it. A part that fails does not keep the others open. */
async function closeAll(opened: Closable[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of opened.splice(0).reverse()) {
    try {
      await part.close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'parts of the platform could not be closed')
}

async function listen({ app, grpc, addresses }: Parts, config: Config): Promise<void> {
  const { HANZO_HOST: host, HANZO_PORT: port, grpcPort } = config
  try {
    await app.listen({ host, port, listenTextResolver: (address) => `listening on ${address}` })
  } catch (error) {
    throw new CannotListenError({ host, port }, { cause: error })
  }
  addresses.listensAt(app.server.address() as AddressInfo)
  if (!grpc || grpcPort === undefined) return
  try {
    addresses.grpcListensAt(await grpc.listen({ host, port: grpcPort }))
  } catch (error) {
    throw new CannotListenError({ host, port: grpcPort, setting: 'HANZO_GRPC_PORT' }, { cause: error })
  }
}

async function startAccounts(
  { accounts, readiness, receivers }: Parts,
  { log, signal }: PlatformOptions,
): Promise<Started> {
  const onWaiting = createWaitingLog(log, 'postgresql')
  const started = await accounts.start({ onWaiting, signal })
  readiness.accounts = true
  receivers.start()
  return started
}

async function startTelemetry(parts: Parts, config: Config, { log, signal }: PlatformOptions): Promise<void> {
  const engine = { url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE }
  await startClickHouse(engine, { onWaiting: createWaitingLog(log, 'clickhouse'), signal, logger: log })
  parts.tables.open()
  parts.readiness.telemetry = true
}
