import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { spoken } from '../../shared/texts/spoken'
import { announce, announcer } from '../announcer'
import { useConnectionStatus } from '../client'
import { useMirrors } from '../mirrors'
import { texts } from '../texts'
import { statusAnnouncement } from './status-line'

/** The page's one polite live region, and the shell's own news for it. */
export function LiveRegion() {
  const text = useStore(announcer, state => state.text)
  const { approvals, cluster } = useMirrors()
  const { store } = cluster
  const status = useConnectionStatus()
  const before = useRef(status)

  useEffect(
    () =>
      store.subscribe((state, previous) => {
        const news = statusAnnouncement(previous.view, state.view, texts.t)
        if (news !== null) announce(news)
      }),
    [store],
  )
  useEffect(
    () =>
      approvals.store.subscribe((state, previous) => {
        const known = new Set((previous.view ?? []).map(({ request }) => request.id))
        const fresh = (state.view ?? []).filter(({ request }) => !known.has(request.id))
        if (fresh[0] !== undefined)
          announce(texts.t('shell.said.toolWaits', { tool: spoken(fresh[0].request.title, texts.t) }))
      }),
    [approvals],
  )
  useEffect(() => {
    if (status === 'lost') announce(texts.t('shell.said.lost'))
    else if (status === 'online' && before.current === 'lost') announce(texts.t('shell.said.connected'))
    before.current = status
  }, [status])

  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
