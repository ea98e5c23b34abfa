import { useTranslation } from 'react-i18next'
import { Banner, Button } from '../../../ui'

/** What could not be had, and a way to try again. */
export function Problem({ title, onRetry }: { title: string; onRetry(): void }) {
  const { t } = useTranslation()
  return (
    <Banner
      tone="danger"
      title={title}
      actions={
        <Button size="sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      }
    />
  )
}
