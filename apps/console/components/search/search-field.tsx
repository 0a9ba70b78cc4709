'use client'

import { useRef } from 'react'
import { Kbd } from '@/components/ui/kbd.tsx'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { SearchBox, type SearchBoxProps, type TakeFocus } from './search-box.tsx'

/** The search of a page: `/` puts the cursor in. */
export function SearchField(props: Pick<SearchBoxProps, 'signal' | 'value' | 'onChange' | 'label' | 'placeholder'>) {
  const focus = useRef<TakeFocus>(undefined)
  useShortcut('/', () => focus.current?.('all'))
  return (
    <SearchBox
      {...props}
      hint={<Kbd className="mr-1">/</Kbd>}
      onReady={(take) => {
        focus.current = take
      }}
    />
  )
}
