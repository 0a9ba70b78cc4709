'use client'

import { RotateCwIcon, TriangleAlertIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { ApiError } from '@/lib/api-error.ts'
import { classNames } from '@/lib/class-names.ts'

interface ErrorStateProps {
  /** What failed, in the reader's words: `The traces could not be read`. */
  title: string
  error: unknown
  onRetry?: (() => void) | undefined
  className?: string
}

/** In the place of what could not be loaded: what failed, its code, and a way to try again. */
export function ErrorState({ title, error, onRetry, className }: ErrorStateProps) {
  const code = error instanceof ApiError ? error.code : 'UNEXPECTED'
  const reason = error instanceof Error ? error.message : 'unknown error'
  const detail = error instanceof ApiError ? error.detail : undefined
  return (
    <div
      role="alert"
      className={classNames('flex flex-col items-center justify-center gap-1 p-8 text-center', className)}
    >
      <TriangleAlertIcon className="mb-1 size-5 text-status-error" />
      <p className="font-medium">{title}</p>
      <p className="max-w-lg break-words text-muted">{detail ?? reason}</p>
      <code className="text-sm text-subtle">{code}</code>
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          <RotateCwIcon />
          Try again
        </Button>
      )}
    </div>
  )
}
