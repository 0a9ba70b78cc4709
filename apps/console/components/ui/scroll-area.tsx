import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'

/** A box that scrolls with thin bars. Native scrolling: it keeps keyboard, wheel and touch as the system has them. */
export function ScrollArea({ className, ...props }: ComponentProps<'div'>) {
  return <div className={classNames('min-h-0 overflow-auto overscroll-contain', className)} {...props} />
}
