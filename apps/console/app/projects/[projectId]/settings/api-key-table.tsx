'use client'

import type { ApiKey } from '@hanzo/schema/api'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { formatMinute, formatRelative } from '@/lib/format-time.ts'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'

export function ApiKeyTable({ projectId, keys }: { projectId: string; keys: readonly ApiKey[] }) {
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  if (keys.length === 0) return <p className="px-4 py-6 text-center text-muted">No keys yet.</p>
  return (
    <>
      <table className="w-full text-left">
        <thead className="border-b border-border text-xs text-subtle">
          <tr className="h-8">
            <th className="px-4 font-medium">Name</th>
            <th className="px-4 font-medium">Key</th>
            <th className="px-4 font-medium">May</th>
            <th className="px-4 font-medium">Created</th>
            <th className="px-4 font-medium">Last used</th>
            <th className="px-4">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {keys.map((key) => (
            <tr key={key.keyId} className="h-9">
              <td className="max-w-60 truncate px-4">{key.name}</td>
              <td className="px-4 font-mono text-sm text-muted">{key.prefix}…</td>
              <td className="px-4 whitespace-nowrap text-muted">
                {key.scope === 'ingest' ? 'send only' : 'send and read'}
              </td>
              <td className="px-4 text-muted">
                <IsoTime text={key.createdAt} />
              </td>
              <td className="px-4 text-muted">{key.lastUsedAt ? <IsoTime text={key.lastUsedAt} /> : 'never'}</td>
              <td className="px-2 text-right">
                <Button variant="ghost" size="sm" className="hover:text-danger" onClick={() => setRevoking(key)}>
                  Revoke
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {revoking && <RevokeKeyDialog projectId={projectId} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function IsoTime({ text }: { text: string }) {
  const milliseconds = Date.parse(text)
  return (
    <time dateTime={text} title={formatMinute(milliseconds)} className="whitespace-nowrap">
      {formatRelative(milliseconds)}
    </time>
  )
}
