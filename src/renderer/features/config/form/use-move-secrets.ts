import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { toast } from '../../../ui'
import { useDraft, useDraftStore } from '../draft/draft-context'

export interface MoveSecrets {
  /** Where secrets stand in the file in the clear: `cluster.nodes[0].auth_token`. */
  paths: readonly string[]
  /** false: the draft is not what stands on disk, and a move would be about another text. */
  isPossible: boolean
  isMoving: boolean
  move(paths: readonly string[]): Promise<void>
}

/** Puts secrets that stand in the file into files of their own, and references in their places. */
export function useMoveSecrets(): MoveSecrets {
  const { t } = useTranslation()
  const client = useClient()
  const draft = useDraftStore()
  const file = useDraft(state => state.file)
  const isDirty = useDraft(state => state.isDirty)
  const [isMoving, setMoving] = useState(false)
  return {
    paths: file?.plainSecrets ?? [],
    isPossible: !isDirty && file !== null && file.digest !== null,
    isMoving,
    async move(paths) {
      setMoving(true)
      try {
        // What then comes from the disk is our own doing, and no news.
        const { moved } = await draft.writing(async ({ base }) =>
          // Without a file nothing stands in it.
          base === null ? { moved: [] } : client.call('config.moveSecrets', { paths: [...paths], base }),
        )
        toast.success(t('config.form.secret.moved', { count: moved.length }))
      } catch (error) {
        toast.error(isHarombeError(error) ? spoken(error.message, t) : t('cluster.setup.error.unknown'))
      } finally {
        setMoving(false)
      }
    },
  }
}
