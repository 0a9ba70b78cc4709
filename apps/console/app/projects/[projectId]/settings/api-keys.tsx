'use client'

import { useQuery } from '@tanstack/react-query'
import { PlusIcon } from 'lucide-react'
import { useState } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ApiKeyTable } from './api-key-table.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { apiKeysQuery } from './queries.ts'

/** The keys that SDKs send with. */
export function ApiKeys({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery(apiKeysQuery(projectId))
  const [creating, setCreating] = useState(false)
  return (
    <section aria-label="API keys">
      <div className="flex items-end justify-between gap-4">
        <div>
          <h2 className="text-lg font-semibold">API keys</h2>
          <p className="mt-0.5 text-muted">
            SDKs send one in the header x-api-key. Only a hash is stored: a key is shown once.
          </p>
        </div>
        <Button onClick={() => setCreating(true)}>
          <PlusIcon />
          Create key
        </Button>
      </div>
      <div className="mt-3 overflow-x-auto rounded-lg border border-border">
        {data ? (
          <ApiKeyTable projectId={projectId} keys={data.rows} />
        ) : error ? (
          <ErrorState title="The keys could not be read" error={error} onRetry={() => void refetch()} />
        ) : (
          <div aria-busy="true" className="grid gap-4 p-4">
            <Skeleton className="w-1/2" />
            <Skeleton className="w-2/3" />
          </div>
        )}
      </div>
      {creating && <CreateKeyDialog projectId={projectId} onClose={() => setCreating(false)} />}
    </section>
  )
}
