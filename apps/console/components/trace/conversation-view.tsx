import { BrainIcon, ChevronRightIcon, EyeOffIcon, ImageIcon, WrenchIcon } from 'lucide-react'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import type { ChatMessage, MessagePart } from './chat-message.ts'
import type { Conversation } from './conversation.ts'
import { LongText } from './long-text.tsx'

const roleColor: Record<string, string> = {
  system: 'var(--kind-internal)',
  user: 'var(--kind-http)',
  assistant: 'var(--kind-model)',
  tool: 'var(--kind-tool)',
}

/** A conversation as one reads it: who said what, tools as cards, reasoning folded. */
export function ConversationView({ conversation }: { conversation: Conversation }) {
  const { messages, outputFrom } = conversation
  return (
    <section aria-label="Conversation" className="border-border border-t">
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no id, and their order never changes
        <Message key={index} message={message} isOutput={index >= outputFrom} />
      ))}
    </section>
  )
}

function Message({ message, isOutput }: { message: ChatMessage; isOutput: boolean }) {
  const color = roleColor[message.role] ?? 'var(--subtle)'
  const text = message.parts.map(partText).join('\n\n')
  return (
    <article className={classNames('group border-border border-b px-4 py-2', isOutput && 'bg-surface')}>
      <header className="flex h-6 items-center gap-2">
        <span className="size-2 rounded-full" style={{ background: color }} />
        <h4 className="font-medium text-sm capitalize">{message.role}</h4>
        {message.name && <span className="text-sm text-subtle">{message.name}</span>}
        {message.finishReason && <span className="text-subtle text-xs">{message.finishReason}</span>}
        <CopyButton
          text={text}
          what="Message"
          className="ml-auto opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        />
      </header>
      <div className="flex flex-col gap-2 pl-4">
        {message.parts.length === 0 && <p className="text-subtle italic">empty</p>}
        {message.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and their order never changes
          <Part key={index} part={part} />
        ))}
      </div>
    </article>
  )
}

function Part({ part }: { part: MessagePart }) {
  if (part.type === 'text') return <LongText text={part.text} />
  if (part.type === 'reasoning') return <Reasoning text={part.text} />
  if (part.type === 'tool-call')
    return <ToolCard title={part.name || 'tool'} id={part.id} text={part.arguments} verb="calls" />
  if (part.type === 'tool-result')
    return <ToolCard title={part.name || 'result'} id={part.id} text={part.result} verb="returns" />
  if (part.type === 'withheld') return <Withheld part={part} />
  if (part.type === 'other') return <LongText text={part.json} mono className="text-muted" />
  return (
    <p className="inline-flex items-center gap-1.5 text-muted">
      <ImageIcon className="size-3.5" />
      {part.mimeType}
      {/^https?:/.test(part.uri) && (
        <a href={part.uri} target="_blank" rel="noreferrer noopener" className="truncate text-accent hover:underline">
          {part.uri}
        </a>
      )}
    </p>
  )
}

function Withheld({ part }: { part: Extract<MessagePart, { type: 'withheld' }> }) {
  return (
    <p className="flex items-center gap-1.5 text-muted">
      <EyeOffIcon className="size-3.5 shrink-0" />
      <span className="first-letter:capitalize">{part.what}</span>
      {part.name && <code className="font-mono text-sm">{part.name}</code>}
      <span className="text-subtle">{formatQuantity(part.length, 'character')}, not recorded by the sender</span>
    </p>
  )
}

function Reasoning({ text }: { text: string }) {
  return (
    <details className="group/reasoning text-muted">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1.5 text-sm hover:text-foreground">
        <ChevronRightIcon className="size-3 transition-transform group-open/reasoning:rotate-90" />
        <BrainIcon className="size-3.5" />
        Reasoning
      </summary>
      <LongText text={text} className="mt-1 border-border-strong border-l-2 pl-3" />
    </details>
  )
}

function ToolCard({ title, id, text, verb }: { title: string; id: string; text: string; verb: string }) {
  return (
    <div className="overflow-hidden rounded-md border border-border">
      <p className="flex h-6 items-center gap-1.5 bg-surface px-2 text-sm">
        <WrenchIcon className="size-3" style={{ color: 'var(--kind-tool)' }} />
        <span className="text-subtle">{verb}</span>
        <code className="font-medium font-mono">{title}</code>
        {id && <code className="ml-auto truncate font-mono text-subtle text-xs">{id}</code>}
      </p>
      {text && <LongText text={text} mono className="border-border border-t bg-background px-2 py-1.5" />}
    </div>
  )
}

function partText(part: MessagePart): string {
  if (part.type === 'text' || part.type === 'reasoning') return part.text
  if (part.type === 'tool-call') return `${part.name}(${part.arguments})`
  if (part.type === 'tool-result') return part.result
  if (part.type === 'withheld') return `[${part.what}: ${part.length} characters, not recorded]`
  return part.type === 'media' ? part.uri : part.json
}
