import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'

/** A grey bar in the place of text that is being loaded. */
export function Skeleton({ className, ...props }: ComponentProps<'span'>) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block h-3 animate-pulse rounded-sm bg-border/70', className)}
      {...props}
    />
  )
}
