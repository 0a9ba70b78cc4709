'use client'

import { ChevronRightIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { classNames } from '@/lib/class-names.ts'
import type { JsonNode } from '@/lib/read-json.ts'
import { JsonLeaf } from './json-leaf.tsx'
import { type ValueActions, ValueButtons } from './value-buttons.tsx'

export type JsonPath = readonly (string | number)[]

interface JsonTreeProps {
  node: JsonNode
  /** What one can do with the value at a path; none where it cannot be searched for. */
  actionsOf?: ((path: JsonPath, node: JsonNode) => ValueActions | undefined) | undefined
}

/** Entries of one object or array that are drawn at once. */
const entriesAtOnce = 100
/** Deeper ones are closed at first. */
const openDepth = 2

/** A JSON value as a tree that folds. Every leaf shows its type by its colour and can be copied. */
export function JsonTree({ node, actionsOf }: JsonTreeProps) {
  return (
    <div className="font-mono text-sm leading-5">
      <JsonBranch node={node} name={null} path={[]} actionsOf={actionsOf} />
    </div>
  )
}

interface JsonBranchProps extends JsonTreeProps {
  name: string | number | null
  path: JsonPath
}

function JsonBranch(props: JsonBranchProps) {
  const { node, name, path, actionsOf } = props
  const [isOpen, setOpen] = useState(path.length < openDepth)
  const [shown, setShown] = useState(entriesAtOnce)
  if (node.type !== 'object' && node.type !== 'array') {
    return <JsonLeaf name={name} node={node} actions={actionsOf?.(path, node)} />
  }
  const entries: readonly (readonly [string | number, JsonNode])[] =
    node.type === 'object' ? node.entries : node.items.map((item, index) => [index, item] as const)
  const braces = node.type === 'object' ? '{}' : '[]'
  return (
    <div>
      <div className="group relative flex items-start rounded-sm hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          disabled={entries.length === 0}
          className="flex min-w-0 flex-1 items-center gap-1 text-left"
        >
          <ChevronRightIcon
            aria-hidden="true"
            className={classNames(
              'size-3 shrink-0 text-subtle transition-transform duration-100',
              isOpen && 'rotate-90',
              entries.length === 0 && 'invisible',
            )}
          />
          <JsonName name={name} />
          <span className="truncate text-subtle">{summaryOf(braces, entries.length)}</span>
        </button>
        <ValueButtons actions={actionsOf?.(path, node)} copied={() => jsonText(node)} what={String(name ?? 'JSON')} />
      </div>
      {isOpen && entries.length > 0 && (
        <div className="ml-[5px] border-l border-border pl-3">
          {entries.slice(0, shown).map(([key, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may stand twice, and a value never changes its place
            <JsonBranch key={`${index} ${key}`} node={value} name={key} path={[...path, key]} actionsOf={actionsOf} />
          ))}
          {entries.length > shown && (
            <Button size="sm" className="my-1" onClick={() => setShown(shown + 10 * entriesAtOnce)}>
              {entries.length - shown} more
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function JsonName({ name }: { name: string | number | null }) {
  if (name === null) return null
  return (
    <span className="shrink-0">
      <span className="text-muted">{name}</span>
      <span className="text-subtle">:</span>
    </span>
  )
}

function summaryOf(braces: string, count: number): string {
  const [open = '', close = ''] = braces
  if (count === 0) return braces
  return `${open} ${count} ${braces === '[]' ? (count === 1 ? 'item' : 'items') : count === 1 ? 'key' : 'keys'} ${close}`
}

/** The value as JSON again, with the digits it was sent with. */
function jsonText(node: JsonNode): string {
  if (node.type === 'object')
    return `{${node.entries.map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`
  if (node.type === 'array') return `[${node.items.map(jsonText).join(',')}]`
  return node.type === 'string' ? JSON.stringify(node.value) : node.text
}
