import { Ellipsis, Plus } from 'lucide-react'
import { memo, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelJob, NodeLibraryView, NodeModel } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { sameJson } from '../../../../shared/same-json'
import { backendNames, SimulatedBadge, TierGlyph } from '../../../components'
import { formatCount } from '../../../format'
import { formatRoute } from '../../../navigation'
import { Button, Card, IconButton, ProgressBar, StatusDot } from '../../../ui'
import { cellLook, jobShare } from '../cell-state'
import { useOpenDialog } from '../dialogs'
import { cellKey, type ModelRow, type NodeColumn } from '../matrix'
import { AbilityIcons } from './ability-icons'
import { useCellMenu } from './cell-menu'
import { columnTexts } from './matrix-header'
import { modelFacts } from './model-row'
import type { ModelsMatrixProps } from './models-matrix'

/** More than this of one node are shown on demand: the next node is otherwise a long way off. */
const shownModels = 30

/** The matrix where there is no room for columns: a list a node, with what it has. */
export function NodeLists({ columns, rows, jobs }: ModelsMatrixProps) {
  return columns.map(column => (
    <NodeList
      key={column.node.node}
      column={column}
      rows={rows.filter(
        ({ name, copies }) => copies.has(column.node.node) || jobs.get(name)?.has(column.node.node) === true,
      )}
      jobs={jobs}
    />
  ))
}

function NodeList({ column, rows, jobs }: Pick<ModelsMatrixProps, 'rows' | 'jobs'> & { column: NodeColumn }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const { node } = column
  return (
    <Card as="article" aria-label={node.node} className="shrink-0 overflow-hidden">
      <ListHeader column={column} />
      {rows.length === 0 ? <p className="px-4 py-3 text-muted text-sm">{t('models.lists.none')}</p> : null}
      <ul className="divide-y divide-line">
        {(all ? rows : rows.slice(0, shownModels)).map(row => (
          <ListRow
            key={row.name}
            row={row}
            node={node}
            model={row.copies.get(node.node) ?? null}
            job={jobs.get(row.name)?.get(node.node) ?? null}
          />
        ))}
      </ul>
      {all || rows.length <= shownModels ? null : (
        <Button variant="ghost" className="w-full rounded-none" onClick={() => setAll(true)}>
          {t('models.lists.all', { count: rows.length, figure: formatCount(rows.length) })}
        </Button>
      )}
    </Card>
  )
}

function ListHeader({ column }: { column: NodeColumn }) {
  const { t } = useTranslation()
  const openDialog = useOpenDialog()
  const { node } = column
  return (
    <header className="flex items-center gap-3 border-line border-b py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <h2 className="flex min-w-0 items-center gap-2 font-semibold text-base">
          <a
            href={formatRoute({ page: 'cluster', node: node.node })}
            className="focus-ring truncate rounded-xs"
          >
            {node.node}
          </a>
          {node.simulated ? <SimulatedBadge /> : null}
        </h2>
        <p className="flex flex-wrap items-center gap-x-3 text-muted text-xs">
          <StatusDot
            shape={node.online ? 'ok' : 'danger'}
            label={node.online ? t('models.state.online') : t('models.state.offline')}
          />
          <span className="inline-flex items-center gap-1.5">
            <TierGlyph tier={node.tier} />
            <span className="sr-only">{tierName(node.tier, t)}, </span>
            {backendNames[node.backend]}
          </span>
          <span data-figure>{columnTexts(column, t).join(', ')}</span>
        </p>
      </div>
      {node.online && node.abilities.pull ? (
        <IconButton
          label={t('models.lists.getFor', { node: node.node })}
          onClick={() => openDialog({ kind: 'get', preset: { node: node.node } })}
        >
          <Plus />
        </IconButton>
      ) : null}
    </header>
  )
}

interface ListRowProps {
  row: ModelRow
  node: NodeLibraryView
  model: NodeModel | null
  job: ModelJob | null
}

const ListRow = memo(
  function ListRow({ row, node, model, job }: ListRowProps) {
    const { t } = useTranslation()
    const look = cellLook(node, model, job, t)
    return (
      <li className="flex items-center gap-2 py-2 pr-2 pl-4">
        <a
          href={formatRoute({ page: 'models', model: row.name, node: node.node })}
          className="focus-ring min-w-0 flex-1 rounded-xs"
        >
          <span className="block font-medium font-mono text-sm [overflow-wrap:anywhere]">{row.name}</span>
          <span className="flex min-w-0 items-center gap-1.5">
            <span data-figure className="min-w-0 truncate text-2xs text-muted">
              {modelFacts(row)}
            </span>
            <AbilityIcons abilities={row.abilities} />
          </span>
        </a>
        {look === null ? null : (
          <span className="flex min-w-0 shrink-0 flex-col items-end gap-0.5 text-sm">
            <StatusDot shape={look.shape} label={look.label} />
            {job?.kind === 'pull' ? (
              <ProgressBar
                share={jobShare(job)}
                label={t('models.grid.pulling', { model: job.model, node: job.node })}
                text={look.details[0] ?? job.status}
                className="h-1 w-24"
              />
            ) : (
              <span data-figure className="text-2xs text-muted">
                {look.details.join(' · ')}
              </span>
            )}
          </span>
        )}
        <MenuButton name={row.name} node={node.node} />
      </li>
    )
  },
  (before, after) =>
    before.row.name === after.row.name &&
    sameJson(before.row.summary, after.row.summary) &&
    sameJson(before.row.abilities, after.row.abilities) &&
    sameJson([before.node, before.model, before.job], [after.node, after.model, after.job]),
)

function MenuButton({ name, node }: { name: string; node: string }) {
  const { t } = useTranslation()
  const menu = useCellMenu()
  const id = useId()
  return (
    <IconButton
      id={id}
      label={t('models.lists.actions', { model: name, node })}
      size="sm"
      tooltip={false}
      aria-haspopup="menu"
      aria-expanded={menu.openCell === cellKey(node, name)}
      onClick={event => menu.toggle(event.currentTarget, node, name)}
    >
      <Ellipsis />
    </IconButton>
  )
}
