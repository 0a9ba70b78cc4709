import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from '@/lib/class-names.ts'

export const buttonVariants = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors select-none disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary-hover',
        secondary: 'border border-border bg-raised text-foreground hover:bg-hover data-[state=open]:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-foreground data-[state=open]:bg-hover',
        danger: 'border border-border bg-raised text-danger hover:bg-danger-soft',
        link: 'text-accent underline-offset-2 hover:underline',
      },
      size: {
        sm: 'h-6 px-2 text-sm',
        md: 'h-7 px-2.5 text-sm',
        lg: 'h-9 px-4 text-base',
        icon: 'size-7',
        'icon-sm': 'size-6',
      },
    },
    compoundVariants: [{ variant: 'link', class: 'h-auto px-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonVariants> & { asChild?: boolean }

/** A button, or with `asChild` a link that looks like one. */
export function Button({ className, variant, size, asChild, type = 'button', ...props }: ButtonProps) {
  const classes = classNames(buttonVariants({ variant, size }), className)
  if (asChild) return <Slot.Root className={classes} {...props} />
  return <button type={type} className={classes} {...props} />
}
