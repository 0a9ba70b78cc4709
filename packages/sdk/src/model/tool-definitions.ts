import type { Redactor } from '../redaction/redactor.ts'
import type { ModelCallOptions } from './language-model.ts'

type OfferedTool = NonNullable<ModelCallOptions['tools']>[number]

interface Definitions {
  tools: readonly OfferedTool[]
  /** What a user's `redact` may look at. */
  spanName: string
  text: string | undefined
}

// By redactor and by the schema of the first tool: both live as long as the text is worth keeping.
const known = new WeakMap<Redactor, WeakMap<object, Definitions>>()

const key = 'gen_ai.tool.definitions'

/** The tools that a call offers as `gen_ai.tool.definitions`, as far as the content level lets them through. Equal ones are made into text once. */
export function toolDefinitions(
  tools: readonly OfferedTool[] | undefined,
  redactor: Redactor,
  spanName: string,
): string | undefined {
  const [first] = tools ?? []
  if (!tools || !first) return undefined
  const make = () => redactor.messages(tools.map(definitionOf), { signal: 'span', key, spanName })
  if (first.type !== 'function' || typeof first.inputSchema !== 'object') return make()
  const ofRedactor = known.get(redactor) ?? new WeakMap<object, Definitions>()
  known.set(redactor, ofRedactor)
  const last = ofRedactor.get(first.inputSchema)
  if (last?.spanName === spanName && areSame(last.tools, tools)) return last.text
  const definitions = { tools, spanName, text: make() }
  ofRedactor.set(first.inputSchema, definitions)
  return definitions.text
}

function areSame(some: readonly OfferedTool[], others: readonly OfferedTool[]): boolean {
  return some.length === others.length && some.every((tool, index) => isSame(tool, others[index]))
}

function isSame(tool: OfferedTool, other: OfferedTool | undefined): boolean {
  if (tool.type !== 'function' || other?.type !== 'function')
    return tool.type === other?.type && tool.name === other.name
  return tool.name === other.name && tool.description === other.description && tool.inputSchema === other.inputSchema
}

function definitionOf(tool: OfferedTool) {
  return tool.type === 'function'
    ? { type: 'function', name: tool.name, description: tool.description, parameters: tool.inputSchema }
    : { type: 'extension', name: tool.name }
}
