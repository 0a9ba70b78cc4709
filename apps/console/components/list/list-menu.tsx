'use client'

import { downloadRowsMax } from '@hanzo/schema/api'
import { DownloadIcon, EllipsisIcon, LinkIcon, TerminalIcon } from 'lucide-react'
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
import { formatCount } from '@/lib/format-number.ts'

interface ListMenuProps {
  /** Of the list below its project: `spans`. */
  path: string
  /** What the list is asked, without its page. */
  query: Record<string, QueryValue>
  /** The columns that are shown, for a link. */
  shownIds: readonly string[]
  /** False where the list is no file. */
  canDownload: boolean
}

/** What one does with a list as a whole: share it, ask for it from a program, keep it. */
export function ListMenu({ path, query, shownIds, canDownload }: ListMenuProps) {
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
  return (
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
            <DropdownMenuLabel>The newest {formatCount(downloadRowsMax)} at most</DropdownMenuLabel>
            {(['csv', 'jsonl'] as const).map((format) => (
              <DropdownMenuItem key={format} asChild>
                <a href={`${route}/download${queryString({ ...query, format })}`} download>
                  <DownloadIcon />
                  {format === 'csv' ? 'Download CSV' : 'Download JSON lines'}
                </a>
              </DropdownMenuItem>
            ))}
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
