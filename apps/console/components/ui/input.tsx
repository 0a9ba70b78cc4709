import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={classNames(
        'h-7 w-full min-w-0 rounded-md border border-border-strong/60 bg-background px-2.5 text-sm text-foreground transition-colors hover:border-border-strong disabled:opacity-50 aria-invalid:border-danger',
        className,
      )}
      {...props}
    />
  )
}
