'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { classNames } from '@/lib/class-names.ts'
import type { StoredSize } from './use-stored-size.ts'

interface ResizeHandleProps {
  size: StoredSize
  label: string
  /** Which way makes the part larger: the part lies to the left or to the right of the handle. */
  part: 'left' | 'right'
  className?: string
}

const keyStep = 16

/** The line between two parts: drag it, or focus it and use the arrow keys. */
export function ResizeHandle({ size, label, part, className }: ResizeHandleProps) {
  const grip = useRef<{ x: number; size: number } | null>(null)
  const sign = part === 'left' ? 1 : -1
  const sizeAt = (event: PointerEvent) => {
    const from = grip.current
    return from ? from.size + sign * (event.clientX - from.x) : size.size
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!direction) return
    event.preventDefault()
    size.onCommit(size.size + sign * direction * keyStep)
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={size.size}
      aria-valuemin={size.min}
      aria-valuemax={size.max}
      tabIndex={0}
      className={classNames(
        'group absolute inset-y-0 z-20 w-2 -translate-x-1/2 cursor-col-resize touch-none focus-visible:outline-none',
        className,
      )}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, size: size.size }
      }}
      onPointerMove={(event) => grip.current && size.onChange(sizeAt(event))}
      onPointerUp={(event) => {
        if (grip.current) size.onCommit(sizeAt(event))
        grip.current = null
      }}
      onKeyDown={onKeyDown}
    >
      <span className="absolute inset-y-0 left-1/2 w-px bg-border transition-colors group-hover:w-0.5 group-hover:bg-ring group-focus-visible:w-0.5 group-focus-visible:bg-ring group-active:bg-ring" />
    </div>
  )
}
