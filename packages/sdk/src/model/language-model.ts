import type { LanguageModel } from 'ai'
import { AgentError } from '../agent/agent-error.ts'
import type { AiSdk } from './load-ai.ts'

/** A model object of the AI SDK, of specification v3 or v2. */
export type ModelObject = Exclude<LanguageModel, string>
/** The newest specification; v2 differs in the shapes of usage and finish reason only, and those are read with either in mind. */
export type ModelObjectV3 = Extract<ModelObject, { specificationVersion: 'v3' }>
export type ModelCallOptions = Parameters<ModelObjectV3['doGenerate']>[0]
export type GenerateResult = Awaited<ReturnType<ModelObjectV3['doGenerate']>>
export type StreamResult = Awaited<ReturnType<ModelObjectV3['doStream']>>
export type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never

/** The model's id as it is asked for, without loading anything. */
export const modelIdOf = (model: LanguageModel): string => (typeof model === 'string' ? model : model.modelId)

/**
 * The object behind a model id: of the default provider where the application set one (`globalThis.AI_SDK_DEFAULT_PROVIDER`), of the AI gateway
 * otherwise, as the AI SDK itself resolves it.
 * @throws {AgentError} `INVALID_CONFIG` for something that is no model of the AI SDK 6.
 */
export function resolveModel(model: LanguageModel, ai: AiSdk): ModelObject {
  if (typeof model === 'string') return (globalThis.AI_SDK_DEFAULT_PROVIDER ?? ai.gateway).languageModel(model)
  if (model.specificationVersion !== 'v3' && model.specificationVersion !== 'v2') {
    const { specificationVersion } = model as { specificationVersion?: unknown }
    throw new AgentError(
      'INVALID_CONFIG',
      `a model of specification ${String(specificationVersion)} does not work with the AI SDK 6, which takes v3 and v2: install the provider package whose major version fits ai@6`,
      { specificationVersion },
    )
  }
  return model
}

/** Host and port that a model object calls, where its provider keeps them as the packages of the AI SDK do. */
export function serverOf(model: ModelObject): { address: string; port: number } | undefined {
  const { config } = model as { config?: { baseURL?: unknown; url?: unknown } }
  try {
    const url =
      typeof config?.url === 'function'
        ? (config.url as (at: { path: string; modelId: string }) => unknown)({ path: '/', modelId: model.modelId })
        : config?.baseURL
    if (typeof url !== 'string') return undefined
    const { hostname, port, protocol } = new URL(url)
    return { address: hostname, port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) }
  } catch {
    // The attribute is optional, and a provider may keep anything in this field.
    return undefined
  }
}
