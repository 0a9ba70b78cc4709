import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toProtobuf } from '../../../../test/fixtures/encode-otlp-model.ts'
import { ColumnBatch } from '../columns/column-batch.ts'
import { Sequence } from '../columns/sequence.ts'
import { createDecoder, type Decoder } from './decode-into.ts'
import { traceRequestMessage } from './protobuf/otlp-messages.ts'

interface CapturedSpan {
  name: string
  spanId: string
  parentSpanId: string
  startUnixNano: string
  attributes: Record<string, string | number | string[]>
}

const file = new URL('../genai/captured/openinference.json', import.meta.url)
const { spans: captured } = JSON.parse(readFileSync(file, 'utf8')) as { spans: CapturedSpan[] }
const context = {
  project: { projectId: 'default', retentionDays: 30 },
  receivedAtUnixNano: BigInt(captured[0]?.startUnixNano ?? 0) + 1_000_000_000n,
}

/** One call of Anthropic's SDK: the span of the SDK itself, and the one around it that OpenInference wrote. */
const inner = captured.find(({ name }) => name === 'anthropic.messages.create')
const outer = captured.find(({ spanId }) => spanId === inner?.parentSpanId)

function requestOf(
  encoding: 'protobuf' | 'json',
  { name, spanId, parentSpanId, startUnixNano, attributes }: CapturedSpan,
) {
  const isJson = encoding === 'json'
  const id = (hex: string) => (isJson ? hex : Buffer.from(hex, 'hex'))
  const span = {
    traceId: id('0af7651916cd43dd8448eb211c80319c'),
    spanId: id(spanId),
    parentSpanId: id(parentSpanId),
    name,
    startTimeUnixNano: isJson ? startUnixNano : BigInt(startUnixNano),
    attributes: Object.entries(attributes).map(([key, value]) => {
      if (typeof value === 'number') return { key, value: { intValue: isJson ? String(value) : BigInt(value) } }
      return { key, value: { stringValue: String(value) } }
    }),
  }
  const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }
  return isJson ? Buffer.from(JSON.stringify(request)) : toProtobuf(traceRequestMessage, request)
}

function stored(decoder: Decoder, encoding: 'protobuf' | 'json', span: CapturedSpan | undefined) {
  if (!span) throw new Error('the span was not captured')
  const batch = new ColumnBatch()
  const sequence = new Sequence({ instance: 0 })
  sequence.tick()
  const sink = { batch, sequence, describe: () => undefined }
  decoder.decode('traces', encoding, requestOf(encoding, span), context, sink)
  return batch.table('spans').readRows(0, 1)[0]
}

describe('a call of a model that two spans tell of', () => {
  it.each([
    ['protobuf', 'protobuf'],
    ['protobuf', 'json'],
    ['json', 'protobuf'],
  ] as const)('counts once, though they come in two requests (%s, then %s)', (first, second) => {
    const decoder = createDecoder()
    const tokens = { gen_ai_input_tokens: 2112, gen_ai_output_tokens: 30, gen_ai_cost: 0.001461 }
    expect(stored(decoder, first, inner)).toMatchObject({ gen_ai_is_inference: true, ...tokens })
    expect(stored(decoder, second, outer)).toMatchObject({ gen_ai_kind: 'llm', gen_ai_is_inference: false, ...tokens })
  })
})
