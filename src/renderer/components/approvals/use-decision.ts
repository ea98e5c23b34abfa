import { useState } from 'react'
import type { ApprovalRequest } from '../../../shared/entities'
import { hasCode, isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { texts } from '../../texts'
import { toast } from '../../ui'

export interface Decision {
  approve: boolean
  /** For 24 hours, this exact call. */
  remember?: boolean
  /** Told to the model with a refusal. */
  note?: string
}

/** Decides a request, once. What waits no longer is gone from the page by itself: the coordinator says so to every window. */
export function useDecision({ id, digest }: ApprovalRequest) {
  const client = useClient()
  const [sending, setSending] = useState<Decision | null>(null)
  const decide = async ({ approve, remember = false, note = '' }: Decision) => {
    if (sending !== null) return
    setSending({ approve, remember })
    try {
      const told = note.trim() === '' ? {} : { note: note.trim().slice(0, 500) }
      await client.call('agent.decideApproval', { id, digest, approve, remember, ...told })
    } catch (error) {
      setSending(null)
      if (hasCode(error, 'NOT_FOUND')) toast.error(texts.t('words.approval.decidedElsewhere'))
      else
        toast.error(
          isHarombeError(error) ? spoken(error.message, texts.t) : texts.t('words.approval.notSent'),
        )
    }
  }
  return { decide, sending }
}
