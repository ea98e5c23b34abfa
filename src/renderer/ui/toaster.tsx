import 'sonner/dist/styles.css'
import { useTranslation } from 'react-i18next'
import { Toaster as Sonner, toast } from 'sonner'

/** Once, around the app. Colours come from the tokens, so it follows the theme by itself. */
export function Toaster() {
  const { t } = useTranslation()
  return (
    <Sonner
      className="font-sans!"
      position="bottom-right"
      gap={8}
      offset={{ bottom: 44, right: 16 }}
      mobileOffset={{ bottom: 92 }}
      containerAriaLabel={t('common.notifications')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2.5 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-ink text-sm shadow-lg sm:w-[356px] [&_[data-icon]]:shrink-0',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          title: 'font-medium',
          description: 'mt-0.5 text-muted text-xs',
          actionButton:
            'focus-ring eased h-7 shrink-0 rounded-md border border-line bg-surface px-2.5 font-medium text-xs hover:bg-hover',
          error: '[&_[data-icon]]:text-danger',
          success: '[&_[data-icon]]:text-ok',
        },
      }}
    />
  )
}

export { toast }
