import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext } from '@dnd-kit/sortable'
import { Plus } from 'lucide-react'
import { type ReactNode, useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../../../shared/entities'
import { tierName } from '../../../../../shared/entities/tier-words'
import { tiers } from '../../../../../shared/entities/tiers'
import { TierGlyph } from '../../../../components'
import { cn, IconButton } from '../../../../ui'
import { useForm } from '../form-context'
import { type Place, placeOf } from './arrangement'
import { laneNodes } from './lane-nodes'
import { CardText, NodeCard } from './node-card'
import { useCarried } from './use-carried'
import { useNodeActions } from './use-node-actions'

const laneId = (tier: Tier) => `lane:${tier}`

/** What the pointer is in decides, a card before the lane around it; beside them all, what is nearest. */
const underPointer: CollisionDetection = details => {
  const hits = pointerWithin(details)
  const card = hits.filter(({ id }) => !String(id).startsWith('lane:'))
  if (card.length > 0) return card
  return hits.length > 0 ? hits : closestCenter(details)
}

/** dnd-kit's own words: ours are announced by `useCarried`, for both ways of moving. */
const silent = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
}

export interface NodesSectionProps {
  onOpen(key: string): void
  onAdd(tier: Tier | null): void
}

/** The nodes of the draft in three lanes, one a tier. */
export function NodesSection({ onOpen, onAdd }: NodesSectionProps) {
  const { t } = useTranslation()
  const { view } = useForm()
  const actions = useNodeActions()
  const nodes = useMemo(() => laneNodes(view), [view])
  const byKey = useMemo(() => new Map(nodes.map(node => [node.key, node])), [nodes])
  const carrying = useCarried(nodes, actions.run)
  const instructionsId = useId()
  // A short way before a press is a drag, and a moment before a touch is one: taps and scrolling stay what they are.
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  )
  const { arrangement, carried } = carrying
  const dragged = carried?.by === 'pointer' ? byKey.get(carried.key) : undefined

  const placeUnder = (over: string, active: string): Place | null => {
    const lane = tiers.find(tier => laneId(tier) === over)
    if (lane === undefined) return over === active ? null : placeOf(arrangement, over)
    const isThere = arrangement[lane].includes(active)
    return isThere ? null : { tier: lane, index: arrangement[lane].length }
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: '' } }}
      onDragStart={({ active }) => carrying.lift(String(active.id))}
      onDragOver={({ active, over }) => {
        const place = over === null ? null : placeUnder(String(over.id), String(active.id))
        if (place !== null) carrying.over(place)
      }}
      onDragEnd={carrying.drop}
      onDragCancel={carrying.cancel}
    >
      <p id={instructionsId} className="sr-only">
        {t('config.nodes.drag.instructions')}
      </p>
      <div className="grid grid-cols-1 items-start gap-3 @3xl:grid-cols-3">
        {tiers.map(tier => (
          <Lane key={tier} tier={tier} keys={arrangement[tier]} onAdd={() => onAdd(tier)}>
            {arrangement[tier].map(key => {
              const item = byKey.get(key)
              return item === undefined ? null : (
                <NodeCard
                  key={key}
                  item={item}
                  isCarried={carried?.key === key}
                  instructionsId={instructionsId}
                  onOpen={() => onOpen(key)}
                  onHandleKey={event => carrying.onKeyDown(event, key)}
                />
              )
            })}
          </Lane>
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged === undefined ? null : (
          <div className="relative flex cursor-grabbing rounded-lg border border-accent bg-raised py-2 pr-2 pl-6 opacity-95 shadow-lg">
            <CardText item={dragged} name={dragged.name} onOpen={() => undefined} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

interface LaneProps {
  tier: Tier
  keys: readonly string[]
  onAdd(): void
  children: ReactNode
}

const inPlace = () => null

function Lane({ tier, keys, onAdd, children }: LaneProps) {
  const { t } = useTranslation()
  const { isUsable } = useForm()
  const name = tierName(tier, t)
  const { setNodeRef, isOver } = useDroppable({ id: laneId(tier) })
  return (
    <section
      ref={setNodeRef}
      aria-label={t('config.nodes.lane', { name, tier })}
      data-lane={tier}
      className={cn(
        'eased flex min-w-0 flex-col gap-2 rounded-lg border border-transparent bg-sunken p-2',
        isOver && 'border-accent/50',
      )}
    >
      <header className="flex items-center gap-2 pl-1">
        <TierGlyph tier={tier} />
        <h3 className="font-semibold text-sm">{name}</h3>
        <span data-figure className="text-muted text-xs">
          {t('config.nodes.count', { count: keys.length })}
        </span>
        <IconButton
          size="sm"
          label={t('config.nodes.addTo', { tier: name })}
          disabled={!isUsable}
          onClick={onAdd}
          className="ml-auto"
        >
          <Plus />
        </IconButton>
      </header>
      <SortableContext items={[...keys]} strategy={inPlace}>
        {keys.length === 0 ? (
          <p className="rounded-md border border-line-strong border-dashed px-3 py-3 text-center text-muted text-xs">
            {t('config.nodes.laneEmpty')}
          </p>
        ) : (
          <ul className="flex flex-col gap-2">{children}</ul>
        )}
      </SortableContext>
    </section>
  )
}
