'use client'

import { Rows3Icon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { type Density, densities, type useListDisplay } from '@/hooks/use-list-display.ts'
import { useShortcut } from '@/hooks/use-shortcut.ts'

interface DisplayMenuProps {
  display: ReturnType<typeof useListDisplay>
  /** Rows that are open in place. */
  openCount: number
  onCloseAll: () => void
}

const names: Record<Density, string> = { compact: 'Compact', comfortable: 'Comfortable' }

/** How the rows of a list are drawn: how close they stand, and whether long lines are wrapped (`w`). */
export function DisplayMenu({ display, openCount, onCloseAll }: DisplayMenuProps) {
  useShortcut('w', () => display.setWraps(!display.wraps))
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="secondary" size="icon" aria-label="Display" title="Display">
          <Rows3Icon />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="min-w-48">
        <DropdownMenuLabel>Lines</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={display.wraps ? 'wrap' : 'cut'}
          onValueChange={(value) => display.setWraps(value === 'wrap')}
        >
          <DropdownMenuRadioItem value="cut">One line a row</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="wrap">Wrap long lines</DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Rows</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={display.density}
          onValueChange={(value) => display.setDensity(value === 'compact' ? 'compact' : 'comfortable')}
        >
          {densities.map((density) => (
            <DropdownMenuRadioItem key={density} value={density}>
              {names[density]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        {openCount > 0 && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={onCloseAll}>Close rows that are open</DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
