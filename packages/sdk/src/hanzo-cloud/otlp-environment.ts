import type { OtlpProtocol } from '../export/otlp-codec.ts'
import type { OtlpEndpoint } from '../export/otlp-destination-options.ts'
import { type SignalName, signalNames } from '../export/signal-name.ts'
import type { TemporalityPreference } from '../export/temporality.ts'
import { type OptionReader, TIMER_MILLIS_MAX } from '../telemetry/option-reader.ts'
import { parseHeaders } from './parse-headers.ts'

/** How OTLP is spoken, by `OTEL_EXPORTER_OTLP_*` where no option says it. */
export interface OtlpForm {
  compression: 'gzip' | 'none'
  protocol: OtlpProtocol
  temporality: TemporalityPreference
  /** What the variables of single signals say otherwise; timeouts of both kinds are here too. */
  signals: Record<SignalName, Partial<OtlpEndpoint & { protocol: OtlpProtocol }>>
}

/** An address that `OTEL_EXPORTER_OTLP_ENDPOINT`, or the variable of a signal, names, with the headers that belong to it. */
export interface OtlpAddress {
  url: string | undefined
  headers: Record<string, string>
  signals: Record<SignalName, { url: string | undefined; headers: Record<string, string> }>
}

interface FormOptions {
  compression?: unknown
  protocol?: unknown
  temporality?: unknown
  /** Whether an option says how long a request may take. */
  hasTimeout: boolean
}

const oneOf =
  <T extends string>(...values: T[]) =>
  (value: unknown): T | undefined =>
    values.find((known) => known === value)

export function readOtlpForm(options: FormOptions, read: OptionReader): OtlpForm {
  const compression = (name: string, given: unknown, variables: string[], fallback: 'gzip' | 'none' | undefined) =>
    read.choice(name, given, variables, fallback, oneOf('gzip', 'none'), "'gzip' or 'none'")
  const protocol = (name: string, given: unknown, variables: string[], fallback: OtlpProtocol | undefined) =>
    read.choice(name, given, variables, fallback, oneOf('http/protobuf', 'http/json'), "'http/protobuf' or 'http/json'")
  const preference = oneOf<TemporalityPreference>('delta', 'cumulative', 'lowmemory')
  const timeout = { min: 1, max: TIMER_MILLIS_MAX }
  const formOf = (signal: SignalName) => {
    const prefix = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}`
    const ownCompression =
      options.compression === undefined && compression('', undefined, [`${prefix}_COMPRESSION`], undefined)
    const ownProtocol = options.protocol === undefined && protocol('', undefined, [`${prefix}_PROTOCOL`], undefined)
    const timeouts = options.hasTimeout ? [] : [`${prefix}_TIMEOUT`, 'OTEL_EXPORTER_OTLP_TIMEOUT']
    const timeoutMillis = read.number('', undefined, timeouts, 0, timeout)
    return {
      ...(ownCompression && { compression: ownCompression }),
      ...(ownProtocol && { protocol: ownProtocol }),
      ...(timeoutMillis > 0 && { timeoutMillis }),
    }
  }
  return {
    compression: compression('compression', options.compression, ['OTEL_EXPORTER_OTLP_COMPRESSION'], 'gzip') ?? 'gzip',
    protocol:
      protocol('protocol', options.protocol, ['OTEL_EXPORTER_OTLP_PROTOCOL'], 'http/protobuf') ?? 'http/protobuf',
    temporality: read.choice<TemporalityPreference>(
      'temporality',
      options.temporality,
      ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'],
      'delta',
      preference,
      "'delta' or 'cumulative'",
    ),
    signals: { traces: formOf('traces'), logs: formOf('logs'), metrics: formOf('metrics') },
  }
}

/** @returns undefined when no variable names an address. */
export function readOtlpAddress(environment: Readonly<Record<string, string | undefined>>): OtlpAddress | undefined {
  const text = (name: string) => environment[name]?.trim() || undefined
  const url = text('OTEL_EXPORTER_OTLP_ENDPOINT')
  const ofSignal = (signal: SignalName) => {
    const prefix = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}`
    return { url: text(`${prefix}_ENDPOINT`), headers: parseHeaders(text(`${prefix}_HEADERS`)) }
  }
  const signals = { traces: ofSignal('traces'), logs: ofSignal('logs'), metrics: ofSignal('metrics') }
  if (url === undefined && signalNames.every((signal) => signals[signal].url === undefined)) return undefined
  return { url, headers: parseHeaders(text('OTEL_EXPORTER_OTLP_HEADERS')), signals }
}
