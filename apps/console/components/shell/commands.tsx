'use client'

import dynamic from 'next/dynamic'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { useNavigation } from './use-navigation.ts'

const CommandPalette = dynamic(() => import('./command-palette.tsx').then((module) => module.CommandPalette))
const KeysDialog = dynamic(() => import('./keys-dialog.tsx').then((module) => module.KeysDialog))

type Overlay = 'palette' | 'keys' | null

const nothing = () => undefined
const CommandsContext = createContext<{ openPalette: () => void; openKeys: () => void }>({
  openPalette: nothing,
  openKeys: nothing,
})

/** Opens the command palette or the list of keys. */
export function useCommands() {
  return use(CommandsContext)
}

/** The keys that work on every page of a project, the palette and the list of keys. */
export function Commands({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null)
  const { links, open } = useNavigation()
  const hrefOf = (segment: string) => links.find((link) => link.segment === segment)?.href ?? '/'
  useShortcut('g t', () => open(hrefOf('traces')))
  useShortcut('g v', () => open(hrefOf('services')))
  useShortcut('g l', () => open(hrefOf('logs')))
  useShortcut('g m', () => open(hrefOf('metrics')))
  useShortcut('g i', () => open(hrefOf('ingest')))
  useShortcut('g s', () => open(hrefOf('settings')))
  useShortcut('?', () => setOverlay('keys'))

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOverlay((current) => (current === 'palette' ? null : 'palette'))
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  const value = useMemo(() => ({ openPalette: () => setOverlay('palette'), openKeys: () => setOverlay('keys') }), [])
  return (
    <CommandsContext value={value}>
      {children}
      {overlay === 'palette' && <CommandPalette onClose={() => setOverlay(null)} />}
      {overlay === 'keys' && <KeysDialog onClose={() => setOverlay(null)} />}
    </CommandsContext>
  )
}
