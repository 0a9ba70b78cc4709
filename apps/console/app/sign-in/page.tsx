import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '@/components/account/account-card.tsx'
import { nextPath } from '@/lib/next-path.ts'
import { loadSession } from '@/lib/session.ts'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

interface PageProps {
  searchParams: Promise<{ next?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { next } = await searchParams
  const target = nextPath(typeof next === 'string' ? next : undefined)
  const session = await loadSession()
  if (session.access !== 'signed-out') redirect(target)
  if (session.setupNeeded) redirect('/setup')
  return (
    <AccountCard title="Sign in" lead="To read this platform's traces, metrics and logs.">
      <SignInForm next={target} />
    </AccountCard>
  )
}
