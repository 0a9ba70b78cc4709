import type { OpenSpanState } from '@hanzo/schema/api'
import { nodeAt, type TraceTree } from './trace-tree.ts'

/** A call of a model in a trace. Times are nanoseconds since the start of the trace. */
export interface ModelCall {
  index: number
  spanId: string
  name: string
  model: string
  start: number
  duration: number
  isError: boolean
  state: OpenSpanState | undefined
}

const callsMost = 500

/** The first 500 calls of models by start time: those that instrumentations marked as inference of text. */
export function modelCalls(tree: TraceTree): ModelCall[] {
  const isCall = tree.structure.operations.map(({ genAi }) => genAi?.kind === 'llm' && genAi.isInference)
  const calls: ModelCall[] = []
  for (let place = 0; place < tree.spanCount && calls.length < callsMost; place += 1) {
    if (!isCall[tree.structure.operationOf[place] ?? -1]) continue
    const node = nodeAt(tree, tree.nodeOf[place] ?? -1)
    if (!node?.operation) continue
    const { index, spanId, start, duration, isError, state, operation } = node
    const model = operation.genAi?.responseModel || operation.genAi?.requestModel || ''
    calls.push({ index, spanId, name: operation.name, model, start, duration, isError, state })
  }
  return calls
}
