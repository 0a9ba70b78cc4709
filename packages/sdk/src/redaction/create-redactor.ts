import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { ResolvedRedaction } from '../telemetry/resolved-config.ts'
import type { Redactor } from './redactor.ts'

export function createRedactor(redaction: ResolvedRedaction, _diagnostics: Diagnostics): Redactor {
  const json = (value: unknown) => JSON.stringify(value)
  return {
    captureContent: redaction.captureContent,
    attributes: (attributes) => attributes,
    text: (value) => value,
    plain: (value) => value,
    messages: (messages, place) => ((place.level ?? redaction.captureContent) === 'full' ? json(messages) : undefined),
    content: (value, place) => ((place.level ?? redaction.captureContent) === 'full' ? json(value) : undefined),
  }
}
