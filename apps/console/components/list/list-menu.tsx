'use client'

import { downloadRowsMax, downloadTracesMax } from '@hanzo/schema/api'
import { DownloadIcon, EllipsisIcon, LinkIcon, TerminalIcon } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { type QueryValue, queryString } from '@/lib/api-client.ts'
import { copyText } from '@/lib/copy-text.ts'
import { curlCommand } from '@/lib/curl-command.ts'
import type { DownloadFormat } from '@/lib/download-rows.ts'
import { openSink } from '@/lib/download-sink.ts'
import { formatCount } from '@/lib/format-number.ts'
import { type Download, DownloadDialog } from './download-dialog.tsx'

interface ListMenuProps {
  /** Of the list below its project: `spans`. */
  path: string
  /** What the list is asked, without its page. */
  query: Record<string, QueryValue>
  /** The columns that are shown, for a link. */
  shownIds: readonly string[]
  /** False where the list is no file. */
  canDownload: boolean
  /** How many rows the list has, where that is known. */
  rowCount?: number | undefined
}

/** What one does with a list as a whole: share it, ask for it from a program, keep it. */
export function ListMenu({ path, query, shownIds, canDownload, rowCount }: ListMenuProps) {
  const project = useProject()
  const showToast = useToast()
  const route = `/api/projects/${encodeURIComponent(project.projectId)}/${path}`
  const copy = async (text: string, what: string) => {
    showToast((await copyText(text)) ? `${what} copied` : `${what} could not be copied`)
  }
  const link = () => {
    const url = new URL(window.location.href)
    url.searchParams.delete('columns')
    for (const id of shownIds) url.searchParams.append('columns', id)
    return url.href
  }
  const curl = () =>
    curlCommand(`${project.publicUrl}${route}${queryString({ ...query, limit: 100 })}`, project.keyRequired)
  const rowsMost = path === 'traces' ? downloadTracesMax : downloadRowsMax
  const [download, setDownload] = useState<Download | null>(null)
  const start = async (format: DownloadFormat) => {
    const name = `${path}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`
    const sink = await openSink(name).catch(() => undefined)
    if (!sink) return
    const url = `${route}/download${queryString({ ...query, format })}`
    setDownload({ url, format, name, sink, expectedRows: rowCount && Math.min(rowCount, rowsMost) })
  }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="secondary" size="icon" aria-label="Share and download" title="Share and download">
            <EllipsisIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => void copy(link(), 'Link')}>
            <LinkIcon />
            Copy link
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void copy(curl(), 'Command')}>
            <TerminalIcon />
            Copy as curl
          </DropdownMenuItem>
          {canDownload && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuLabel>The newest {formatCount(rowsMost)} at most</DropdownMenuLabel>
              {(['csv', 'jsonl'] as const).map((format) => (
                <DropdownMenuItem key={format} onSelect={() => void start(format)}>
                  <DownloadIcon />
                  {format === 'csv' ? 'Download CSV' : 'Download JSON lines'}
                </DropdownMenuItem>
              ))}
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {download && <DownloadDialog download={download} noun={path} onClose={() => setDownload(null)} />}
    </>
  )
}
