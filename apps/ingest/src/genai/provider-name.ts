// What SDKs write, by prefix, longest first; the name itself, or followed by one of these signs.
const prefixes: readonly [prefix: string, provider: string][] = (
  [
    ['openai', 'openai'],
    ['azure-openai', 'azure.ai.openai'],
    ['azure_openai', 'azure.ai.openai'],
    ['azure.ai.openai', 'azure.ai.openai'],
    ['az.ai.openai', 'azure.ai.openai'],
    ['azure', 'azure.ai.inference'],
    ['az.ai.inference', 'azure.ai.inference'],
    ['anthropic', 'anthropic'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['bedrock', 'aws.bedrock'],
    ['aws', 'aws.bedrock'],
    ['google', 'gcp.gemini'],
    ['gemini', 'gcp.gemini'],
    ['google.vertex', 'gcp.vertex_ai'],
    ['google-vertex', 'gcp.vertex_ai'],
    ['google-vertexai', 'gcp.vertex_ai'],
    ['vertex', 'gcp.vertex_ai'],
    ['vertexai', 'gcp.vertex_ai'],
    ['vertex_ai', 'gcp.vertex_ai'],
    ['mistral', 'mistral_ai'],
    ['mistralai', 'mistral_ai'],
    ['mistral_ai', 'mistral_ai'],
    ['xai', 'x_ai'],
    ['x-ai', 'x_ai'],
    ['cohere', 'cohere'],
    ['groq', 'groq'],
    ['deepseek', 'deepseek'],
    ['perplexity', 'perplexity'],
    ['moonshotai', 'moonshot_ai'],
    ['moonshot', 'moonshot_ai'],
    ['watsonx', 'ibm.watsonx.ai'],
  ] as [string, string][]
).sort(([a], [b]) => b.length - a.length)

// `google-vertex` is more than `google`, but `openai-compatible` is not OpenAI.
const separators = ['.', '/', ':']

const known = new Map<string, string>()
/** Names that are remembered; senders use a handful. */
const knownMax = 1_000

/**
 * A provider by OpenTelemetry's name for it, whatever the SDK calls it; one that it has no name for as it was sent.
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 */
export function providerName(sent: string): string {
  const remembered = known.get(sent)
  if (remembered !== undefined) return remembered
  const name = translated(sent)
  if (known.size >= knownMax) known.clear()
  known.set(sent, name)
  return name
}

function translated(sent: string): string {
  const name = sent.toLowerCase()
  for (const [prefix, provider] of prefixes) {
    if (name === prefix || (name.startsWith(prefix) && separators.includes(name[prefix.length] ?? ''))) return provider
  }
  return sent
}
