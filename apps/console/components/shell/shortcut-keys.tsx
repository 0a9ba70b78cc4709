'use client'

import { Kbd } from '@/components/ui/kbd.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'

/** The keys of a shortcut as keycaps: `g t`, `mod+k` (⌘ on a Mac, Ctrl elsewhere). */
export function ShortcutKeys({ keys }: { keys: string }) {
  const hydrated = useHydrated()
  const mod = hydrated && /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'
  return (
    <span className="inline-flex gap-1">
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key}>{key === 'mod' ? mod : key.length === 1 ? key.toUpperCase() : key}</Kbd>
      ))}
    </span>
  )
}
