import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestStatistics } from '../../../../shared/contract/activity'
import { useClient } from '../../../client'
import { FigureStrip } from '../../../components'
import { hoursOfToday, statisticsFigures, statisticsLabels } from '../activity-words'

const refreshMs = 5_000

/** Today's figures, asked for again every few seconds while the page is shown. */
function useStatistics(): RequestStatistics | null {
  const client = useClient()
  const [statistics, setStatistics] = useState<RequestStatistics | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    const read = () => {
      if (document.visibilityState === 'hidden') return
      const input = { hours: hoursOfToday(Date.now()) }
      // A lost connection is said by the shell; the last figures stay until it is back.
      client
        .call('activity.statistics', input, { signal: lifetime.signal })
        .then(setStatistics, () => undefined)
    }
    read()
    const timer = setInterval(read, refreshMs)
    document.addEventListener('visibilitychange', read)
    return () => {
      lifetime.abort()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', read)
    }
  }, [client])
  return statistics
}

export function StatisticsPanel() {
  const { t } = useTranslation()
  const statistics = useStatistics()
  return (
    <FigureStrip
      labels={statisticsLabels(t)}
      figures={statistics === null ? null : statisticsFigures(statistics, t)}
    />
  )
}
