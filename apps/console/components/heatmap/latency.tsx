'use client'

import dynamic from 'next/dynamic'

/** The heatmap and the comparison of what is selected in it, fetched when they are looked at. */
export const Latency = dynamic(() => import('./latency-section.tsx').then((module) => module.LatencySection), {
  ssr: false,
  // As high as what comes: the list below stays where it is.
  loading: () => <div aria-busy="true" className="h-[221px] shrink-0 border-b border-border" />,
})
