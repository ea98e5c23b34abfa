import { useClient, useConnection, useConnectionStatus } from '../client'
import { useCapability, useClusterState, useSystemInfo } from '../mirrors'
import { isSafeMode } from '../safe-mode'
import { Banner, Button } from '../ui'

/** What the whole window must know, above every page. */
export function Banners() {
  const connection = useConnection()
  const status = useConnectionStatus()
  const info = useSystemInfo()
  const liveProblem = useClusterState(state => state.view?.configProblem)
  const canOpenFolder = useCapability('openFolder')
  const client = useClient()
  // The mirror is live; the info is what held when the window opened.
  const configProblem = liveProblem === undefined ? (info?.configProblem ?? null) : liveProblem
  return (
    <>
      {status === 'lost' ? (
        <Banner
          shape="page"
          tone="warn"
          title="The connection to the coordinator was lost"
          actions={
            <Button size="sm" onClick={connection.retryNow}>
              Try now
            </Button>
          }
        >
          It is being restored. What you see may be out of date.
        </Banner>
      ) : null}
      {isSafeMode ? (
        <Banner
          shape="page"
          tone="warn"
          title="The window crashed several times, so answers are shown as plain text"
        >
          Restart harombe to draw them again.
        </Banner>
      ) : null}
      {configProblem === null ? null : (
        <Banner
          shape="page"
          tone="warn"
          title="harombe.yaml has a problem; the last good version is in force"
          actions={
            canOpenFolder ? (
              <Button
                size="sm"
                onClick={() => {
                  client.call('system.openConfigFolder', {}).catch(() => undefined)
                }}
              >
                Open folder
              </Button>
            ) : undefined
          }
        >
          <span className="font-mono text-xs">{configProblem}</span>
        </Banner>
      )}
      {info === null || info.storageProblem === null ? null : (
        <Banner shape="page" tone="warn" title="Conversations are kept in memory only">
          {info.storageProblem}
        </Banner>
      )}
    </>
  )
}
