import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '@/components/account/account-card.tsx'
import { loadSession } from '@/lib/session.ts'
import { SetupForm } from './setup-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

interface PageProps {
  searchParams: Promise<{ token?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { token } = await searchParams
  const session = await loadSession()
  if (!session.setupNeeded) redirect('/')
  return (
    <AccountCard title="Make the first owner" lead="The owner may see and change everything on this platform.">
      <SetupForm tokenNeeded={session.setupTokenNeeded} token={typeof token === 'string' ? token : ''} />
    </AccountCard>
  )
}
