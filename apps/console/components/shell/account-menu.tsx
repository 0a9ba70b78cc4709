'use client'

import type { Session } from '@hanzo/schema/api'
import { useMutation } from '@tanstack/react-query'
import { KeyboardIcon, LogOutIcon, UserIcon } from 'lucide-react'
import { createContext, use } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { useCommands } from './commands.tsx'

/** Who is looking; set by the project layout. */
export const SessionContext = createContext<Session | null>(null)

export function AccountMenu() {
  const session = use(SessionContext)
  const { openKeys } = useCommands()
  const toast = useToast()
  const signOut = useMutation({
    mutationFn: () => requestApi(browserTarget, { path: '/api/session', method: 'DELETE', answer: z.unknown() }),
    onSuccess: () => window.location.assign('/sign-in'),
    onError: () => toast('Signing out failed'),
  })
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Account">
          <UserIcon className="size-4" strokeWidth={1.75} />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="right" align="end">
        <DropdownMenuLabel>{session?.user ? session.user.email : 'Open to this machine, no sign-in'}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={openKeys}>
          <KeyboardIcon />
          Keyboard shortcuts
        </DropdownMenuItem>
        {session?.user && (
          <DropdownMenuItem onSelect={() => signOut.mutate()}>
            <LogOutIcon />
            Sign out
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
