import type { ComponentProps } from 'react'

export function ConsoleMark(props: ComponentProps<'svg'>) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" {...props}>
      <path d="M8 8h4v16H8zM20 8h4v16h-4z" fill="currentColor" />
      <path d="M13.5 14h5v4h-5z" fill="var(--accent)" />
    </svg>
  )
}
