import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import type { InferenceContent, InferenceRequest } from '../inference-call.ts'
import { type JsonRecord, numberOf, recordOf, textOf } from '../json-value.ts'
import type { AnswerForm } from '../observe-api-promise.ts'
import { observeRequest } from '../observe-request.ts'
import { type ObservedMethod, patchMethod } from '../patch-method.ts'
import { resourcePrototype } from '../resource-prototype.ts'
import { CHAT_COMPLETION, chatRequestAttributes, chatRequestContent } from './chat-completions.ts'
import { RESPONSE, responseRequestAttributes, responseRequestContent } from './responses.ts'

interface ObservedEndpoint {
  operation: InferenceRequest['operation']
  attributes(body: JsonRecord): InferenceRequest['attributes']
  content(body: JsonRecord): InferenceContent
  form: AnswerForm
}

const NO_CONTENT: InferenceContent = { instructions: [], messages: [], tools: [] }

const CHAT: ObservedEndpoint = {
  operation: 'chat',
  attributes: chatRequestAttributes,
  content: chatRequestContent,
  form: CHAT_COMPLETION,
}

const RESPONSES: ObservedEndpoint = {
  operation: 'chat',
  attributes: responseRequestAttributes,
  content: responseRequestContent,
  form: RESPONSE,
}

const EMBEDDINGS: ObservedEndpoint = {
  operation: 'embeddings',
  attributes: (body) => ({
    'gen_ai.request.encoding_formats':
      textOf(body.encoding_format) === undefined ? undefined : [body.encoding_format as string],
    'gen_ai.embeddings.dimension.count': numberOf(body.dimensions),
  }),
  content: () => NO_CONTENT,
  form: {
    whole(data) {
      const { model, usage } = recordOf(data)
      return { model: textOf(model), usage: { inputTokens: numberOf(recordOf(usage).prompt_tokens) } }
    },
    stream: () => ({ take: () => false, answer: () => ({}) }),
  },
}

/**
 * Observes `chat.completions.create`, `responses.create` and `embeddings.create`, and with them the helpers that are built on these (`stream`, `parse`,
 * `runTools`), of every client of a class. `source` is the class `OpenAI`, its module, or a client. Returns how to undo it.
 *
 * `@opentelemetry/instrumentation-openai` (0.21, 0.22) is not used: it parses every answer itself, so that `asResponse()` hands out a body that is read
 * already; it returns a promise without `withResponse()` for streams of the Responses API; the span of a stream that is left, aborted or never read does
 * not end; messages are recorded wholly or not at all, as events of a deprecated form; and it does not know `openai` 7.
 */
export function observeOpenAI(source: unknown, telemetry: () => TelemetryCore | undefined): () => void {
  const undo = [
    patchMethod(resourcePrototype(source, 'OpenAI', ['chat', 'completions']), 'create', {
      telemetry,
      observe: observe(CHAT),
    }),
    patchMethod(resourcePrototype(source, 'OpenAI', ['responses']), 'create', {
      telemetry,
      observe: observe(RESPONSES),
    }),
    patchMethod(resourcePrototype(source, 'OpenAI', ['embeddings']), 'create', {
      telemetry,
      observe: observe(EMBEDDINGS),
    }),
  ]
  return () => {
    for (const step of undo) step()
  }
}

function observe(endpoint: ObservedEndpoint): ObservedMethod {
  return (telemetry, original, { client, args }) => {
    const body = recordOf(args[0])
    const { signal } = recordOf(args[1])
    const request = (): InferenceRequest => ({
      operation: endpoint.operation,
      provider: providerOf(client),
      model: textOf(body.model),
      baseURL: recordOf(client).baseURL,
      attributes: endpoint.attributes(body),
      content: () => endpoint.content(body),
    })
    return observeRequest(telemetry, original, request, {
      form: endpoint.form,
      signal: signal as AbortSignal | undefined,
    })
  }
}

// Servers that speak OpenAI's protocol, by the end of their host name.
const PROVIDERS: readonly (readonly [host: string, provider: string])[] = [
  ['.openai.azure.com', 'azure.ai.openai'],
  ['.services.ai.azure.com', 'azure.ai.inference'],
  ['api.groq.com', 'groq'],
  ['api.deepseek.com', 'deepseek'],
  ['api.mistral.ai', 'mistral_ai'],
  ['api.perplexity.ai', 'perplexity'],
  ['api.x.ai', 'x_ai'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
]

function providerOf(client: unknown): string {
  const { baseURL } = recordOf(client)
  if (typeof baseURL !== 'string' || !URL.canParse(baseURL)) return 'openai'
  const { hostname } = new URL(baseURL)
  return PROVIDERS.find(([host]) => hostname.endsWith(host))?.[1] ?? 'openai'
}
