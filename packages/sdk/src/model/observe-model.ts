import type { ModelAnswer } from './chat-attributes.ts'
import { finishReasonOf } from './finish-reason.ts'
import type { SourcePart } from './genai-messages.ts'
import type { GenerateResult, ModelCallOptions, ModelObject, ModelObjectV3, StreamResult } from './language-model.ts'
import { type ModelCaller, startModelCall } from './model-call.ts'
import { observeStream } from './observe-stream.ts'
import type { ReportedUsage } from './usage.ts'

/** Marks a model whose calls are observed, so that nobody observes them twice. One for the ESM and the CJS build. */
export const OBSERVED_MODEL: unique symbol = Symbol.for('@hanzo/ai/observed-model') as never

/**
 * The same model, with one `chat` span and the `gen_ai.client.*` metrics for each call. It keeps its specification, v3 or v2, so that the AI SDK goes
 * on as with the model itself. Calls must come one after the other, as they do within one run: a call after a failed one counts as its retry.
 */
export function observeModel(model: ModelObject, caller: ModelCaller): ModelObject {
  // Both specifications have the same methods; what they answer is read with either in mind.
  const called = model as ModelObjectV3
  let attempt = 0

  async function observe<T>(
    options: ModelCallOptions,
    isStream: boolean,
    run: () => PromiseLike<T>,
    done: (result: T, call: ReturnType<typeof startModelCall>) => T,
  ): Promise<T> {
    attempt += 1
    const call = startModelCall(model, options, caller, { isStream, attempt })
    try {
      const result = await caller.internals.contexts.with(call.context, run)
      attempt = 0
      return done(result, call)
    } catch (error) {
      call.fail(error)
      throw error
    }
  }

  const observed: ModelObjectV3 & { [OBSERVED_MODEL]: true } = {
    [OBSERVED_MODEL]: true,
    specificationVersion: called.specificationVersion,
    provider: called.provider,
    modelId: called.modelId,
    get supportedUrls() {
      return called.supportedUrls
    },
    doGenerate: (options) =>
      observe(
        options,
        false,
        () => called.doGenerate(options),
        (result, call) => {
          call.succeed(answerOf(result))
          return result
        },
      ),
    doStream: (options) =>
      observe<StreamResult>(
        options,
        true,
        () => called.doStream(options),
        (result, call) => ({ ...result, stream: observeStream(result.stream, call, options.abortSignal) }),
      ),
  }
  return observed
}

function answerOf(result: GenerateResult): ModelAnswer {
  return {
    id: result.response?.id,
    modelId: result.response?.modelId,
    finishReason: finishReasonOf(result.finishReason),
    usage: result.usage as ReportedUsage,
    content: result.content as readonly object[] as SourcePart[],
  }
}
