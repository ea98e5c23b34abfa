import { lazy, Suspense, useState } from 'react'
import type { SearchHit } from '../../../shared/entities'
import { useClient } from '../../client'
import { useCommand } from '../../commands'
import { loadPatiently } from '../../load-patiently'
import { createChatSearch } from './chat-search'

const oneSecond = () => new Promise<void>(resolve => setTimeout(resolve, 1000))

/** Fetched ahead by whoever has nothing else to do, so that both open at once and without a connection. */
export const paletteImporters = {
  palette: () => import('./palette'),
  sheet: () => import('./shortcut-sheet'),
}

const Palette = lazy(async () => ({
  default: (await loadPatiently(paletteImporters.palette, oneSecond)).Palette,
}))
const ShortcutSheet = lazy(async () => ({
  default: (await loadPatiently(paletteImporters.sheet, oneSecond)).ShortcutSheet,
}))

/** The palette and the sheet of shortcuts, at whatever page; nothing of them is loaded before one is asked for. */
export function PaletteHost({ onMessage }: { onMessage(hit: SearchHit): void }) {
  const client = useClient()
  const [search] = useState(() => createChatSearch(client))
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null)
  const toggle = (which: 'palette' | 'sheet') => setOpen(now => (now === which ? null : which))
  useCommand('openPalette', () => toggle('palette'))
  useCommand('showShortcuts', () => toggle('sheet'))
  const close = () => setOpen(null)
  return (
    <Suspense fallback={null}>
      {open === 'palette' ? <Palette search={search} onClose={close} onMessage={onMessage} /> : null}
      {open === 'sheet' ? <ShortcutSheet onClose={close} /> : null}
    </Suspense>
  )
}
