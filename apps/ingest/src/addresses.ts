import type { AddressInfo } from 'node:net'
import { isIPv6 } from 'node:net'

export interface Addresses {
  /** Where browsers and SDKs reach the platform. */
  publicUrl(): string
  /** Where this process reaches itself. */
  internalUrl(): string
  /** Told once it listens: a port of 0 is any free one. */
  listensAt(address: AddressInfo): void
}

/** The platform's own addresses. */
export function createAddresses(config: { host: string; port: number; publicUrl: string | undefined }): Addresses {
  let { port } = config
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::'
  const reachable = isEverywhere ? (config.host === '::' ? '::1' : '127.0.0.1') : config.host
  const isLocal = isEverywhere || ['127.0.0.1', '::1', 'localhost'].includes(config.host)
  const url = (host: string) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
  return {
    publicUrl: () => config.publicUrl ?? url(isLocal ? 'localhost' : config.host),
    internalUrl: () => url(reachable),
    listensAt(address) {
      port = address.port
    },
  }
}
