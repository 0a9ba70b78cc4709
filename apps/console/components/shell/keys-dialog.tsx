'use client'

import { Dialog, DialogContent, DialogTitle } from '@/components/ui/dialog.tsx'
import { shortcutGroups } from '@/lib/shortcuts.ts'
import { ShortcutKeys } from './shortcut-keys.tsx'

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        aria-describedby={undefined}
        className="w-[min(560px,calc(100vw-32px))]"
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
        }}
      >
        <DialogTitle>Keyboard shortcuts</DialogTitle>
        <div className="mt-4 columns-2 gap-8">
          {shortcutGroups.map((group) => (
            <section key={group.title} className="mb-5 break-inside-avoid">
              <h3 className="mb-1 text-sm font-medium text-subtle">{group.title}</h3>
              <dl>
                {group.shortcuts.map((shortcut) => (
                  <div key={shortcut.keys} className="flex h-7 items-center justify-between">
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <ShortcutKeys keys={shortcut.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  )
}
