import { Ellipsis, MessageSquare, Plus } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelJob, NodeLibraryView, NodeModel } from '../../../../shared/entities'
import { fitWord } from '../../../../shared/entities/fit-words'
import { sameJson } from '../../../../shared/same-json'
import { spoken } from '../../../../shared/texts/spoken'
import { cn, ProgressBar, StatusDot } from '../../../ui'
import { type CellLook, cellLook, jobShare } from '../cell-state'
import { useOpenDialog } from '../dialogs'
import { gridPlace } from '../grid-navigation'
import { cellKey } from '../matrix'
import { hinted } from '../use-shared-tooltip'
import { useCellMenu } from './cell-menu'
import { clearOfHeaders } from './matrix-tracks'
import { OneLine } from './one-line'

export interface MatrixCellProps {
  name: string
  node: NodeLibraryView
  model: NodeModel | null
  job: ModelJob | null
  row: number
  column: number
}

const filling =
  'flex size-full min-w-0 flex-col items-start justify-center gap-0.5 px-3 text-left outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]'

/** One model on one node: how it stands, and a button for what can be done. */
export const MatrixCell = memo(function MatrixCell(props: MatrixCellProps) {
  const { t } = useTranslation()
  const look = cellLook(props.node, props.model, props.job, t)
  return (
    <td className="group/cell block min-w-0 border-line border-l p-0">
      {look === null ? <AbsentCell {...props} /> : <PresentCell {...props} look={look} />}
    </td>
  )
}, sameJson)

function PresentCell({ name, node, model, job, row, column, look }: MatrixCellProps & { look: CellLook }) {
  const { t } = useTranslation()
  const menu = useCellMenu()
  const answers = model?.isDefault === true && node.online
  const state = [look.label, ...look.details, ...(answers ? [t('models.grid.answersUnnamed')] : [])]
  return (
    <button
      {...gridPlace(row, column)}
      {...hinted(job === null && model?.fit != null ? spoken(model.fit.reason, t) : undefined)}
      type="button"
      aria-haspopup="menu"
      aria-expanded={menu.openCell === cellKey(node.node, name)}
      aria-label={t('models.grid.cell', { model: name, node: node.node, state: state.join(', ') })}
      onClick={event => menu.toggle(event.currentTarget, node.node, name)}
      className={cn(
        filling,
        clearOfHeaders,
        'relative hover:bg-hover aria-expanded:bg-hover',
        !node.online && 'text-muted',
      )}
    >
      <OneLine className="w-full gap-x-2 text-sm">
        <StatusDot shape={look.shape} label={look.label} />
        {answers ? (
          <span className="inline-flex items-center gap-1 text-muted text-xs">
            <MessageSquare aria-hidden="true" className="size-3 shrink-0" />
            {t('models.grid.answers')}
          </span>
        ) : null}
      </OneLine>
      {job?.kind === 'pull' ? <PullDetail job={job} look={look} /> : <Details look={look} />}
      <Ellipsis
        aria-hidden="true"
        className="absolute top-2 right-2 hidden size-4 text-muted group-focus-within/cell:block group-hover/cell:block [@media(hover:none)]:block"
      />
    </button>
  )
}

function PullDetail({ job, look }: { job: ModelJob; look: CellLook }) {
  const { t } = useTranslation()
  const [share = ''] = look.details
  return (
    <span aria-hidden="true" className="flex w-full items-center gap-2">
      <ProgressBar
        share={jobShare(job)}
        label={t('models.grid.pulling', { model: job.model, node: job.node })}
        text={share}
        className="h-1 flex-1"
      />
      <span data-figure className="w-9 text-right text-2xs text-muted">
        {share}
      </span>
    </span>
  )
}

function Details({ look: { details } }: { look: CellLook }) {
  const { t } = useTranslation()
  return details.length === 0 ? null : (
    <OneLine className="w-full pl-4 text-2xs text-muted">
      {details.map((detail, index) => (
        <span
          key={detail}
          data-figure
          className={detail === fitWord('too_large', t) ? 'font-medium text-warn' : undefined}
        >
          {index === 0 ? detail : `· ${detail}`}
        </span>
      ))}
    </OneLine>
  )
}

/** A dash; pointer or focus turn it into the offer to get the model here. */
function AbsentCell({ name, node, row, column }: MatrixCellProps) {
  const { t } = useTranslation()
  const openDialog = useOpenDialog()
  if (!node.online || !node.abilities.pull) {
    return (
      <div {...gridPlace(row, column)} className={cn(filling, clearOfHeaders, 'text-muted')}>
        <span aria-hidden="true" className="pl-4 opacity-50">
          –
        </span>
        <span className="sr-only">{t('models.grid.absent', { model: name, node: node.node })}</span>
      </div>
    )
  }
  return (
    <button
      {...gridPlace(row, column)}
      type="button"
      aria-label={t('models.grid.absentGet', { model: name, node: node.node })}
      onClick={() => openDialog({ kind: 'get', preset: { model: name, node: node.node } })}
      className={cn(filling, clearOfHeaders, 'text-muted hover:bg-hover')}
    >
      <span
        aria-hidden="true"
        className="pl-4 opacity-50 group-focus-within/cell:hidden group-hover/cell:hidden [@media(hover:none)]:hidden"
      >
        –
      </span>
      <span
        aria-hidden="true"
        className="hidden items-center gap-1 text-xs group-focus-within/cell:flex group-hover/cell:flex [@media(hover:none)]:flex"
      >
        <Plus className="size-3.5" />
        {t('models.grid.getHere')}
      </span>
    </button>
  )
}
