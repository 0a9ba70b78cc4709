'use client'

import type { DeadLetterSummary } from '@hanzo/schema/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FormError } from '@/components/account/form-error.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { formatQuantity } from '@/lib/format-number.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { rowsOf } from './dead-letter-columns.tsx'
import { deleteDeadLetter } from './queries.ts'

interface DeleteLetterDialogProps {
  projectId: string
  letter: DeadLetterSummary
  onClose: () => void
  onDeleted: () => void
}

export function DeleteLetterDialog({ projectId, letter, onClose, onDeleted }: DeleteLetterDialogProps) {
  const client = useQueryClient()
  const toast = useToast()
  const rows = formatQuantity(rowsOf(letter), 'row')
  const remove = useMutation({
    mutationFn: () => deleteDeadLetter(projectId, letter.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [...projectKey(projectId), 'ingest'] })
      toast('Dead letter deleted')
      onClose()
      onDeleted()
    },
  })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogTitle>Delete {rows}?</DialogTitle>
        <DialogDescription className="mt-1 text-muted">
          They were accepted and never stored: nobody has them but this file. This cannot be undone.
        </DialogDescription>
        <div className="mt-4">
          <FormError error={remove.error} />
        </div>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Delete for good
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  )
}
