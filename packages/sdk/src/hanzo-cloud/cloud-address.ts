import { type SignalName, signalNames } from '../export/signal-name.ts'
import { readCloudUrl } from './cloud-url.ts'
import { readOtlpAddress } from './otlp-environment.ts'

const defaultCloudUrl = 'https://cloud.hanzo.ai'

/** Where telemetry goes, whoever said so. */
export interface CloudAddress {
  url: string
  /** Why there is none. */
  problem: string | undefined
  /** Whether it was named as a Hanzo platform, and not by OTEL_EXPORTER_OTLP_ENDPOINT, which may be anything that takes OTLP. */
  isHanzo: boolean
  /** Whether it may be sent to without a key. */
  isKeyless: boolean
  /** Those that the environment gives for this address. */
  headers: Record<string, string>
  signals: Partial<Record<SignalName, { url?: string; headers?: Record<string, string> }>>
}

/**
 * Reads the option, else HANZO_CLOUD_URL, else OTEL_EXPORTER_OTLP_*, else takes Hanzo Cloud's own. The headers of OTEL_EXPORTER_OTLP_HEADERS go to the address
 * of OTEL_EXPORTER_OTLP_ENDPOINT and to no other: they may hold the key of somebody else's service.
 */
export function readCloudAddress(
  given: string | undefined,
  region: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): CloudAddress {
  const named = { cloudUrl: given, HANZO_CLOUD_URL: environment.HANZO_CLOUD_URL }
  const [name, text] = Object.entries(named).find(([, value]) => value !== undefined && value !== '') ?? []
  const otlp = text === undefined ? readOtlpAddress(environment) : undefined
  if (otlp) return otlpAddress(otlp)
  const read = readCloudUrl(name ?? 'cloudUrl', String(text ?? defaultCloudUrl), region)
  const address = { isHanzo: true, headers: {}, signals: {} }
  if (read.problem !== undefined) return { ...address, url: '', problem: read.problem, isKeyless: false }
  // A platform that listens on this machine only is open to everybody on it, and has no key to give.
  return { ...address, url: read.url, problem: undefined, isKeyless: text !== undefined && read.isLoopback }
}

function otlpAddress(otlp: NonNullable<ReturnType<typeof readOtlpAddress>>): CloudAddress {
  // Without a common address, each signal that has none of its own goes where OpenTelemetry sends by default.
  const base = readCloudUrl('OTEL_EXPORTER_OTLP_ENDPOINT', otlp.url ?? 'http://localhost:4318', undefined)
  const signals: CloudAddress['signals'] = {}
  let problem = base.problem
  for (const signal of signalNames) {
    const { url, headers } = otlp.signals[signal]
    const own =
      url === undefined ? undefined : readCloudUrl(`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`, url, '')
    problem ??= own?.problem
    signals[signal] = { ...(url !== undefined && { url }), headers }
  }
  const url = base.problem === undefined ? base.url : ''
  return { url, problem, isHanzo: false, isKeyless: true, headers: otlp.headers, signals }
}
