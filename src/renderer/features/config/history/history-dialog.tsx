import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../ui'

export interface HistoryDialogProps {
  /** Shows the plan of going back to this version. */
  onRollback(version: number): void
  onClose(): void
}

/** The versions of harombe.yaml; shown while it is mounted. */
export function HistoryDialog({ onClose }: HistoryDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog open onOpenChange={onClose} title={t('config.title')}>
      {null}
    </Dialog>
  )
}
