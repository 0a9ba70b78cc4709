import { classNames } from '@/lib/class-names.ts'

const placeholder = /(<(?:num|hex|uuid|ip|time|str|email|id|\*|…)>)/

interface PatternTemplateProps {
  template: string
  className?: string
}

/** A template with what varies in it set off. */
export function PatternTemplate({ template, className }: PatternTemplateProps) {
  const pieces = template.split(placeholder)
  return (
    <code title={template} className={classNames('min-w-0 truncate font-mono text-sm', className)}>
      {pieces.map((piece, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
          <span key={index} className="rounded-sm bg-accent-soft px-0.5 text-accent">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </code>
  )
}
