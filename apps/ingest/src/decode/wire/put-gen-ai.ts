import type { AnyValue } from '@hanzo/schema/otlp'
import { genAiColumns } from '@hanzo/schema/row'
import { type ColumnBuilders, columnKindOf } from '../../columns/column-kind.ts'
import type { GenAiAttributes } from '../../genai/gen-ai-attributes.ts'
import { type GenAiColumns, genAiColumnsOf } from '../../genai/gen-ai-columns-of.ts'
import type { InferenceMemory, InferenceSpan } from '../../genai/inference-memory.ts'
import { slotCount } from '../../genai/slots.ts'
import type { AttributeList } from './attribute-list.ts'
import { uint64Of } from './halves.ts'
import { absent } from './read-scalar.ts'
import type { SpanFields } from './read-span.ts'
import type { WireReader } from './wire-reader.ts'

export type GenAiColumnBuilders = {
  readonly [K in keyof typeof genAiColumns]: ColumnBuilders[(typeof genAiColumns)[K]]
}

const kinds = Object.entries(genAiColumns).map(([name, type]) => ({
  name: name as keyof GenAiColumns,
  kind: columnKindOf(type),
}))

/** Puts what spans tell of generative AI; those that tell nothing leave the columns empty. */
export class GenAiPutter {
  readonly #columns: GenAiColumnBuilders
  readonly #lookup = new AttributeLookup()

  constructor(columns: GenAiColumnBuilders) {
    this.#columns = columns
  }

  /** To be called once for each span that is stored: `inferences` remembers it. */
  put(span: SpanFields, reader: WireReader, projectId: string, inferences: InferenceMemory): void {
    const { attributes, startLow, startHigh } = span
    const values = genAiColumnsOf(this.#lookup.open(attributes, reader), uint64Of(startLow, startHigh))
    if (values.gen_ai_is_inference) {
      values.gen_ai_is_inference = inferences.counts(inferenceOf(span, reader, projectId, values))
    }
    for (const { name, kind } of kinds) kind.put(this.#columns[name], values[name])
  }
}

function inferenceOf(
  { traceId, spanId, parentSpanId }: SpanFields,
  { bytes }: WireReader,
  projectId: string,
  values: GenAiColumns,
): InferenceSpan {
  return {
    project_id: projectId,
    trace_id: bytes.toString('hex', traceId, traceId + 16),
    span_id: bytes.toString('hex', spanId, spanId + 8),
    parent_span_id: parentSpanId === absent ? '' : bytes.toString('hex', parentSpanId, parentSpanId + 8),
    gen_ai_is_inference: values.gen_ai_is_inference,
    gen_ai_input_tokens: values.gen_ai_input_tokens,
    gen_ai_output_tokens: values.gen_ai_output_tokens,
  }
}

/** Finds the attributes of one span by the numbers of their keys, and makes values of those that are asked for. */
class AttributeLookup implements GenAiAttributes {
  /** Where each is, from 1 on: 0 is for those that are not there. */
  readonly #places = new Int32Array(slotCount())
  #attributes: AttributeList | undefined
  #reader: WireReader | undefined

  open(attributes: AttributeList, reader: WireReader): this {
    this.#attributes = attributes
    this.#reader = reader
    this.#places.fill(0)
    for (let at = 0; at < attributes.count; at++) {
      const slot = attributes.keys[at]?.use.genAiSlot ?? -1
      if (slot >= 0) this.#places[slot] = at + 1
    }
    return this
  }

  at(slot: number): AnyValue | undefined {
    const place = this.#places[slot] as number
    return place === 0 ? undefined : this.#valueAt(place - 1)
  }

  named(key: string): AnyValue | undefined {
    const { count, keys } = this.#attributes as AttributeList
    for (let at = 0; at < count; at++) {
      if (keys[at]?.text === key) return this.#valueAt(at)
    }
    return undefined
  }

  #valueAt(at: number): AnyValue {
    return (this.#attributes as AttributeList).valueAt(at, this.#reader as WireReader)
  }
}
