'use client'

import { Toast as ToastPrimitive } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'

interface Note {
  id: number
  message: string
}

const ToastContext = createContext<(message: string) => void>(() => undefined)

/** Shows a line at the foot of the page for a moment. */
export function useToast(): (message: string) => void {
  return useContext(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [note, setNote] = useState<Note | null>(null)
  const nextId = useRef(0)
  const show = useCallback((message: string) => {
    nextId.current += 1
    setNote({ id: nextId.current, message })
  }, [])

  return (
    <ToastContext value={show}>
      <ToastPrimitive.Provider duration={2500} swipeDirection="down">
        {children}
        {note && (
          <ToastPrimitive.Root
            key={note.id}
            onOpenChange={(open) => !open && setNote(null)}
            className="rounded-md bg-primary px-3 py-1.5 text-sm text-primary-foreground shadow-raised data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100"
          >
            <ToastPrimitive.Title>{note.message}</ToastPrimitive.Title>
          </ToastPrimitive.Root>
        )}
        <ToastPrimitive.Viewport className="fixed bottom-5 left-1/2 z-60 -translate-x-1/2 outline-none" />
      </ToastPrimitive.Provider>
    </ToastContext>
  )
}
