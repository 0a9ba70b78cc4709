'use client'

import { CheckIcon, CopyIcon } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '@/lib/copy-text.ts'
import { Button } from './button.tsx'
import { useToast } from './toast.tsx'

interface CopyButtonProps {
  /** What is copied. */
  text: string
  /** What it is, for the hint and the toast: `Trace id`. */
  what: string
  className?: string
}

/** An icon that copies a text and says so. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const toast = useToast()
  const [copied, setCopied] = useState(false)

  const copy = async () => {
    const done = await copyText(text)
    toast(done ? `${what} copied` : 'The browser did not allow copying')
    setCopied(done)
    setTimeout(() => setCopied(false), 1500)
  }

  return (
    <Button
      variant="ghost"
      size="icon-sm"
      className={className}
      aria-label={`Copy ${what.toLowerCase()}`}
      title={`Copy ${what.toLowerCase()}`}
      onClick={() => void copy()}
    >
      {copied ? <CheckIcon className="text-status-ok" /> : <CopyIcon />}
    </Button>
  )
}
