import type { SpanRow } from '@hanzo/schema/row'
import { createRecentSet } from './recent-set.ts'

/** What the memory asks of a span; ids are lower-case hex. */
export type InferenceSpan = Pick<
  SpanRow,
  | 'project_id'
  | 'trace_id'
  | 'span_id'
  | 'parent_span_id'
  | 'gen_ai_is_inference'
  | 'gen_ai_input_tokens'
  | 'gen_ai_output_tokens'
>

export interface InferenceMemory {
  /**
   * Whether the usage of a span counts: it is a call of a model, and no instrumentation above or below it has told of the
   * same call. To be asked once for each span that is stored.
   */
  counts(span: InferenceSpan): boolean
}

const noId = /^0*$/

/** Calls whose other account may still come. Both accounts of a call end within moments of each other. */
const callsMax = 20_000

/**
 * Model clients write spans of their own, and what is built on them writes others: one call is then two spans, one the
 * parent of the other, with the same tokens in both. Whichever comes first counts, the other does not. Calls that a tool
 * makes are calls of their own: only a direct parent tells of the same call.
 *
 * A process knows what it has received itself. Where both accounts go to different receivers, or one comes after `size`
 * other calls, both count; the page of a trace, which has all of its spans, counts once all the same.
 */
export function createInferenceMemory(size = callsMax): InferenceMemory {
  const counted = createRecentSet(size)
  const parents = createRecentSet(size)
  return {
    counts(span) {
      if (!span.gen_ai_is_inference) return false
      if (span.gen_ai_input_tokens + span.gen_ai_output_tokens === 0) return true
      const trace = `${span.project_id} ${span.trace_id}`
      const own = trace + span.span_id
      const parent = trace + span.parent_span_id
      if (parents.has(own)) {
        parents.add(parent)
        return false
      }
      const isTold = counted.has(parent)
      counted.add(own)
      if (!isTold && parent !== own && !noId.test(span.parent_span_id)) parents.add(parent)
      return !isTold
    },
  }
}
