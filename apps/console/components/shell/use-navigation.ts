'use client'

import { usePathname, useRouter } from 'next/navigation'
import { createSerializer } from 'nuqs'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { timeSearchParams } from '@/lib/time-search-params.ts'
import { navigationItems } from './navigation-items.ts'
import { useProject } from './project-context.tsx'

const withTime = createSerializer(timeSearchParams)

export interface NavigationLink {
  segment: (typeof navigationItems)[number]['segment']
  label: string
  icon: (typeof navigationItems)[number]['icon']
  keys: string
  href: string
  isCurrent: boolean
}

/** The project's pages as links that take the time range along, and a way to open one. */
export function useNavigation(): { links: NavigationLink[]; open: (href: string) => void } {
  const { projectId } = useProject()
  const pathname = usePathname()
  const router = useRouter()
  const [range] = useTimeRange()
  const links = navigationItems.map(({ keepsTime, ...item }) => {
    const path = `/projects/${encodeURIComponent(projectId)}/${item.segment}`
    return {
      ...item,
      href: keepsTime ? withTime(path, range) : path,
      isCurrent: pathname === path || pathname.startsWith(`${path}/`),
    }
  })
  return { links, open: router.push }
}
