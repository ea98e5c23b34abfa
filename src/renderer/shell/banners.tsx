import { useTranslation } from 'react-i18next'
import { spoken } from '../../shared/texts/spoken'
import { useClient, useConnection, useConnectionStatus } from '../client'
import { useCapability, useClusterState, useSystemInfo } from '../mirrors'
import { navigate, useRoute } from '../navigation'
import { isSafeMode } from '../safe-mode'
import { Banner, Button } from '../ui'

/** What the whole window must know, above every page. */
export function Banners() {
  const { t } = useTranslation()
  const connection = useConnection()
  const status = useConnectionStatus()
  const info = useSystemInfo()
  const liveProblem = useClusterState(state => state.view?.configProblem)
  const canOpenFolder = useCapability('openFolder')
  const client = useClient()
  const isThere = useRoute().page === 'config'
  // The mirror is live; the info is what held when the window opened.
  const configProblem = liveProblem === undefined ? (info?.configProblem ?? null) : liveProblem
  return (
    <>
      {status === 'lost' ? (
        <Banner
          shape="page"
          tone="warn"
          title={t('shell.banner.lost')}
          actions={
            <Button size="sm" onClick={connection.retryNow}>
              {t('shell.banner.tryNow')}
            </Button>
          }
        >
          {t('shell.banner.lostMore')}
        </Banner>
      ) : null}
      {isSafeMode ? (
        <Banner shape="page" tone="warn" title={t('shell.banner.safe')}>
          {t('shell.banner.safeMore')}
        </Banner>
      ) : null}
      {configProblem === null ? null : (
        <Banner
          shape="page"
          tone="warn"
          title={t('shell.banner.config')}
          actions={
            <>
              {isThere ? null : (
                <Button size="sm" onClick={() => navigate({ page: 'config' })}>
                  {t('shell.banner.openConfig')}
                </Button>
              )}
              {canOpenFolder ? (
                <Button
                  size="sm"
                  onClick={() => {
                    client.call('system.openConfigFolder', {}).catch(() => undefined)
                  }}
                >
                  {t('shell.banner.openFolder')}
                </Button>
              ) : null}
            </>
          }
        >
          {spoken(configProblem, t)}
        </Banner>
      )}
      {info === null || info.storageProblem === null ? null : (
        <Banner shape="page" tone="warn" title={t('shell.banner.memoryOnly')}>
          {spoken(info.storageProblem, t)}
        </Banner>
      )}
    </>
  )
}
