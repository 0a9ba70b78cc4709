'use client'

import { FilterIcon, FilterXIcon, GroupIcon, PaletteIcon } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { type AttributeContext, attributeHrefs } from './attribute-context.ts'

interface AttributeActionsProps {
  attributeKey: string
  text: string
  context: AttributeContext
}

/** A filter in a URL has an end: such values are rarely shared by two records anyway. */
const filterLengthMost = 512

/** What can be done with an attribute: look for spans with or without it, group or colour by it, copy it. */
export function AttributeActions({ attributeKey: key, text, context }: AttributeActionsProps) {
  const { projectId } = useProject()
  const hrefs = attributeHrefs(projectId, context, key, text)
  const { onColor } = context
  const links = [
    ...(text.length <= filterLengthMost
      ? [
          { label: 'Spans with this value', href: hrefs.only, Icon: FilterIcon },
          { label: 'Spans without this value', href: hrefs.without, Icon: FilterXIcon },
        ]
      : []),
    { label: 'Group spans by this attribute', href: hrefs.groups, Icon: GroupIcon },
  ]
  return (
    <span className="absolute top-0.5 right-3 flex rounded-sm bg-hover opacity-0 focus-within:opacity-100 group-hover:opacity-100">
      {links.map(({ label, href, Icon }) => (
        <Button key={label} variant="ghost" size="icon-sm" asChild>
          <Link href={href} prefetch={false} aria-label={`${label}: ${key}`} title={label}>
            <Icon />
          </Link>
        </Button>
      ))}
      {onColor && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Colour the trace by ${key}`}
          title="Colour the trace by this attribute"
          onClick={() => onColor(key)}
        >
          <PaletteIcon />
        </Button>
      )}
      <CopyButton text={text} what="Value" />
    </span>
  )
}
