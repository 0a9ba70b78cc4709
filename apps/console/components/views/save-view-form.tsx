'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'

interface SaveViewFormProps {
  isBusy: boolean
  onSave: (view: { name: string; isShared: boolean }) => void
}

/** Gives what the page shows a name. */
export function SaveViewForm({ isBusy, onSave }: SaveViewFormProps) {
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onSave({ name: name.trim(), isShared })
  }
  return (
    <form onSubmit={submit} className="grid shrink-0 gap-2 border-t border-border p-3">
      <div className="flex gap-2">
        <Input
          aria-label="Name of the view"
          placeholder="Name what is shown now"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" variant="primary" disabled={name.trim() === '' || isBusy}>
          Save
        </Button>
      </div>
      <label className="flex items-center gap-2 text-sm text-muted">
        <input type="checkbox" checked={isShared} onChange={(event) => setShared(event.target.checked)} />
        Everybody in this project sees it
      </label>
    </form>
  )
}
