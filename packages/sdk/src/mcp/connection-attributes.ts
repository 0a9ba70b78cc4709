import type { Attributes } from '@opentelemetry/api'
import type { McpServerConfig } from './mcp-server-config.ts'

/** The `transport` tag of `mcp.connections`. */
export function transportName(config: McpServerConfig): string {
  return config.transport.type === 'http' ? 'streamable-http' : config.transport.type
}

/** What is known of a server before it is connected. */
export function serverAttributes(config: McpServerConfig): Attributes {
  const attributes: Attributes = { 'hanzo.mcp.server.name': config.name }
  const { transport } = config
  if (transport.type === 'stdio') attributes['network.transport'] = 'pipe'
  if (!('url' in transport)) return attributes
  attributes['network.transport'] = 'tcp'
  attributes['network.protocol.name'] = 'http'
  // A wrong URL is the transport's to refuse.
  if (!URL.canParse(transport.url)) return attributes
  const url = new URL(transport.url)
  attributes['server.address'] = url.hostname
  attributes['server.port'] = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  return attributes
}
