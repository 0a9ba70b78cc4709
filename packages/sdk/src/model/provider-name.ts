/** By the longest prefix of the AI SDK's provider string, a whole word of it. */
const NAMES: readonly (readonly [prefix: string, name: string])[] = [
  ['azure-openai', 'azure.ai.openai'],
  ['azure', 'azure.ai.inference'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['vertex.anthropic', 'gcp.vertex_ai'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['google', 'gcp.gemini'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['mistral', 'mistral_ai'],
  ['cohere', 'cohere'],
  ['groq', 'groq'],
  ['deepseek', 'deepseek'],
  ['perplexity', 'perplexity'],
  ['xai', 'x_ai'],
  ['watsonx', 'ibm.watsonx.ai'],
  ['moonshotai', 'moonshot_ai'],
]

/**
 * `gen_ai.provider.name` for a provider as the AI SDK names it: `openai.chat` is `openai`, `google.generative-ai` is `gcp.gemini`.
 * One that OpenTelemetry has no name for stays as it is.
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 */
export function providerName(provider: string): string {
  let best: readonly [string, string] | undefined
  for (const entry of NAMES) {
    const [prefix] = entry
    const isWord = provider.startsWith(prefix) && (provider.length === prefix.length || provider[prefix.length] === '.')
    if (isWord && prefix.length > (best?.[0].length ?? 0)) best = entry
  }
  return best?.[1] ?? provider
}
