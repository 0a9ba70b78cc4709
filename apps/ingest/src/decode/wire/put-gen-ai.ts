import type { AnyValue } from '@hanzo/schema/otlp'
import { genAiColumns } from '@hanzo/schema/row'
import { type ColumnBuilders, columnKindOf } from '../../columns/column-kind.ts'
import type { GenAiAttributes } from '../../genai/gen-ai-attributes.ts'
import { type GenAiColumns, genAiColumnsOf } from '../../genai/gen-ai-columns-of.ts'
import type { InferenceMemory } from '../../genai/inference-memory.ts'
import { slotCount } from '../../genai/slots.ts'
import type { AttributeList } from './attribute-list.ts'
import { uint64Of } from './halves.ts'
import { absent } from './read-scalar.ts'
import type { SpanFields } from './read-span.ts'
import type { WireReader } from './wire-reader.ts'

export type GenAiColumnBuilders = {
  readonly [K in keyof typeof genAiColumns]: ColumnBuilders[(typeof genAiColumns)[K]]
}

const names = Object.keys(genAiColumns) as (keyof GenAiColumns)[]

/** Puts what spans tell of generative AI; those that tell nothing leave the columns empty. */
export class GenAiPutter {
  readonly #columns: GenAiColumnBuilders

  constructor(columns: GenAiColumnBuilders) {
    this.#columns = columns
  }

  /** To be called once for each span that is stored: `inferences` remembers it. */
  put(span: SpanFields, reader: WireReader, projectId: string, inferences: InferenceMemory): void {
    const { attributes, startLow, startHigh } = span
    const values = genAiColumnsOf(lookupOf(attributes, reader), uint64Of(startLow, startHigh))
    if (values.gen_ai_is_inference) {
      values.gen_ai_is_inference = inferences.counts({ ...values, ...idsOf(span, reader), project_id: projectId })
    }
    this.#putValues(values)
  }

  #putValues(values: GenAiColumns): void {
    for (const name of names) columnKindOf(genAiColumns[name]).put(this.#columns[name], values[name])
  }
}

function idsOf({ traceId, spanId, parentSpanId }: SpanFields, { bytes }: WireReader) {
  return {
    trace_id: bytes.toString('hex', traceId, traceId + 16),
    span_id: bytes.toString('hex', spanId, spanId + 8),
    parent_span_id: parentSpanId === absent ? '' : bytes.toString('hex', parentSpanId, parentSpanId + 8),
  }
}

/** Finds attributes by the numbers of their keys, and makes values of those that are asked for. */
function lookupOf(attributes: AttributeList, reader: WireReader): GenAiAttributes {
  // Where each is, from 1 on: 0 is for those that are not there.
  const places = new Int32Array(slotCount())
  for (let at = 0; at < attributes.count; at++) {
    const slot = attributes.keys[at]?.use.genAiSlot ?? -1
    if (slot >= 0) places[slot] = at + 1
  }
  return {
    at(slot): AnyValue | undefined {
      const place = places[slot] as number
      return place === 0 ? undefined : attributes.valueAt(place - 1, reader)
    },
    named(key): AnyValue | undefined {
      for (let at = 0; at < attributes.count; at++) {
        if (attributes.keys[at]?.text === key) return attributes.valueAt(at, reader)
      }
      return undefined
    },
  }
}
