import { ArrowUp } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RequestRecord } from '../../../../shared/entities'
import { WindowedTable } from '../../../components'
import { formatCount } from '../../../format'
import { Button } from '../../../ui'
import { useNow } from '../../../use-now'
import type { ActivityStore } from '../activity-store'
import { RequestRow, requestColumns, rowHeight } from './request-row'

const idOf = ({ id }: RequestRecord) => id

export function RequestTable({ activity }: { activity: ActivityStore }) {
  const { t, i18n } = useTranslation()
  const columns = useMemo(() => requestColumns(t), [t])
  const { records, arrived, isLoadingMore, next } = useStore(activity.store)
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const onPlace = useCallback((top: number) => activity.hold(top > rowHeight), [activity])
  const onNearEnd = useCallback(() => void activity.loadMore(), [activity])

  return (
    <div className="@container relative flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg max-sm:max-h-[28rem] border border-line bg-surface shadow-sm">
      <WindowedTable
        label={t('activity.list')}
        {...{ columns, rowHeight, onPlace, onNearEnd, scroller }}
        hasMore={next !== null}
        items={records}
        keyOf={idOf}
        renderRow={(record, index, isCurrent) => (
          <RequestRow {...{ record, index, isCurrent, now, t }} language={i18n.language} />
        )}
      />
      {isLoadingMore ? (
        <p className="border-line border-t px-4 py-1.5 text-muted text-xs">{t('activity.loadingEarlier')}</p>
      ) : null}
      {arrived.length === 0 ? null : (
        <Button
          size="sm"
          icon={<ArrowUp />}
          className="absolute top-11 left-1/2 z-20 -translate-x-1/2 animate-appear rounded-full shadow-md"
          onClick={() => {
            if (scroller.current !== null) scroller.current.scrollTop = 0
            activity.hold(false)
          }}
        >
          {t('activity.arrived', { count: arrived.length, figure: formatCount(arrived.length) })}
        </Button>
      )}
    </div>
  )
}
