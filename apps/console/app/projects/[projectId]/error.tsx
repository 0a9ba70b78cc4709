'use client'

import { PageError } from '@/components/state/page-error.tsx'

interface ProjectErrorProps {
  error: unknown
  retry: () => void
}

export default function ProjectError({ error, retry }: ProjectErrorProps) {
  return <PageError title="This page could not be shown" error={error} retry={retry} />
}
