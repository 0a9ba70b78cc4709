'use client'

import { type ComponentProps, useEffect, useEffectEvent } from 'react'
import { classNames } from '@/lib/class-names.ts'

interface DrawerProps extends ComponentProps<'aside'> {
  /** What a screen reader calls it. */
  label: string
  onClose: () => void
}

/**
 * A panel at the right that leaves the list beside it in use: it is no modal and takes no focus.
 * Esc closes it from anywhere on the page, unless something above it took the key.
 */
export function Drawer({ label, onClose, className, children, ...props }: DrawerProps) {
  const close = useEffectEvent(onClose)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return
      close()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <aside
      aria-label={label}
      className={classNames(
        'flex h-full w-[520px] max-w-[50vw] shrink-0 flex-col border-l border-border bg-background max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:max-w-[85vw] max-lg:shadow-raised',
        className,
      )}
      {...props}
    >
      {children}
    </aside>
  )
}
