import { Braces, Ellipsis, Sheet, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { dayStamp } from '../../../clock-text'
import { formatCount } from '../../../format'
import { saveFile } from '../../../save-file'
import { texts } from '../../../texts'
import {
  AlertDialog,
  Button,
  DropdownMenu,
  IconButton,
  MenuItem,
  MenuSeparator,
  Spinner,
  toast,
} from '../../../ui'
import { wordsOf } from '../../../words-of'
import { requestFilter } from '../activity-filter'
import type { ActivityStore } from '../activity-store'
import { collectRequests, type RequestFileFormat } from '../request-file'

/** Gathers what the list would show to its end, and has it saved. */
function useSaving(activity: ActivityStore) {
  const client = useClient()
  const [requests, setRequests] = useState<number | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function save(format: RequestFileFormat): Promise<void> {
    if (running.current !== null) return
    const control = new AbortController()
    const { signal } = control
    running.current = control
    setRequests(0)
    try {
      const filter = requestFilter(activity.store.getState().filter, Date.now())
      const saved = await collectRequests(client, { filter, format, onProgress: setRequests, signal })
      if (saved.requests === 0) return void toast.error(texts.t('activity.save.none'))
      const name = texts.t('activity.save.file', { date: dayStamp(new Date()) })
      saveFile(`${name}.${format}`, saved.file)
      const figure = formatCount(saved.requests)
      toast.success(texts.t('activity.save.done', { count: saved.requests, figure }))
    } catch (error) {
      if (!signal.aborted) toast.error(wordsOf(error, texts.t('activity.save.failed')))
    } finally {
      running.current = null
      if (!signal.aborted) setRequests(null)
    }
  }

  function stop(): void {
    running.current?.abort()
    setRequests(null)
  }

  return { requests, save, stop }
}

/** What can be done with all requests of the list: saved as a file, forgotten. */
export function ActivityMenu({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const { requests, save, stop } = useSaving(activity)
  const isEmpty = useStore(activity.store, state => state.records.length === 0)
  const [clearing, setClearing] = useState(false)
  return (
    <>
      {requests === null ? null : (
        <div className="flex items-center gap-2 text-muted text-xs">
          <Spinner className="shrink-0" />
          <span role="status" data-figure>
            {t('activity.save.collecting', { count: requests, figure: formatCount(requests) })}
          </span>
          <Button size="sm" variant="ghost" onClick={stop}>
            {t('activity.save.stop')}
          </Button>
        </div>
      )}
      <DropdownMenu
        trigger={
          <IconButton label={t('activity.more')} variant="secondary">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Sheet />} disabled={isEmpty} onSelect={() => void save('csv')}>
          {t('activity.save.csv')}
        </MenuItem>
        <MenuItem icon={<Braces />} disabled={isEmpty} onSelect={() => void save('json')}>
          {t('activity.save.json')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} onSelect={() => setClearing(true)}>
          {t('activity.forget.open')}
        </MenuItem>
      </DropdownMenu>
      {clearing ? <ForgetDialog activity={activity} onClose={() => setClearing(false)} /> : null}
    </>
  )
}

function ForgetDialog({ activity, onClose }: { activity: ActivityStore; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={t('activity.forget.title')}
      description={t('activity.forget.description')}
      action={t('activity.forget.action')}
      danger
      onConfirm={() => {
        activity.clear().then(
          () => toast.success(texts.t('activity.forget.done')),
          () => toast.error(texts.t('activity.forget.failed')),
        )
      }}
    />
  )
}
