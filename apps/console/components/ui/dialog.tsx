'use client'

import { XIcon } from 'lucide-react'
import { Dialog as DialogPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { Button } from './button.tsx'

export const Dialog = DialogPrimitive.Root
export const DialogDescription = DialogPrimitive.Description

export function DialogOverlay({ className, ...props }: ComponentProps<typeof DialogPrimitive.Overlay>) {
  return (
    <DialogPrimitive.Overlay
      className={classNames(
        'fixed inset-0 z-40 bg-[rgb(10_12_16/45%)] data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100',
        className,
      )}
      {...props}
    />
  )
}

/** A modal in the middle of the screen. Give it a `DialogTitle`. */
export function DialogContent({ className, children, ...props }: ComponentProps<typeof DialogPrimitive.Content>) {
  return (
    <DialogPrimitive.Portal>
      <DialogOverlay />
      <DialogPrimitive.Content
        className={classNames(
          'fixed top-[16vh] left-1/2 z-50 max-h-[76vh] w-[min(440px,calc(100vw-32px))] -translate-x-1/2 overflow-y-auto rounded-xl border border-border bg-raised p-5 shadow-raised outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100',
          className,
        )}
        {...props}
      >
        {children}
        <DialogPrimitive.Close asChild>
          <Button variant="ghost" size="icon-sm" aria-label="Close" className="absolute top-4 right-4">
            <XIcon />
          </Button>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  )
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof DialogPrimitive.Title>) {
  return <DialogPrimitive.Title className={classNames('text-lg font-semibold', className)} {...props} />
}
