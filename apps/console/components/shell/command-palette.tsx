'use client'

import { Command } from 'cmdk'
import { KeyboardIcon, ListTreeIcon, MonitorIcon, MoonIcon, SunIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { Dialog as DialogPrimitive } from 'radix-ui'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Dialog, DialogOverlay, DialogTitle } from '@/components/ui/dialog.tsx'
import { useCommands } from './commands.tsx'
import { useProject } from './project-context.tsx'
import { ShortcutKeys } from './shortcut-keys.tsx'
import { useNavigation } from './use-navigation.ts'

const traceId = /^[0-9a-f]{32}$/i

function Item({ children, keys, ...props }: ComponentProps<typeof Command.Item> & { keys?: string }) {
  return (
    <Command.Item
      className="flex h-8 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:text-subtle"
      {...props}
    >
      {children}
      {keys && (
        <span className="ml-auto">
          <ShortcutKeys keys={keys} />
        </span>
      )}
    </Command.Item>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="py-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-subtle"
    >
      {children}
    </Command.Group>
  )
}

/** Jumps to a page, to a trace by its id, or changes the theme. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const { projectId } = useProject()
  const { links, open } = useNavigation()
  const { openKeys } = useCommands()
  const { setTheme } = useTheme()
  const router = useRouter()
  const run = (action: () => void) => () => {
    onClose()
    action()
  }
  const id = text.trim().toLowerCase()
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogPrimitive.Portal>
        <DialogOverlay />
        <DialogPrimitive.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-xl border border-border bg-raised shadow-raised outline-none"
        >
          <DialogTitle className="sr-only">Command palette</DialogTitle>
          <Command label="Command palette" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Go to a page, or paste a trace id"
              className="h-11 w-full border-b border-border bg-transparent px-4 outline-none"
            />
            <Command.List className="max-h-80 overflow-y-auto px-1.5 pb-1">
              <Command.Empty className="px-2.5 py-4 text-muted">No command of that name</Command.Empty>
              {traceId.test(id) && (
                <Group heading="Trace">
                  <Item
                    value={id}
                    onSelect={run(() => router.push(`/projects/${encodeURIComponent(projectId)}/traces/${id}`))}
                  >
                    <ListTreeIcon />
                    Open trace <span className="truncate font-mono text-sm text-muted">{id}</span>
                  </Item>
                </Group>
              )}
              <Group heading="Go to">
                {links.map(({ segment, label, icon: Icon, href, keys }) => (
                  <Item key={segment} keys={keys} onSelect={run(() => open(href))}>
                    <Icon />
                    {label}
                  </Item>
                ))}
              </Group>
              <Group heading="Console">
                <Item onSelect={run(() => setTheme('light'))}>
                  <SunIcon />
                  Light theme
                </Item>
                <Item onSelect={run(() => setTheme('dark'))}>
                  <MoonIcon />
                  Dark theme
                </Item>
                <Item onSelect={run(() => setTheme('system'))}>
                  <MonitorIcon />
                  Theme of the system
                </Item>
                <Item keys="?" onSelect={run(openKeys)}>
                  <KeyboardIcon />
                  Keyboard shortcuts
                </Item>
              </Group>
            </Command.List>
          </Command>
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </Dialog>
  )
}
