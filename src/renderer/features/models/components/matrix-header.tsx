import { useTranslation } from 'react-i18next'
import { tierName } from '../../../../shared/entities/tier-words'
import type { Translate } from '../../../../shared/texts/translator'
import { backendNames, SimulatedBadge, TierGlyph } from '../../../components'
import { formatCount, formatSize } from '../../../format'
import { formatRoute } from '../../../navigation'
import { cn, StatusDot } from '../../../ui'
import { gridPlace } from '../grid-navigation'
import type { NodeColumn } from '../matrix'
import { matrixRow } from './matrix-tracks'
import { OneLine } from './one-line'

export const modelsText = (count: number, t: Translate): string =>
  t('models.models', { count, figure: formatCount(count) })

/** "2 loaded" and "9.4 GB"; how many models there are where the server does not tell. */
export function columnTexts({ node, models, loaded, loadedBytes }: NodeColumn, t: Translate): string[] {
  if (!node.online) return [t('models.column.asLastSeen')]
  if (!node.tellsLoaded) return [modelsText(models, t)]
  if (loaded === 0) return [t('models.column.noneLoaded')]
  const text = t('models.column.loaded', { count: loaded })
  return loadedBytes === null ? [text] : [text, formatSize(loadedBytes)]
}

export interface MatrixHeaderProps {
  columns: readonly NodeColumn[]
  models: number
  pinned: boolean
}

export function MatrixHeader({ columns, models, pinned }: MatrixHeaderProps) {
  const { t } = useTranslation()
  return (
    <tr aria-rowindex={1} className={cn(matrixRow, 'h-(--header)')}>
      <th
        {...gridPlace(0, 0)}
        scope="col"
        className={cn(
          'flex items-end border-line border-b bg-surface px-4 pb-3 text-left font-normal text-muted text-xs outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
          pinned && 'sticky left-0 z-10',
        )}
      >
        {modelsText(models, t)}
      </th>
      {columns.map((column, index) => (
        <HeaderCell key={column.node.node} column={column} index={index + 1} />
      ))}
    </tr>
  )
}

function HeaderCell({ column, index }: { column: NodeColumn; index: number }) {
  const { t } = useTranslation()
  const { node } = column
  return (
    <th
      scope="col"
      className="min-w-0 border-line border-b border-l bg-surface px-3 py-3 text-left font-normal"
    >
      <span className="flex w-full min-w-0 flex-col gap-0.5">
        <a
          {...gridPlace(0, index)}
          href={formatRoute({ page: 'cluster', node: node.node })}
          title={node.node}
          className="focus-ring scroll-ml-[280px] truncate rounded-xs font-semibold text-sm hover:underline"
        >
          {node.node}
        </a>
        <span className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
          <TierGlyph tier={node.tier} />
          <span className="sr-only">{tierName(node.tier, t)}, </span>
          <span className="min-w-0 truncate">{backendNames[node.backend]}</span>
        </span>
        <OneLine className="text-xs">
          <StatusDot
            shape={node.online ? 'ok' : 'danger'}
            label={node.online ? t('models.state.online') : t('models.state.offline')}
          />
          {columnTexts(column, t).map(text => (
            <span key={text} data-figure className="text-muted">
              · {text}
            </span>
          ))}
        </OneLine>
        {node.simulated ? (
          <span className="mt-0.5 flex">
            <SimulatedBadge />
          </span>
        ) : null}
      </span>
    </th>
  )
}
