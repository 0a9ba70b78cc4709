'use client'

import type { ApiKey } from '@hanzo/schema/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FormError } from '@/components/account/form-error.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog.tsx'
import { apiKeysQuery, revokeApiKey } from './queries.ts'

interface RevokeKeyDialogProps {
  projectId: string
  apiKey: ApiKey
  onClose: () => void
}

export function RevokeKeyDialog({ projectId, apiKey, onClose }: RevokeKeyDialogProps) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(projectId, apiKey.keyId),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: apiKeysQuery(projectId).queryKey })
      onClose()
    },
  })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogTitle>Revoke {apiKey.name}?</DialogTitle>
        <DialogDescription className="mt-1 text-muted">
          Whatever sends with it is refused within seconds. This cannot be undone.
        </DialogDescription>
        <div className="mt-4">
          <FormError error={revoke.error} />
        </div>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke key
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  )
}
