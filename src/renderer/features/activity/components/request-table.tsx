import { ArrowUp } from 'lucide-react'
import { useCallback, useRef } from 'react'
import { useStore } from 'zustand'
import type { RequestRecord } from '../../../../shared/entities'
import { WindowedTable } from '../../../components'
import { plural } from '../../../format'
import { Button } from '../../../ui'
import { useNow } from '../../../use-now'
import type { ActivityStore } from '../activity-store'
import { columns, RequestRow, rowHeight } from './request-row'

const idOf = ({ id }: RequestRecord) => id

export function RequestTable({ activity }: { activity: ActivityStore }) {
  const { records, arrived, isLoadingMore, next } = useStore(activity.store)
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(60_000)
  const onPlace = useCallback((top: number) => activity.hold(top > rowHeight), [activity])
  const onNearEnd = useCallback(() => void activity.loadMore(), [activity])

  return (
    <div className="@container relative flex min-h-0 flex-initial flex-col overflow-hidden rounded-lg max-sm:max-h-[28rem] border border-line bg-surface shadow-sm">
      <WindowedTable
        label="Requests"
        {...{ columns, rowHeight, onPlace, onNearEnd, scroller }}
        hasMore={next !== null}
        items={records}
        keyOf={idOf}
        renderRow={(record, index, isCurrent) => (
          <RequestRow record={record} index={index} isCurrent={isCurrent} now={now} />
        )}
      />
      {isLoadingMore ? (
        <p className="border-line border-t px-4 py-1.5 text-muted text-xs">Loading earlier requests</p>
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
          {plural(arrived.length, 'new request')}
        </Button>
      )}
    </div>
  )
}
