'use client'

import type { LimitState, Limits } from '@hanzo/schema/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FormError } from '@/components/account/form-error.tsx'
import { FormField } from '@/components/account/form-field.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog.tsx'
import { formatBytes, formatCount } from '@/lib/format-number.ts'
import { type LimitFields, limitFields, readLimitFields } from './limit-fields.ts'
import { limitsQuery, setLimits } from './queries.ts'

interface LimitsDialogProps {
  projectId: string
  state: LimitState
  onClose: () => void
}

const titles: Record<keyof Limits, string> = {
  recordsPerSecond: 'Records a second',
  bytesPerSecond: 'Bytes a second',
  burstSeconds: 'Burst, in seconds of these rates',
  recordsPerDay: 'Records a day',
  bytesPerDay: 'Bytes a day',
}

/** The limits as text; an empty field is no limit. */
export function LimitsDialog({ projectId, state, onClose }: LimitsDialogProps) {
  const [fields, setFields] = useState<LimitFields>(() => limitFields(state.limits))
  const client = useQueryClient()
  const { limits, mistakes } = readLimitFields(fields)
  const save = useMutation({
    mutationFn: (changed: Limits) => setLimits(projectId, changed),
    onSuccess: (answer) => {
      client.setQueryData(limitsQuery(projectId).queryKey, answer)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (limits) save.mutate(limits)
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <form onSubmit={submit}>
          <DialogTitle>Set limits</DialogTitle>
          <DialogDescription className="mt-1 text-muted">
            Records are spans, log records and metric points. An empty field is no limit.
          </DialogDescription>
          <div className="mt-4 grid gap-4">
            {(Object.keys(titles) as (keyof Limits)[]).map((name, index) => (
              <FormField
                key={name}
                label={titles[name]}
                value={fields[name]}
                onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
                placeholder={name === 'burstSeconds' ? '10' : 'no limit'}
                error={mistakes[name]}
                autoFocus={index === 0}
                autoComplete="off"
                maxLength={30}
                {...hintOf(name, state)}
              />
            ))}
            <FormError error={save.error} />
          </div>
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!limits || save.isPending}>
              Save
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  )
}

/** What no project of this platform may exceed. */
function hintOf(name: keyof Limits, { ceiling }: LimitState): { hint?: string } {
  const most = ceiling[name]
  if (name === 'burstSeconds' || most === null) return {}
  return { hint: `The platform allows ${name.startsWith('bytes') ? formatBytes(most) : formatCount(most)} at most.` }
}
