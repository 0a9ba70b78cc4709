import type { Metadata } from 'next'
import { requireProject } from '@/lib/session.ts'
import { SettingsPage } from './settings-page.tsx'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  await requireProject(projectId, `/projects/${projectId}/settings`)
  return <SettingsPage />
}
