import type { OtlpProtocol } from '../export/otlp-codec.ts'
import { createOtlpDestination } from '../export/otlp-destination.ts'
import type { OtlpDestinationOptions } from '../export/otlp-destination-options.ts'
import { signalNames } from '../export/signal-name.ts'
import type { TemporalityPreference } from '../export/temporality.ts'
import type { CreateDestination } from '../telemetry/create-destination.ts'
import type { Diagnostic } from '../telemetry/diagnostics.ts'
import { createOptionReader, type OptionReader } from '../telemetry/option-reader.ts'
import type { TelemetryConfig } from '../telemetry/telemetry-config.ts'
import { type CloudAddress, readCloudAddress } from './cloud-address.ts'
import type { HanzoCloudConfig } from './hanzo-cloud-config.ts'
import type { HanzoCloudProblem } from './hanzo-cloud-config-error.ts'
import { type OtlpForm, readOtlpForm } from './otlp-environment.ts'
import { isHeader } from './parse-headers.ts'
import { detectRegion } from './region.ts'

/** The options of a cloud telemetry, read together with the environment. */
export interface PreparedCloud {
  /** For the telemetry itself: without the key and the headers, so that whoever prints it prints no secret. */
  config: TelemetryConfig
  region: string | undefined
  projectId: string | undefined
  /** Where the console is; undefined where nothing is sent, or to something that has none. */
  consoleUrl: string | undefined
  /** Undefined: nothing is sent, for `problem`. */
  destination: CloudDestination | undefined
  problem: { code: HanzoCloudProblem; message: string } | undefined
  /** What is to be told once there is somebody to tell. */
  diagnostics: Diagnostic[]
}

export interface CloudDestination extends Pick<OtlpDestinationOptions, 'signals'> {
  /** The base: signals add their paths. */
  url: string
  headers: Record<string, string>
  compression: 'gzip' | 'none'
  protocol: OtlpProtocol
  temporality: TemporalityPreference
}

/** Decides where to send, as whom and how. Never throws. */
export function prepareCloud(
  config: HanzoCloudConfig,
  environment: Readonly<Record<string, string | undefined>>,
): PreparedCloud {
  const diagnostics: Diagnostic[] = []
  const read = createOptionReader(environment, (diagnostic) => diagnostics.push(diagnostic))
  const region = detectRegion(config.region, environment)
  const projectId = read.text('projectId', config.projectId, ['HANZO_PROJECT_ID'], undefined)?.trim()
  const apiKey = read.text('apiKey', config.apiKey, ['HANZO_CLOUD_API_KEY'], undefined)?.trim()
  const address = readCloudAddress(config.cloudUrl, region, environment)
  const identity = { 'x-api-key': apiKey, 'x-project-id': projectId, 'x-hanzo-region': region }
  const headers = { ...address.headers, ...usable(identity, read), ...usable(config.headers ?? {}, read) }
  const problem = problemOf(address, headers)
  const form = readOtlpForm({ ...config, hasTimeout: config.batch?.exportTimeoutMillis !== undefined }, read)
  const destination = problem ? undefined : destinationOf(address, headers, form)
  return {
    config: telemetryConfig(config, { region, projectId, isHanzo: destination !== undefined && address.isHanzo }),
    region,
    projectId,
    consoleUrl: destination && (address.isHanzo || projectId !== undefined) ? address.url : undefined,
    destination,
    problem,
    diagnostics,
  }
}

/** How a telemetry makes its destination; undefined where it has none. */
export function createCloudDestination({ destination }: PreparedCloud): CreateDestination | undefined {
  return destination && ((parts) => createOtlpDestination({ ...parts, ...destination }))
}

function problemOf(address: CloudAddress, headers: Record<string, string>): PreparedCloud['problem'] {
  if (address.problem !== undefined) return { code: 'invalid_cloud_url', message: address.problem }
  const hasKey = Object.keys(headers).some((name) => /^(x-api-key|authorization)$/i.test(name))
  if (hasKey || address.isKeyless) return undefined
  const message = `no API key for ${address.url}, so telemetry stays in this process; set apiKey or HANZO_CLOUD_API_KEY`
  return { code: 'missing_api_key', message }
}

function destinationOf(address: CloudAddress, headers: Record<string, string>, form: OtlpForm): CloudDestination {
  const { compression, protocol, temporality } = form
  const signals: NonNullable<CloudDestination['signals']> = {}
  for (const signal of signalNames) signals[signal] = { ...form.signals[signal], ...address.signals[signal] }
  return { url: address.url, headers, compression, protocol, temporality, signals }
}

function telemetryConfig(
  config: HanzoCloudConfig,
  { region, projectId, isHanzo }: { region: string | undefined; projectId: string | undefined; isHanzo: boolean },
): TelemetryConfig {
  const { apiKey: _key, headers: _headers, ...others } = config
  return {
    ...others,
    resourceAttributes: {
      ...(projectId !== undefined && { 'hanzo.project.id': projectId }),
      ...(region !== undefined && { 'hanzo.cloud.region': region }),
      ...config.resourceAttributes,
    },
    inProgressSpans: config.inProgressSpans ?? isHanzo,
  }
}

function usable(headers: Record<string, string | undefined>, read: OptionReader): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (typeof value === 'string' && isHeader(name, value)) kept[name.toLowerCase()] = value
    // The value may be a key: it is not shown.
    else read.refuse(`the header ${JSON.stringify(name.slice(0, 100))}`, 'what HTTP can carry', {}, 'none')
  }
  return kept
}
