import type { Attributes, Span } from '@opentelemetry/api'
import type { TelemetryInternals } from '../telemetry/telemetry-internals.ts'

/** Whether a span takes messages at all. */
export const takesMessages = (internals: TelemetryInternals, span: Span): boolean =>
  internals.genai.contentOnSpans && span.isRecording() && internals.redactor.captureContent !== 'none'

/** Whether the event of a model call takes messages. */
export const eventTakesMessages = ({ genai, redactor }: TelemetryInternals): boolean =>
  genai.contentInEvents && redactor.captureContent !== 'none'

/**
 * Content for a span, made only where it is wanted. Messages come from models, tools and visitors: one that cannot be read costs its attribute and a
 * diagnostic, never the run.
 */
export function contentOf(internals: TelemetryInternals, isWanted: boolean, read: () => Attributes): Attributes {
  if (!isWanted) return {}
  try {
    return read()
  } catch (error) {
    const message = `content could not be recorded: ${error instanceof Error ? error.message : String(error)}`
    internals.diagnostics.report({ level: 'warn', code: 'content_unreadable', message })
    return {}
  }
}
