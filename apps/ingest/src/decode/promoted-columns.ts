import type { KeyValues } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
import { genAiAttributesOf } from '../genai/gen-ai-attributes.ts'
import { type GenAiColumns, genAiColumnsOf, noGenAiColumns } from '../genai/gen-ai-columns-of.ts'
import { hasGenAiKey } from '../genai/gen-ai-keys.ts'
import { plainText } from './any-value-text.ts'

/** The first of the keys that is present and not empty, as text; `''` if none is. */
export function promotedText(keys: readonly string[], ...sources: readonly KeyValues[]): string {
  for (const attributes of sources) {
    for (const key of keys) {
      const value = attributes.get(key)
      if (value === undefined) continue
      const text = plainText(value)
      if (text !== '') return text
    }
  }
  return ''
}

/** Likewise as an integer from 0 to `max`; 0 for anything else. */
function promotedInteger(keys: readonly string[], max: number, attributes: KeyValues): number {
  const number = Number(promotedText(keys, attributes))
  return number > 0 && number <= max ? Math.trunc(number) : 0
}

/**
 * Attributes that have columns of their own, under their current and former names: the first that is not empty counts.
 * No key is in two columns.
 */
export const promotedKeys = {
  http_route: ['http.route'],
  http_response_status_code: ['http.response.status_code', 'http.status_code'],
  server_address: ['server.address', 'net.peer.name', 'peer.service'],
  session_id: [
    'session.id',
    'gen_ai.conversation.id',
    'ai.telemetry.metadata.sessionId',
    'traceloop.association.properties.session_id',
    'langfuse.session.id',
    'hanzo.session.id',
  ],
  user_id: [
    'user.id',
    'enduser.id',
    'ai.telemetry.metadata.userId',
    'traceloop.association.properties.user_id',
    'langfuse.user.id',
  ],
} as const

/** Whose session and which user: on the record, or on the resource, where browsers put it. */
export function promotedIdentity(attributes: KeyValues, resource: KeyValues) {
  return {
    session_id: promotedText(promotedKeys.session_id, attributes, resource),
    user_id: promotedText(promotedKeys.user_id, attributes, resource),
  }
}

/** What the resource tells about the deployment. */
export function promotedDeployment(resource: KeyValues) {
  return {
    deployment_environment_name: promotedText(['deployment.environment.name', 'deployment.environment'], resource),
    service_version: promotedText(['service.version'], resource),
  }
}

type PromotedSpanColumns = Pick<SpanRow, 'http_route' | 'http_response_status_code' | 'server_address'> & GenAiColumns

/**
 * Span attributes that have columns of their own; the originals stay in the maps.
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
export function promotedSpanColumns(attributes: KeyValues, startUnixNano: bigint): PromotedSpanColumns {
  return {
    http_route: promotedText(promotedKeys.http_route, attributes),
    http_response_status_code: promotedInteger(promotedKeys.http_response_status_code, 0xffff, attributes),
    server_address: promotedText(promotedKeys.server_address, attributes),
    ...(hasGenAiKey(attributes.keys()) ? genAiColumnsOf(genAiAttributesOf(attributes), startUnixNano) : noGenAiColumns),
  }
}
