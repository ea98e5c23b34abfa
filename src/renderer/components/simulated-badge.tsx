import { FlaskConical } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../ui'

/** Whatever a simulated node says or did must carry it. */
export function SimulatedBadge() {
  const { t } = useTranslation()
  return (
    <Badge tone="outline" title={t('words.simulatedTitle')}>
      <FlaskConical aria-hidden="true" />
      {t('words.simulated')}
    </Badge>
  )
}
