import { useSortable } from '@dnd-kit/sortable'
import { CircleAlert, GripVertical } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SimulatedBadge } from '../../../../components'
import { NodeStatusBadge } from '../../../../components/node-status-badge'
import { useClusterState } from '../../../../mirrors'
import { Badge, cn } from '../../../../ui'
import { useForm } from '../form-context'
import { addressOf, type LaneNode, modelsOf } from './lane-nodes'
import { NodeMenu } from './node-menu'
import { handleAttribute } from './use-carried'

export interface NodeCardProps {
  item: LaneNode
  isCarried: boolean
  onOpen(): void
  onHandleKey(event: KeyboardEvent): void
  instructionsId: string
}

/** A node of the draft: one large button into its fields, a handle to move it by keys, and a menu. */
export function NodeCard({ item, isCarried, onOpen, onHandleKey, instructionsId }: NodeCardProps) {
  const { t } = useTranslation()
  const { isUsable } = useForm()
  const canMove = item.isFree && isUsable
  const { setNodeRef, listeners } = useSortable({ id: item.key, disabled: !canMove })
  const name = item.name === '' ? t('config.nodes.noName') : item.name
  return (
    <li
      ref={setNodeRef}
      // Only its mouse and touch: keys belong to the handle.
      onMouseDown={listeners?.onMouseDown as never}
      onTouchStart={listeners?.onTouchStart as never}
      data-node={item.name}
      className={cn(
        'eased relative flex min-w-0 touch-manipulation items-start gap-1 rounded-lg border border-line bg-raised py-2 pr-1.5 pl-1 shadow-sm focus-within:border-line-strong hover:border-line-strong',
        isCarried && 'border-accent shadow-md ring-2 ring-accent/35',
      )}
    >
      {canMove ? (
        <button
          type="button"
          {...{ [handleAttribute]: item.key }}
          aria-label={t('config.nodes.drag.handle', { node: name })}
          aria-describedby={instructionsId}
          aria-pressed={isCarried}
          onKeyDown={onHandleKey}
          className="focus-ring relative z-1 flex h-6 w-5 shrink-0 cursor-grab items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink"
        >
          <GripVertical aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        <span className="w-5 shrink-0" />
      )}
      <CardText item={item} name={name} onOpen={onOpen} />
      <NodeMenu item={item} onOpen={onOpen} />
    </li>
  )
}

export function CardText({ item, name, onOpen }: { item: LaneNode; name: string; onOpen(): void }) {
  const { t } = useTranslation()
  const { problems } = useForm()
  const live = useClusterState(state => state.view?.nodes.find(node => node.name === item.name) ?? null)
  const { node } = item
  const { model, more } = modelsOf(node)
  const shown = model === '' ? t('config.nodes.firstModel') : model
  const wrong = [...problems.keys()].filter(path => path.startsWith(`cluster.nodes[${node.index}]`)).length
  const isEnabled = node.fields.enabled?.value !== false
  return (
    <div className="min-w-0 flex-1">
      <div className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <button
          type="button"
          onClick={onOpen}
          aria-label={t('config.nodes.open', { node: name })}
          className={cn(
            'min-w-0 truncate text-left font-semibold text-sm outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:outline-offset-2',
            item.name === '' && 'text-muted italic',
          )}
        >
          {name}
        </button>
        {wrong === 0 ? null : (
          <Badge tone="danger">
            <CircleAlert aria-hidden="true" />
            {t('config.form.problems', { count: wrong })}
          </Badge>
        )}
        {isEnabled ? null : <Badge tone="outline">{t('config.nodes.disabled')}</Badge>}
        {live?.simulated === true ? <SimulatedBadge /> : null}
      </div>
      <p className={cn('truncate text-muted text-xs', model !== '' && 'font-mono')} title={shown}>
        {more === 0 ? shown : t('config.nodes.anyModels', { model: shown, count: more })}
      </p>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">
        <p className="min-w-0 truncate font-mono text-muted text-xs" title={addressOf(node)}>
          {addressOf(node)}
        </p>
        {live === null || !isEnabled ? null : <NodeStatusBadge node={live} className="text-xs" />}
      </div>
      {node.locked === null ? null : <p className="text-warn text-xs">{node.locked}</p>}
      {item.isFree || node.locked !== null || item.name !== '' ? null : (
        <p className="text-warn text-xs">{t('config.nodes.noNameHint')}</p>
      )}
    </div>
  )
}
