'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton.tsx'

/** The map, with the library that lays it out, is fetched when one is shown. */
export const ServiceMap = dynamic(() => import('./map-view.tsx').then((module) => module.MapView), {
  ssr: false,
  loading: () => <Skeleton className="size-full rounded-none" />,
})
