import type { AddressInfo } from 'node:net'
import { isIPv6 } from 'node:net'

export interface Addresses {
  /** Where browsers and SDKs reach the platform. */
  publicUrl(): string
  /** Where this process reaches itself. */
  internalUrl(): string
  /** Where SDKs send OTLP over gRPC; `undefined` where it is not received. */
  grpcUrl(): string | undefined
  /** Told once it listens: a port of 0 is any free one. */
  listensAt(address: AddressInfo): void
  grpcListensAt(address: AddressInfo): void
}

/** The platform's own addresses. */
export function createAddresses(config: { host: string; port: number; publicUrl: string | undefined }): Addresses {
  let { port } = config
  let grpcPort: number | undefined
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::'
  const reachable = isEverywhere ? (config.host === '::' ? '::1' : '127.0.0.1') : config.host
  const isLocal = isEverywhere || ['127.0.0.1', '::1', 'localhost'].includes(config.host)
  const url = (host: string, at = port) => `http://${isIPv6(host) ? `[${host}]` : host}:${at}`
  const named = isLocal ? 'localhost' : config.host
  const publicHost = config.publicUrl && new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '')
  return {
    publicUrl: () => config.publicUrl ?? url(named),
    grpcUrl: () => (grpcPort === undefined ? undefined : url(publicHost ?? named, grpcPort)),
    internalUrl: () => url(reachable),
    listensAt(address) {
      port = address.port
    },
    grpcListensAt(address) {
      grpcPort = address.port
    },
  }
}
