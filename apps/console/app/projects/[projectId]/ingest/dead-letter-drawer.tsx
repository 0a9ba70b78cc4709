'use client'

import type { DeadLetterSummary } from '@hanzo/schema/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCwIcon, Trash2Icon, XIcon } from 'lucide-react'
import { useState } from 'react'
import { FormError } from '@/components/account/form-error.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { FactList } from '@/components/trace/fact-list.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Drawer } from '@/components/ui/drawer.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { formatBytes, formatQuantity } from '@/lib/format-number.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { rowsOf } from './dead-letter-columns.tsx'
import { DeadLetterRows } from './dead-letter-rows.tsx'
import { DeleteLetterDialog } from './delete-letter-dialog.tsx'
import { replayDeadLetter } from './queries.ts'

interface DeadLetterDrawerProps {
  projectId: string
  letter: DeadLetterSummary
  onClose: () => void
}

/** One dead letter: what ClickHouse said, its first rows, and what can be done with it. */
export function DeadLetterDrawer({ projectId, letter, onClose }: DeadLetterDrawerProps) {
  const [deleting, setDeleting] = useState(false)
  const client = useQueryClient()
  const toast = useToast()
  const replay = useMutation({
    mutationFn: () => replayDeadLetter(projectId, letter.id),
    onSuccess: () => {
      toast(`${formatQuantity(rowsOf(letter), 'row')} sent to ClickHouse again`)
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: [...projectKey(projectId), 'ingest'] }),
  })
  return (
    <Drawer label="Dead letter" onClose={onClose}>
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-border pr-2 pl-4">
        <h2 className="font-medium">Dead letter</h2>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close"
          title="Close (Esc)"
          className="ml-auto"
          onClick={onClose}
        >
          <XIcon />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
        <div className="flex flex-wrap items-center gap-2 px-4 pt-3">
          <Button variant="primary" disabled={replay.isPending} onClick={() => replay.mutate()}>
            <RotateCwIcon />
            Send again
          </Button>
          <Button
            variant="danger"
            disabled={replay.isPending || letter.hasOtherProjects}
            title={letter.hasOtherProjects ? 'Rows of other projects are in it' : undefined}
            onClick={() => setDeleting(true)}
          >
            <Trash2Icon />
            Delete
          </Button>
          <p className="text-muted">Rows that ClickHouse has stored already are not stored twice.</p>
        </div>
        <div className="px-4">
          <FormError error={replay.error} />
        </div>
        <FactList
          className="mt-4"
          facts={[
            { label: 'Refused', value: <Moment unixNano={`${letter.refusedAtUnixMs}000000`} /> },
            { label: 'Segment', value: <code className="font-mono">{letter.id}</code> },
            {
              label: 'Size',
              value: `${formatBytes(letter.bytes)}${letter.hasOtherProjects ? ', with rows of other projects' : ''}`,
            },
          ]}
        />
        {letter.tables.map((table) => (
          <DeadLetterRows key={table.table} projectId={projectId} letterId={letter.id} table={table} />
        ))}
      </div>
      {deleting && (
        <DeleteLetterDialog
          projectId={projectId}
          letter={letter}
          onClose={() => setDeleting(false)}
          onDeleted={onClose}
        />
      )}
    </Drawer>
  )
}
