/** How OpenTelemetry's GenAI conventions are followed where they leave a choice. */
export interface ResolvedGenai {
  /** Whether messages go on spans. */
  contentOnSpans: boolean
  /** Whether messages go into `gen_ai.client.inference.operation.details` events. */
  contentInEvents: boolean
  /** Whether names of the conventions that are not released yet are written beside the present ones. */
  latestNames: boolean
}

/**
 * Reads `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, as to where content goes, and `OTEL_SEMCONV_STABILITY_OPT_IN`.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export function resolveGenai(environment: Readonly<Record<string, string | undefined>>): ResolvedGenai {
  const capture = environment.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT?.trim().toLowerCase()
  const optIn = environment.OTEL_SEMCONV_STABILITY_OPT_IN?.split(',').map((name) => name.trim()) ?? []
  return {
    contentOnSpans: capture !== 'event_only',
    contentInEvents: capture === 'event_only' || capture === 'span_and_event',
    latestNames: optIn.includes('gen_ai_latest_experimental'),
  }
}
