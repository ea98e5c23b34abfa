import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Banner, Button, toast } from '../../../ui'
import { useDraft } from '../draft/draft-context'

/** Offers to move secrets that stand in the file in the clear to where only their owner reads them. */
export function PlainSecrets() {
  const { t } = useTranslation()
  const client = useClient()
  const file = useDraft(state => state.file)
  const isDirty = useDraft(state => state.isDirty)
  const [isMoving, setMoving] = useState(false)
  if (file === null || file.digest === null || file.plainSecrets.length === 0) return null
  const { digest: base, plainSecrets: paths } = file

  const move = async () => {
    setMoving(true)
    try {
      const { moved } = await client.call('config.moveSecrets', { paths, base })
      toast.success(t('config.form.secret.moved', { count: moved.length }))
    } catch (error) {
      toast.error(isHarombeError(error) ? spoken(error.message, t) : t('cluster.setup.error.unknown'))
    } finally {
      setMoving(false)
    }
  }
  return (
    <Banner
      tone="warn"
      silent
      title={t('config.form.secret.plainFound', { count: paths.length })}
      actions={
        <Button size="sm" busy={isMoving} disabled={isDirty} onClick={() => void move()}>
          {t('config.form.secret.move')}
        </Button>
      }
    >
      {t(isDirty ? 'config.form.secret.moveFirstSave' : 'config.form.secret.plainFoundHint')}
    </Banner>
  )
}
