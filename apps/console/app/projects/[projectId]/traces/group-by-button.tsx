'use client'

import { findSearchField, searchFields } from '@hanzo/search'
import { useQuery } from '@tanstack/react-query'
import { GroupIcon, XIcon } from 'lucide-react'
import { useState } from 'react'
import { keyOptionsQuery } from '@/components/search/key-options.ts'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { formatCompact } from '@/lib/format-number.ts'

interface GroupByButtonProps {
  keys: readonly string[]
  onChange: (keys: string[]) => void
}

const keysMost = 3
/** Fields with few values come first. */
const usual = ['service', 'name', 'kind', 'status', 'env', 'version', 'model', 'agent', 'tool', 'provider', 'operation']
const fields = searchFields.filter(({ signals, type }) => signals.includes('spans') && type !== 'text')
const ordered = [...usual, ...fields.map(({ name }) => name).filter((name) => !usual.includes(name))]

/** Chooses what spans are grouped by: up to three fields or attributes. */
export function GroupByButton({ keys, onChange }: GroupByButtonProps) {
  const { projectId } = useProject()
  const [range] = useTimeRange()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const { data = [] } = useQuery({ ...keyOptionsQuery(projectId, 'spans', range), enabled: open })
  const wanted = text.trim().toLowerCase()
  const offered = [
    ...ordered.map((name) => ({ key: name, text: name, count: undefined })),
    ...data.filter((option) => !findSearchField(option.text, 'spans')),
  ].filter((option) => !keys.includes(option.key) && option.text.toLowerCase().includes(wanted))
  const add = (key: string) => {
    onChange([...keys, key])
    setText('')
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="secondary" className="max-w-72 font-normal text-muted">
          <GroupIcon />
          <span className="truncate">
            Group by <span className="font-medium text-foreground">{keys.join(', ')}</span>
          </span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Group by"
        align="end"
        className="flex max-h-[60vh] w-80 flex-col gap-2 overflow-hidden"
      >
        <ul aria-label="Grouped by" className="flex flex-wrap gap-1.5">
          {keys.map((key) => (
            <li key={key} className="flex h-6 max-w-full items-center rounded-md border border-border pl-2 text-sm">
              <span className="truncate">{key}</span>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`No longer group by ${key}`}
                disabled={keys.length === 1}
                onClick={() => onChange(keys.filter((other) => other !== key))}
              >
                <XIcon />
              </Button>
            </li>
          ))}
        </ul>
        {keys.length < keysMost ? (
          <>
            <Input
              className="shrink-0"
              aria-label="Find a field or attribute"
              placeholder="Field or attribute"
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                const [first] = offered
                if (event.key === 'Enter' && first) add(first.key)
              }}
            />
            <ul className="min-h-0 flex-1 overflow-y-auto">
              {offered.slice(0, 100).map((option) => (
                <li key={option.key}>
                  <button
                    type="button"
                    onClick={() => add(option.key)}
                    className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover"
                  >
                    <span className="min-w-0 flex-1 truncate">{option.text}</span>
                    {option.count !== undefined && (
                      <span className="text-xs text-subtle">{formatCompact(option.count)}</span>
                    )}
                  </button>
                </li>
              ))}
              {offered.length === 0 && <li className="p-2 text-sm text-subtle">No such field or attribute</li>}
            </ul>
          </>
        ) : (
          <p className="text-sm text-subtle">Three at most.</p>
        )}
      </PopoverContent>
    </Popover>
  )
}
