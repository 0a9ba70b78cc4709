'use client'

import type { ApiKeyScope } from '@hanzo/schema/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError } from '@/components/account/form-error.tsx'
import { FormField } from '@/components/account/form-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { apiKeysQuery, createApiKey } from './queries.ts'

interface CreateKeyDialogProps {
  projectId: string
  onClose: () => void
}

const scopes = [
  { value: 'all', label: 'Send and read' },
  { value: 'ingest', label: 'Send only' },
] as const

/** Asks for a name and what the key may do, then shows the key, once. */
export function CreateKeyDialog({ projectId, onClose }: CreateKeyDialogProps) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ApiKeyScope>('all')
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => createApiKey(projectId, { name: name.trim(), scope }),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery(projectId).queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        {create.data ? (
          <>
            <DialogTitle>Copy the key now</DialogTitle>
            <DialogDescription className="mt-1 text-muted">It cannot be shown again.</DialogDescription>
            <div className="mt-4 flex items-center gap-1 rounded-md border border-border bg-surface py-1 pr-1 pl-3">
              <code className="min-w-0 flex-1 font-mono text-sm break-all">{create.data.key}</code>
              <CopyButton text={create.data.key} what="Key" />
            </div>
            <div className="mt-5 flex justify-end">
              <Button variant="primary" onClick={onClose}>
                Done
              </Button>
            </div>
          </>
        ) : (
          <form onSubmit={submit}>
            <DialogTitle>Create an API key</DialogTitle>
            <DialogDescription className="mt-1 text-muted">Name it after what will send with it.</DialogDescription>
            <div className="mt-4 grid gap-4">
              <FormField
                label="Name"
                value={name}
                onChange={(event) => setName(event.target.value)}
                placeholder="support-agent production"
                maxLength={100}
                autoFocus
              />
              <div className="grid justify-items-start gap-1">
                <Segmented label="What the key may do" value={scope} options={scopes} onValueChange={setScope} />
                <p className="text-sm text-subtle">
                  {scope === 'all'
                    ? 'For servers: sends telemetry, and reads what the API has.'
                    : 'For what others can look into, such as pages: reads nothing.'}
                </p>
              </div>
              <FormError error={create.error} />
            </div>
            <div className="mt-5 flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={name.trim() === '' || create.isPending}>
                Create key
              </Button>
            </div>
          </form>
        )}
      </DialogContent>
    </Dialog>
  )
}
