import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

const buttonStyle = cva(
  'focus-ring eased inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent-fill text-on-accent shadow-sm hover:bg-accent-fill-hover',
        secondary: 'border border-line bg-raised text-ink shadow-sm hover:border-line-strong hover:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink',
        danger: 'bg-danger-fill text-on-accent shadow-sm hover:bg-danger-fill-hover',
        link: 'rounded-xs text-accent underline-offset-3 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs pointer-coarse:min-h-10 [&_svg]:size-3.5',
        md: 'h-8 px-3 text-sm pointer-coarse:min-h-10 [&_svg]:size-4',
        lg: 'h-10 px-4 text-base [&_svg]:size-4.5',
        inline: 'h-auto p-0 text-[length:inherit]',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Shows a spinner and refuses clicks; the button stays focusable so that focus is not lost. */
  busy?: boolean
  icon?: ReactNode
}

export function Button({
  variant,
  size,
  busy = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
      className={cn(buttonStyle({ variant, size }), className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}

const iconSizes = {
  sm: 'size-7 pointer-coarse:size-10 [&_svg]:size-3.5',
  md: 'size-8 pointer-coarse:size-10 [&_svg]:size-4',
  lg: 'size-10 [&_svg]:size-5',
} as const

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does; read out and shown as its tooltip. */
  label: string
  children: ReactNode
  size?: keyof typeof iconSizes
  variant?: 'ghost' | 'secondary' | 'primary'
  /** Keys that do the same, shown in the tooltip. */
  keys?: string | undefined
  tooltip?: boolean
}

export function IconButton({
  label,
  children,
  size = 'md',
  variant = 'ghost',
  keys,
  tooltip = true,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={cn(buttonStyle({ variant }), 'p-0', iconSizes[size], className)}
    >
      {children}
    </button>
  )
  return tooltip ? (
    <Tooltip label={label} keys={keys}>
      {button}
    </Tooltip>
  ) : (
    button
  )
}
