import type { Plan } from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/harombe-error'
import { useClient } from '../../../client'
import { useApplies } from '../apply/apply-context'
import { useDraftStore } from '../draft/draft-context'
import type { PlanSubject } from './plan-store'

/** Carries a plan out. What it was made of is written first, when it is not the file itself. */
export function useApply(subject: PlanSubject | null): (plan: Plan) => Promise<boolean> {
  const client = useClient()
  const draft = useDraftStore()
  const applies = useApplies()
  return plan =>
    applies.start(async () => {
      if (subject === null || subject.kind === 'file') return client.call('config.startApply', { plan })
      if (subject.kind === 'version') {
        const { text } = await client.call('config.getVersion', { version: subject.version })
        const base = draft.store.getState().file?.digest ?? null
        return client.call('config.startApply', { plan, write: { text, base } })
      }
      return draft.writing(write => {
        // Typed on since: what would be written is not what was planned.
        if (write.text !== subject.text)
          throw new HarombeError('CONFLICT', 'The text is another than the one that was planned for.')
        return client.call('config.startApply', { plan, write })
      })
    })
}
