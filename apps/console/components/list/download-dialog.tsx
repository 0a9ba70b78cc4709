'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog.tsx'
import { classNames } from '@/lib/class-names.ts'
import { type DownloadFormat, type DownloadProgress, downloadRows } from '@/lib/download-rows.ts'
import type { DownloadSink } from '@/lib/download-sink.ts'
import { formatBytes, formatCount } from '@/lib/format-number.ts'

export interface Download {
  url: string
  format: DownloadFormat
  /** Of the file. */
  name: string
  sink: DownloadSink
  /** How many rows there will be, where that is known. */
  expectedRows: number | undefined
}

type State = { kind: 'running' | 'done' } | { kind: 'failed'; reason: string }

interface DownloadDialogProps {
  download: Download
  /** In the plural. */
  noun: string
  onClose: () => void
}

/** Some times a second is often enough to watch it. */
const paintMilliseconds = 200

/** A download under way: how much of it is here, and the way to end it. Closing it while it runs cancels it. */
export function DownloadDialog({ download, noun, onClose }: DownloadDialogProps) {
  const { state, progress } = useDownload(download)
  const { expectedRows } = download
  const isRunning = state.kind === 'running'
  const share = expectedRows ? Math.min(1, progress.rows / expectedRows) : undefined
  const stay = (event: Event) => isRunning && event.preventDefault()
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent onEscapeKeyDown={stay} onInteractOutside={stay}>
        <DialogTitle>{titles[state.kind](noun)}</DialogTitle>
        <DialogDescription className="mt-1 truncate text-muted">{download.name}</DialogDescription>
        {state.kind !== 'failed' && <Bar share={isRunning ? share : 1} />}
        <p role="status" className="mt-2 text-sm tabular-nums">
          {formatCount(progress.rows)} {noun} · {formatBytes(progress.bytes)}
          {isRunning && expectedRows ? <span className="text-muted"> of about {formatCount(expectedRows)}</span> : null}
        </p>
        {state.kind === 'failed' && (
          <p role="alert" className="mt-2 text-sm text-danger">
            {state.reason} Nothing was kept.
          </p>
        )}
        <div className="mt-5 flex justify-end">
          <Button autoFocus variant={isRunning ? 'secondary' : 'primary'} onClick={onClose}>
            {isRunning ? 'Cancel' : 'Close'}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  )
}

/** @param share `undefined` where the end is not known. */
function Bar({ share }: { share: number | undefined }) {
  return (
    <div
      role="progressbar"
      aria-label="Rows downloaded"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
      className="mt-4 h-1.5 overflow-hidden rounded-full bg-border"
    >
      <div
        className={classNames('h-full rounded-full bg-accent', share === undefined && 'w-1/3 animate-pulse')}
        style={share === undefined ? undefined : { width: `${100 * share}%` }}
      />
    </div>
  )
}

const titles: Record<State['kind'], (noun: string) => string> = {
  running: (noun) => `Downloading ${noun}`,
  done: (noun) => `All ${noun} are saved`,
  failed: () => 'The download failed',
}

function useDownload(download: Download) {
  const [state, setState] = useState<State>({ kind: 'running' })
  const [progress, setProgress] = useState<DownloadProgress>({ rows: 0, bytes: 0 })
  useEffect(() => {
    const cancelled = new AbortController()
    let paintedAt = 0
    // React may mount an effect twice: a sink can be written once.
    const start = setTimeout(() => {
      downloadRows({
        ...{ url: download.url, format: download.format, sink: download.sink, signal: cancelled.signal },
        onProgress: (next) => {
          if (performance.now() - paintedAt < paintMilliseconds) return
          paintedAt = performance.now()
          setProgress(next)
        },
      }).then(
        (whole) => {
          setProgress(whole)
          setState({ kind: 'done' })
        },
        (error: unknown) => {
          if (!cancelled.signal.aborted) setState({ kind: 'failed', reason: reasonOf(error) })
        },
      )
    })
    return () => {
      clearTimeout(start)
      cancelled.abort()
    }
  }, [download])
  return { state, progress }
}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'The connection broke off before the last row.'
  return error instanceof Error ? `${error.message}.` : 'It is not known why.'
}
