import { useTranslation } from 'react-i18next'
import { Banner, Button } from '../../../ui'
import { useMoveSecrets } from './use-move-secrets'

/** Offers to move secrets that stand in the file in the clear to where only their owner reads them. */
export function PlainSecrets() {
  const { t } = useTranslation()
  const { paths, isPossible, isMoving, move } = useMoveSecrets()
  if (paths.length === 0) return null
  return (
    <Banner
      tone="warn"
      silent
      title={t('config.form.secret.plainFound', { count: paths.length })}
      actions={
        <Button size="sm" busy={isMoving} disabled={!isPossible} onClick={() => void move(paths)}>
          {t('config.form.secret.move', { count: paths.length })}
        </Button>
      }
    >
      {isPossible
        ? t('config.form.secret.plainFoundHint', { count: paths.length })
        : t('config.form.secret.moveFirstSave')}
    </Banner>
  )
}
