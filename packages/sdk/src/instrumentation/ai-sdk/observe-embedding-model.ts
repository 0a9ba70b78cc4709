import { serverOf } from '../../model/language-model.ts'
import { providerName } from '../../model/provider-name.ts'
import { internalsOf } from '../../telemetry/internals-of.ts'
import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import { startInference } from '../inference-call.ts'
import { numberOf, recordOf } from '../json-value.ts'

interface EmbeddingModel {
  provider: string
  modelId: string
  doEmbed(options: { abortSignal?: AbortSignal }): PromiseLike<unknown>
}

/** The same embedding model with an `embeddings` span for each call. What is no model object stays as it is. */
export function observedEmbeddingModel(model: unknown, telemetry: TelemetryCore): unknown {
  if (typeof (model as { doEmbed?: unknown } | undefined)?.doEmbed !== 'function') return model
  const original = model as EmbeddingModel
  const doEmbed: EmbeddingModel['doEmbed'] = async (options) => {
    const server = serverOf(original as never)
    const request = {
      operation: 'embeddings' as const,
      provider: providerName(original.provider),
      model: original.modelId,
      baseURL: undefined,
      attributes: { 'server.address': server?.address, 'server.port': server?.port },
      content: () => ({ instructions: [], messages: [], tools: [] }),
    }
    const call = startInference(telemetry, request, options.abortSignal)
    try {
      const result = await internalsOf(telemetry).contexts.with(call.context, () => original.doEmbed(options))
      call.succeed({ usage: { inputTokens: numberOf(recordOf(recordOf(result).usage).tokens) } })
      return result
    } catch (error) {
      call.fail(error)
      throw error
    }
  }
  return new Proxy(original, {
    get(target, key) {
      if (key === 'doEmbed') return doEmbed
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
