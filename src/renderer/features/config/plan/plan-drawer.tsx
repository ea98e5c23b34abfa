import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui'

export interface PlanDrawerProps {
  /** What going back to it would do; null: the draft, or the file when nothing is unsaved. */
  version: number | null
  /** What the person asked for: to look, or to apply (after looking). */
  intent: 'plan' | 'apply'
  onClose(): void
}

/** What applying would do; shown while it is mounted. */
export function PlanDrawer({ onClose }: PlanDrawerProps) {
  const { t } = useTranslation()
  return (
    <Dialog open onOpenChange={onClose} placement="side" title={t('config.title')}>
      {null}
    </Dialog>
  )
}
