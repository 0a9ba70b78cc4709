'use client'

import { addFilter, attributeKey } from '@hanzo/search'
import { PlusIcon } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Label } from '@/components/ui/label.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'

interface AttributeFilterButtonProps {
  query: string
  onQueryChange: (query: string) => void
}

/** Asks for an attribute of the record or its resource, and the value it must have. */
export function AttributeFilterButton({ query, onQueryChange }: AttributeFilterButtonProps) {
  const [open, setOpen] = useState(false)
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const id = useId()
  const complete = key.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!complete) return
    onQueryChange(addFilter(query, { key: attributeKey('any', key.trim()), value }))
    setKey('')
    setValue('')
    setOpen(false)
  }
  // A whole `key=value` that is pasted into the first field fills both.
  const changeKey = (text: string) => {
    const at = text.indexOf('=')
    setKey(at < 0 ? text : text.slice(0, at))
    if (at >= 0) setValue(text.slice(at + 1))
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="secondary" className="font-normal text-muted">
          <PlusIcon />
          Attribute
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Attribute filter" align="end" className="w-80">
        <form onSubmit={submit} className="grid gap-3">
          <div className="grid gap-1">
            <Label htmlFor={`${id}-key`}>Attribute</Label>
            <Input
              id={`${id}-key`}
              value={key}
              onChange={(event) => changeKey(event.target.value)}
              placeholder="gen_ai.request.model"
              spellCheck={false}
              autoComplete="off"
              className="font-mono"
            />
          </div>
          <div className="grid gap-1">
            <Label htmlFor={`${id}-value`}>Value</Label>
            <Input
              id={`${id}-value`}
              value={value}
              onChange={(event) => setValue(event.target.value)}
              spellCheck={false}
              autoComplete="off"
              className="font-mono"
            />
          </div>
          <Button type="submit" variant="primary" disabled={!complete}>
            Add filter
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}
