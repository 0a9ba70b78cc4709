/**
 * Every dialect of generative AI marks its spans by an attribute that begins with one of these. A span without any has
 * `noGenAiColumns`, and need not be given to `genAiColumnsOf`. Keys that dialects use beside them (`input.value`,
 * `agent.name`, `tool.name` …) mean nothing without such a mark.
 */
export const genAiKeyPrefixes = ['gen_ai.', 'ai.', 'llm.', 'openinference.', 'traceloop.', 'langfuse.', 'mcp.'] as const

/** Whether one of the keys marks a span of generative AI. */
export function hasGenAiKey(keys: Iterable<string>): boolean {
  for (const key of keys) if (isGenAiKey(key)) return true
  return false
}

function isGenAiKey(key: string): boolean {
  return genAiKeyPrefixes.some((prefix) => key.startsWith(prefix))
}
