import { useMemo, useState } from 'react'
import type { PageRoute } from '../../../shared/page-route'
import { useCommand } from '../../commands'
import { navigate, useRoute } from '../../navigation'
import type { Panel, Panels } from './panels'

function panelOf(route: PageRoute, wantsApply: boolean): Panel | null {
  if (route.page !== 'config' || route.panel === undefined) return null
  return route.panel === 'plan'
    ? { kind: 'plan', version: route.version ?? null, intent: wantsApply ? 'apply' : 'plan' }
    : { kind: 'history' }
}

/**
 * What lies over the editor. Plan and history stand in the address, so that tray and notifications lead there and Back closes
 * them. To be called once by the page; it answers the palette, too.
 */
export function useRoutedPanels(): Panels {
  const route = useRoute()
  const [isImporting, setImporting] = useState(false)
  const [wantsApply, setWantsApply] = useState(false)
  const panels = useMemo<Panels>(
    () => ({
      panel: isImporting ? { kind: 'import' } : panelOf(route, wantsApply),
      open(panel) {
        setImporting(panel.kind === 'import')
        if (panel.kind === 'import') return
        setWantsApply(panel.kind === 'plan' && panel.intent === 'apply')
        const version = panel.kind === 'plan' ? panel.version : null
        navigate({ page: 'config', panel: panel.kind, ...(version === null ? {} : { version }) })
      },
      close() {
        setImporting(false)
        setWantsApply(false)
        navigate({ page: 'config' })
      },
    }),
    [route, isImporting, wantsApply],
  )
  useCommand('planConfig', () => panels.open({ kind: 'plan', version: null, intent: 'plan' }))
  useCommand('applyConfig', () => panels.open({ kind: 'plan', version: null, intent: 'apply' }))
  useCommand('rollBackConfig', () => panels.open({ kind: 'history' }))
  useCommand('importConfig', () => panels.open({ kind: 'import' }))
  return panels
}
