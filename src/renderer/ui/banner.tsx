import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const tones = {
  info: { box: 'bg-accent-soft', icon: 'text-accent', Icon: Info },
  warn: { box: 'bg-warn-soft', icon: 'text-warn', Icon: TriangleAlert },
  danger: { box: 'bg-danger-soft', icon: 'text-danger', Icon: CircleAlert },
} as const

export interface BannerProps {
  tone?: keyof typeof tones
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  /** `page` spans the window; `box` stands inside a page. */
  shape?: 'page' | 'box'
  /** Not announced: somebody else says it, once. */
  silent?: boolean
  className?: string | undefined
}

export function Banner(props: BannerProps) {
  const { tone = 'info', title, children, actions, shape = 'box', silent = false, className } = props
  const { box, icon, Icon } = tones[tone]
  const isOneLine = children === undefined || children === null
  return (
    <div
      {...(silent ? {} : { role: tone === 'danger' ? 'alert' : 'status' })}
      className={cn(
        'flex gap-x-2.5 gap-y-2 px-4 py-2.5 text-ink text-sm',
        // One line stands in the middle of its buttons.
        isOneLine ? 'items-center' : 'items-start',
        // In a box there is height to spare, and perhaps no width.
        shape === 'box' && 'max-sm:flex-wrap',
        box,
        shape === 'box' ? 'rounded-lg' : 'border-line border-b',
        className,
      )}
    >
      <Icon aria-hidden="true" className={cn('size-4 shrink-0', !isOneLine && 'mt-0.5', icon)} />
      <div
        className={cn('min-w-0 flex-1 [overflow-wrap:anywhere]', shape === 'box' && 'max-sm:basis-[13rem]')}
      >
        <p className="font-medium">{title}</p>
        {isOneLine ? null : <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {actions === undefined ? null : (
        <div className={cn('flex shrink-0 items-center gap-2', shape === 'box' && 'max-sm:ml-6.5')}>
          {actions}
        </div>
      )}
    </div>
  )
}
