import type { Span } from '@opentelemetry/api'
import type { TelemetryInternals } from '../telemetry/telemetry-internals.ts'

/** Whether a span takes messages at all. */
export const takesMessages = (internals: TelemetryInternals, span: Span): boolean =>
  internals.genai.contentOnSpans && span.isRecording() && internals.redactor.captureContent !== 'none'

/** Whether the event of a model call takes messages. */
export const eventTakesMessages = ({ genai, redactor }: TelemetryInternals): boolean =>
  genai.contentInEvents && redactor.captureContent !== 'none'

/** Sets content on a span that takes it. */
export function setContent(internals: TelemetryInternals, span: Span, read: () => Record<string, string>): void {
  internals.setContent(span, contentOf(internals, read))
}

/**
 * Content as the redactor lets it through. Messages come from models, tools and visitors: one that cannot be read costs its attribute and a diagnostic, never
 * the run.
 */
export function contentOf(internals: TelemetryInternals, read: () => Record<string, string>): Record<string, string> {
  try {
    return read()
  } catch (error) {
    const message = `content could not be recorded: ${error instanceof Error ? error.message : String(error)}`
    internals.diagnostics.report({ level: 'warn', code: 'content_unreadable', message })
    return {}
  }
}
