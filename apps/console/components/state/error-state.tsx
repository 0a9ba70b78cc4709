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
  /** One line, where there is little room. */
  compact?: boolean
  className?: string
}

/** In the place of what could not be loaded: what failed, its code, and a way to try again. */
export function ErrorState({ title, error, onRetry, compact, className }: ErrorStateProps) {
  const code = error instanceof ApiError ? error.code : 'UNEXPECTED'
  const reason = error instanceof Error ? error.message : 'unknown error'
  const detail = error instanceof ApiError ? error.detail : undefined
  if (compact) {
    return (
      <div role="alert" className={classNames('flex h-full items-center justify-center gap-2 text-sm', className)}>
        <TriangleAlertIcon className="size-4 text-status-error" />
        {title} <code className="text-subtle">{code}</code>
        {onRetry && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    )
  }
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
