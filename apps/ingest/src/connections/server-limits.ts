import type { ServerOptions } from 'node:http'

/** How long a client may take, and how much it may send before its request counts as one. Milliseconds. */
export interface ServerLimits {
  /** From the connection, or the first byte of a later request, to the end of its header. */
  headersTimeout: number
  /** From the first byte of a request to the end of its body. */
  requestTimeout: number
  /** Between two requests. Longer than the minute after which load balancers close idle connections by themselves. */
  keepAliveTimeout: number
  /** Without a byte in either direction: a client that does not read its answer. */
  connectionTimeout: number
  /** How often the first two are looked after. */
  connectionsCheckingInterval: number
}

/** Slow clients get their time, but not enough of it that many of them could hold the server. */
export const serverLimits: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 75_000,
  connectionTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
}

const headerBytesMax = 16_384

/** The options of Fastify and of the server in it. */
export function serverOptions(limits: ServerLimits): Omit<
  ServerLimits,
  'headersTimeout' | 'connectionsCheckingInterval'
> & {
  http: ServerOptions
} {
  const { headersTimeout, connectionsCheckingInterval, ...ofFastify } = limits
  return { ...ofFastify, http: { headersTimeout, connectionsCheckingInterval, maxHeaderSize: headerBytesMax } }
}
