'use client'

import { TriangleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useIngestConcern } from './use-ingest-concern.ts'

/** In the header of every other page: some of what is sent does not arrive here. */
export function IngestWarning({ projectId }: { projectId: string }) {
  const concern = useIngestConcern(projectId)
  const path = `/projects/${encodeURIComponent(projectId)}/ingest`
  const isHere = usePathname() === path
  if (!concern || isHere) return null
  return (
    <Link
      href={path}
      prefetch={false}
      className="flex h-6 min-w-0 items-center gap-1.5 rounded-md bg-status-error-soft px-2 text-sm font-medium text-status-error hover:underline"
    >
      <TriangleAlertIcon aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{concern}</span>
    </Link>
  )
}
