import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'

/** One key of a keyboard shortcut. */
export function Kbd({ className, ...props }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={classNames(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-border bg-surface px-1 font-sans text-2xs font-medium text-subtle',
        className,
      )}
      {...props}
    />
  )
}
