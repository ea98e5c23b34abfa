import type { MemoryStatus } from '../../../../shared/entities'
import { formatCount, formatSize } from '../../../format'
import { Banner, Button, ProgressBar, Skeleton } from '../../../ui'
import type { KnownStatus } from '../use-memory-status'
import { Panel } from './panel'

function Figures({ status }: { status: MemoryStatus }) {
  const figures = [
    { name: 'Chats', value: formatCount(status.conversations) },
    { name: 'Messages', value: formatCount(status.messages) },
    { name: 'Files', value: formatCount(status.attachments) },
    { name: 'On disk', value: formatSize(status.bytes) },
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="font-semibold text-lg">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How far all of it can be searched by meaning. */
function MeaningIndex({ embedding: { model, indexed, pending, problem } }: Pick<MemoryStatus, 'embedding'>) {
  const total = indexed + pending
  const text = `${formatCount(indexed)} of ${formatCount(total)} pieces`
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3 text-sm">
      <h3 className="font-medium">Search by meaning</h3>
      {model === null ? (
        <p className="text-muted">
          No node serves an embedding model, so chats are searched by their words. Get one such as
          nomic-embed-text on the Models page.
        </p>
      ) : (
        <>
          <p className="text-muted">
            With <span className="font-mono text-ink [overflow-wrap:anywhere]">{model}</span>
            {pending === 0 ? `, all ${formatCount(total)} pieces.` : '. The rest follows while nobody asks.'}
          </p>
          {pending === 0 ? null : (
            <>
              <ProgressBar label="Index for the search by meaning" share={indexed / total} text={text} />
              <p data-figure className="text-muted text-xs">
                {text}
              </p>
            </>
          )}
        </>
      )}
      {problem === null ? null : (
        <Banner tone="warn" title="Not everything can be found by meaning">
          {problem}
        </Banner>
      )}
    </div>
  )
}

/** How much is kept. */
export function KeptPanel({ status, error, refresh }: KnownStatus) {
  return (
    <Panel title="What is kept" hint="In memory.db on the coordinator, and nowhere else.">
      {error === null ? null : (
        <Banner
          tone="danger"
          title={error}
          actions={
            <Button size="sm" onClick={refresh}>
              Try again
            </Button>
          }
        />
      )}
      {status !== null ? (
        <>
          <Figures status={status} />
          <MeaningIndex embedding={status.embedding} />
        </>
      ) : error === null ? (
        <Skeleton className="h-40 w-full" />
      ) : null}
    </Panel>
  )
}
