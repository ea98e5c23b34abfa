import { X } from 'lucide-react'
import { Dialog as Radix, AlertDialog as RadixAlert } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button'
import { cn } from './cn'
import { useReturnFocus } from './return-focus'

const overlay = 'fixed inset-0 z-40 animate-appear bg-overlay'
const panel =
  'fixed z-40 flex flex-col overflow-hidden border border-line bg-surface text-ink shadow-lg outline-none'
const centred =
  'top-1/2 left-1/2 w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 animate-appear rounded-xl'
const side = 'top-0 right-0 h-dvh w-full animate-appear border-y-0 border-r-0 sm:max-w-[calc(100vw-3rem)]'

const short = 'max-h-[min(720px,calc(100dvh-1.5rem))]'
const full = 'h-[min(860px,calc(100dvh-1.5rem))]'

const widths = {
  sm: 'max-w-sm',
  md: 'max-w-lg',
  lg: 'max-w-2xl',
  xl: 'max-w-4xl',
  '2xl': 'max-w-5xl',
} as const

const sideWidths = { usual: 'sm:w-[440px]', wide: 'sm:w-[680px]' } as const

export interface DialogProps {
  open: boolean
  onOpenChange(open: boolean): void
  title: ReactNode
  /** Read out after the title; absent when the title says it all. */
  description?: ReactNode
  children: ReactNode
  /** Stays in sight below the scrolling content. */
  footer?: ReactNode
  width?: keyof typeof widths
  /** As high as there is room, whatever it holds: for content that changes under the reader's eyes. */
  tall?: boolean
  /** `side` is a drawer at the right edge; with `width` xl a wide one. */
  placement?: 'centre' | 'side'
  /** It takes the place of one that was open until now, so nothing has to appear. */
  still?: boolean
}

export function Dialog(props: DialogProps) {
  const { t } = useTranslation()
  const { placement = 'centre', width = 'md', tall = false, still = false } = props
  const returnFocus = useReturnFocus(props.open)
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={cn(overlay, still && 'animate-none')} />
        <Radix.Content
          {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={returnFocus}
          onOpenAutoFocus={event => {
            // A dialog with no field of its own to start in would else start on its Close button.
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          data-modal=""
          className={cn(
            panel,
            placement === 'side'
              ? cn(side, sideWidths[props.width === 'xl' ? 'wide' : 'usual'])
              : cn(centred, tall ? full : short, widths[width]),
            still && 'animate-none',
          )}
        >
          <header className="flex items-start gap-3 border-line border-b py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-1">
              <Radix.Title className="font-semibold text-md leading-snug [overflow-wrap:anywhere]">
                {props.title}
              </Radix.Title>
              {props.description === undefined ? null : (
                <Radix.Description className="mt-0.5 text-muted text-sm">
                  {props.description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('common.close')} tooltip={false}>
                <X />
              </IconButton>
            </Radix.Close>
          </header>
          {/* Focusable, so that arrow keys scroll a body without controls. */}
          <section
            aria-label={t('common.content')}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 py-4 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
          >
            {props.children}
          </section>
          {props.footer === undefined ? null : (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
              {props.footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface AlertDialogProps {
  open: boolean
  onOpenChange(open: boolean): void
  title: string
  description: ReactNode
  /** The verb of what happens, such as "Remove". */
  action: string
  onConfirm(): void
  danger?: boolean
}

/** Asks before something that cannot simply be undone. Focus starts on Cancel. */
export function AlertDialog(props: AlertDialogProps) {
  const { t } = useTranslation()
  const returnFocus = useReturnFocus(props.open)
  return (
    <RadixAlert.Root open={props.open} onOpenChange={props.onOpenChange}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={overlay} />
        <RadixAlert.Content
          onCloseAutoFocus={returnFocus}
          data-modal=""
          className={cn(panel, centred, short, widths.sm)}
        >
          <div className="px-5 pt-5 pb-4">
            <RadixAlert.Title className="font-semibold text-md">{props.title}</RadixAlert.Title>
            <RadixAlert.Description className="mt-1.5 text-muted text-sm">
              {props.description}
            </RadixAlert.Description>
          </div>
          <footer className="flex justify-end gap-2 px-5 pb-4">
            <RadixAlert.Cancel asChild>
              <Button>{t('common.cancel')}</Button>
            </RadixAlert.Cancel>
            <RadixAlert.Action asChild>
              <Button variant={props.danger === true ? 'danger' : 'primary'} onClick={props.onConfirm}>
                {props.action}
              </Button>
            </RadixAlert.Action>
          </footer>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  )
}
