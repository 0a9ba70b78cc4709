import type { KeyValues } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
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

const sessionKeys = ['session.id', 'gen_ai.conversation.id']
const userKeys = ['user.id', 'enduser.id']

/** Whose session and which user: on the record, or on the resource, where browsers put it. */
export function promotedIdentity(attributes: KeyValues, resource: KeyValues) {
  return {
    session_id: promotedText(sessionKeys, attributes, resource),
    user_id: promotedText(userKeys, attributes, resource),
  }
}

/** What the resource tells about the deployment. */
export function promotedDeployment(resource: KeyValues) {
  return {
    deployment_environment_name: promotedText(['deployment.environment.name', 'deployment.environment'], resource),
    service_version: promotedText(['service.version'], resource),
  }
}

type PromotedSpanColumns = Pick<
  SpanRow,
  | 'http_route'
  | 'http_response_status_code'
  | 'server_address'
  | 'gen_ai_operation_name'
  | 'gen_ai_provider_name'
  | 'gen_ai_request_model'
  | 'gen_ai_agent_name'
  | 'gen_ai_tool_name'
  | 'gen_ai_input_tokens'
  | 'gen_ai_output_tokens'
>

/**
 * Span attributes that have columns of their own, under their current and former names; the originals stay in the maps.
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
export function promotedSpanColumns(attributes: KeyValues): PromotedSpanColumns {
  const text = (...keys: string[]) => promotedText(keys, attributes)
  const tokens = (...keys: string[]) => promotedInteger(keys, 0xffff_ffff, attributes)
  return {
    http_route: text('http.route'),
    http_response_status_code: promotedInteger(['http.response.status_code', 'http.status_code'], 0xffff, attributes),
    server_address: text('server.address', 'net.peer.name', 'peer.service'),
    gen_ai_operation_name: text('gen_ai.operation.name'),
    gen_ai_provider_name: text('gen_ai.provider.name', 'gen_ai.system'),
    gen_ai_request_model: text('gen_ai.request.model'),
    gen_ai_agent_name: text('gen_ai.agent.name'),
    gen_ai_tool_name: text('gen_ai.tool.name'),
    gen_ai_input_tokens: tokens('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    gen_ai_output_tokens: tokens('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  }
}
