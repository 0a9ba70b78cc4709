'use client'

import type { MetricQueryInput } from '@hanzo/schema/api'
import { DownloadIcon, EllipsisIcon, ImageIcon, LinkIcon, TerminalIcon } from 'lucide-react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { copyText } from '@/lib/copy-text.ts'
import { curlCommand } from '@/lib/curl-command.ts'
import { metricsPath } from './metric-queries.ts'
import type { ChartPanel } from './panel-lines.ts'

interface ExplorerMenuProps {
  request: MetricQueryInput | null
  panels: readonly ChartPanel[]
  /** Keys of series that are hidden: they are in no file. */
  hidden: ReadonlySet<string>
  /** Where the charts are drawn; values and tables make no image. */
  charts: () => HTMLElement | null
  hasImage: boolean
}

/** What one does with the charts as a whole: share them, ask for them from a program, keep them. */
export function ExplorerMenu({ request, panels, hidden, charts, hasImage }: ExplorerMenuProps) {
  const project = useProject()
  const showToast = useToast()
  const copy = async (text: string, what: string) =>
    showToast((await copyText(text)) ? `${what} copied` : `${what} could not be copied`)
  const curl = () =>
    curlCommand(`${project.publicUrl}${metricsPath(project.projectId)}/query`, project.keyRequired, request)
  // What makes the files is read when somebody wants one.
  const save = async (kind: 'csv' | 'png') => {
    const { saveCsv, savePng } = await import('./save-charts.ts')
    if (kind === 'csv') saveCsv(panels, hidden)
    else if (!(await savePng(charts(), panels, hidden))) showToast('The image could not be made')
  }
  const isEmpty = panels.every(({ series }) => series.length === 0)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="secondary" size="icon" aria-label="Share and download" title="Share and download">
          <EllipsisIcon />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => void copy(window.location.href, 'Link')}>
          <LinkIcon />
          Copy link
        </DropdownMenuItem>
        <DropdownMenuItem disabled={request === null} onSelect={() => void copy(curl(), 'Command')}>
          <TerminalIcon />
          Copy as curl
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem disabled={isEmpty} onSelect={() => void save('csv')}>
          <DownloadIcon />
          Download CSV
        </DropdownMenuItem>
        <DropdownMenuItem disabled={isEmpty || !hasImage} onSelect={() => void save('png')}>
          <ImageIcon />
          Download PNG
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
