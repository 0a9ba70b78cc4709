'use client'

import { type ComponentProps, useId } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { Label } from '@/components/ui/label.tsx'

interface FormFieldProps extends ComponentProps<'input'> {
  label: string
  hint?: string
  error?: string | undefined
}

/** A field with its name, a hint, and what is wrong with it. */
export function FormField({ label, hint, error, ...props }: FormFieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="grid gap-1">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-8"
        {...props}
      />
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-danger' : 'text-sm text-subtle'}>
          {note}
        </p>
      )}
    </div>
  )
}
