'use client'

import Link from 'next/link'
import { useIngestConcern } from '@/components/ingest/use-ingest-concern.ts'
import { classNames } from '@/lib/class-names.ts'
import { AccountMenu } from './account-menu.tsx'
import { ConsoleMark } from './console-mark.tsx'
import { useProject } from './project-context.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { useNavigation } from './use-navigation.ts'

/** The slim bar at the left of every project page. */
export function Navigation() {
  const { links } = useNavigation()
  const concern = useIngestConcern(useProject().projectId)
  return (
    <nav
      aria-label="Project"
      className="flex w-15 shrink-0 flex-col items-center gap-1 border-r border-border bg-surface py-2"
    >
      <Link
        href="/"
        prefetch={false}
        aria-label="Hanzo Cloud"
        className="mb-1 flex size-9 items-center justify-center rounded-md"
      >
        <ConsoleMark className="size-7" />
      </Link>
      {links.map(({ segment, label, icon: Icon, href, isCurrent }) => (
        <Link
          key={segment}
          href={href}
          prefetch={false}
          aria-current={isCurrent ? 'page' : undefined}
          title={segment === 'ingest' && concern ? concern : undefined}
          className={classNames(
            'flex h-12 w-[52px] flex-col items-center justify-center gap-1 rounded-md text-2xs font-medium text-muted transition-colors hover:bg-hover hover:text-foreground',
            isCurrent && 'bg-border/70 text-foreground hover:bg-border/70',
          )}
        >
          <span className="relative">
            <Icon className="size-[18px]" strokeWidth={1.75} />
            {segment === 'ingest' && concern && (
              <span
                aria-hidden="true"
                className="absolute -top-0.5 -right-1 size-2 rounded-full border border-surface bg-status-error"
              />
            )}
          </span>
          {label}
        </Link>
      ))}
      <div className="mt-auto flex flex-col items-center gap-1">
        <ThemeMenu />
        <AccountMenu />
      </div>
    </nav>
  )
}
