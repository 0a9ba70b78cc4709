import { classNames } from '@/lib/class-names.ts'
import { serviceColor } from '@/lib/service-palette.ts'

interface ServiceNameProps {
  name: string
  className?: string
}

/** A service with the mark of its colour. */
export function ServiceName({ name, className }: ServiceNameProps) {
  return (
    <span
      className={classNames('flex min-w-0 items-center gap-1.5 normal-nums', className)}
      title={name || 'no service.name'}
    >
      <span
        aria-hidden="true"
        className="size-2 shrink-0 rounded-[2px]"
        style={{ background: name ? serviceColor(name) : 'var(--border-strong)' }}
      />
      <span className={classNames('truncate', !name && 'text-subtle')}>{name || 'unknown'}</span>
    </span>
  )
}
