import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../../shared/contract'
import type { DesktopState } from '../../../shared/contract/desktop'
import { useClient } from '../../client'
import { followStream } from '../../client/follow-stream'
import { createMirror, useCapability } from '../../mirrors'
import type { MirrorState } from '../../mirrors/create-mirror'

const createDesktopMirror = (client: HarombeClient) =>
  createMirror<DesktopState>(
    (show, signal) =>
      followStream(client, 'desktop.watchDesktop', () => ({}), show, signal, { endless: true }),
    '',
  )

/** What the desktop app can do and how that stands; stays empty in a browser, which is never told. */
export function useDesktop(): MirrorState<DesktopState> {
  const client = useClient()
  const isDesktop = useCapability('desktop')
  const [mirror] = useState(() => createDesktopMirror(client))
  useEffect(() => (isDesktop ? mirror.start() : undefined), [mirror, isDesktop])
  return useStore(mirror.store)
}
