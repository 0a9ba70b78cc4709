'use client'

import { classNames } from '@/lib/class-names.ts'
import type { JsonNode } from '@/lib/read-json.ts'
import { type ValueActions, ValueButtons } from './value-buttons.tsx'

type Leaf = Exclude<JsonNode, { type: 'object' | 'array' }>

const colors: Record<Leaf['type'], string> = {
  string: 'text-foreground',
  number: 'text-[var(--kind-model)]',
  boolean: 'text-[var(--kind-agent)]',
  null: 'text-subtle italic',
}

interface JsonLeafProps {
  name: string | number | null
  node: Leaf
  actions: ValueActions | undefined
}

/** A value of a JSON tree that has none below it. */
export function JsonLeaf({ name, node, actions }: JsonLeafProps) {
  const text = node.type === 'string' ? node.value : node.text
  return (
    <div className="group relative flex items-start gap-1 rounded-sm pl-4 hover:bg-hover">
      {name !== null && (
        <span className="shrink-0">
          <span className="text-muted">{name}</span>
          <span className="text-subtle">:</span>
        </span>
      )}
      <span
        title={node.type}
        className={classNames('min-w-0 flex-1 break-words whitespace-pre-wrap', colors[node.type])}
      >
        {node.type === 'string' ? <Quoted text={text} /> : text}
      </span>
      <ValueButtons actions={actions} copied={() => text} what={String(name ?? 'value')} />
    </div>
  )
}

function Quoted({ text }: { text: string }) {
  return (
    <>
      <span className="text-subtle">"</span>
      {text}
      <span className="text-subtle">"</span>
    </>
  )
}
