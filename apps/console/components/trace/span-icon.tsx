import {
  ArrowDownToLineIcon,
  ArrowUpRightIcon,
  BotIcon,
  CircleDashedIcon,
  DotIcon,
  MailIcon,
  SearchIcon,
  SparklesIcon,
  WrenchIcon,
} from 'lucide-react'
import type { SpanCategory } from './span-category.ts'

const icons = {
  agent: { Icon: BotIcon, color: 'var(--kind-agent)', label: 'agent' },
  model: { Icon: SparklesIcon, color: 'var(--kind-model)', label: 'model call' },
  tool: { Icon: WrenchIcon, color: 'var(--kind-tool)', label: 'tool call' },
  retrieval: { Icon: SearchIcon, color: 'var(--kind-retrieval)', label: 'retrieval' },
  server: { Icon: ArrowDownToLineIcon, color: 'var(--kind-http)', label: 'server' },
  client: { Icon: ArrowUpRightIcon, color: 'var(--kind-http)', label: 'client' },
  messaging: { Icon: MailIcon, color: 'var(--kind-messaging)', label: 'messaging' },
  internal: { Icon: DotIcon, color: 'var(--kind-internal)', label: 'internal' },
  missing: { Icon: CircleDashedIcon, color: 'var(--subtle)', label: 'missing parent' },
} as const

/** What a span does, as a small sign. */
export function SpanIcon({ category }: { category: SpanCategory | 'missing' }) {
  const { Icon, color, label } = icons[category]
  return <Icon role="img" aria-label={label} className="size-3.5 shrink-0" style={{ color }} strokeWidth={1.75} />
}
