import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { isRecord } from '../../../../shared/record'
import { cn, SegmentedControl } from '../../../ui'
import { useMediaQuery } from '../../../use-media-query'
import { useDraft } from '../draft/draft-context'

type Pane = 'form' | 'text'
const panes: readonly Pane[] = ['form', 'text']

const storageKey = 'harombe.config.panes'

/** Percent by pane; null where none were kept, or storage is blocked. */
function readLayout(): Record<Pane, number> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    if (!isRecord(kept)) return null
    const { form, text } = kept
    return typeof form === 'number' && typeof text === 'number' ? { form, text } : null
  } catch {
    return null
  }
}

function writeLayout(layout: Record<string, number>): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(layout))
  } catch {
    // It lasts as long as the page.
  }
}

export interface PanesProps {
  form: ReactNode
  text: ReactNode
}

/** Form and text side by side with a divider between them; one at a time where there is no room for both. */
export function Panes(props: PanesProps) {
  return useMediaQuery('(min-width: 64rem)') ? <SideBySide {...props} /> : <OneAtATime {...props} />
}

function SideBySide({ form, text }: PanesProps) {
  const { t } = useTranslation()
  const [defaultLayout] = useState(() => readLayout() ?? { form: 56, text: 44 })
  return (
    <Group
      orientation="horizontal"
      className="min-h-0 flex-1 border-line border-t"
      defaultLayout={defaultLayout}
      onLayoutChanged={writeLayout}
    >
      <Panel id="form" minSize="24rem" className="@container overflow-y-auto">
        {form}
      </Panel>
      <Separator
        aria-label={t('config.editor.divider')}
        className="focus-ring eased relative w-px bg-line outline-none hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent"
      />
      <Panel id="text" minSize="20rem" className="overflow-hidden">
        {text}
      </Panel>
    </Group>
  )
}

/** Both stay where they are: neither loses its place or the cursor. */
function OneAtATime({ form, text }: PanesProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Pane>('form')
  const reveal = useDraft(state => state.reveal)
  const seen = useRef(reveal)
  useEffect(() => {
    if (reveal === seen.current) return
    seen.current = reveal
    setShown('text')
  }, [reveal])
  const hidden = (pane: Pane) => (shown === pane ? undefined : 'hidden')
  return (
    <>
      <div className="shrink-0 border-line border-b px-4 pb-2 sm:px-6">
        <SegmentedControl<Pane>
          label={t('config.editor.panes')}
          value={shown}
          onChange={setShown}
          options={panes.map(pane => ({ value: pane, label: t(`config.editor.${pane}`) }))}
          fill
        />
      </div>
      <div className={cn('@container min-h-0 flex-1 overflow-y-auto', hidden('form'))}>{form}</div>
      <div className={cn('min-h-0 flex-1 overflow-hidden', hidden('text'))}>{text}</div>
    </>
  )
}
