import { type CSSProperties, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelJob } from '../../../../shared/entities'
import { AnchoredTooltip, cn } from '../../../ui'
import { useGridNavigation } from '../grid-navigation'
import type { ModelRow, NodeColumn } from '../matrix'
import { useSharedTooltip } from '../use-shared-tooltip'
import { MatrixHeader } from './matrix-header'
import { matrixLeast, matrixWidth } from './matrix-tracks'
import { ModelRowView } from './model-row'

const none: ReadonlyMap<string, ModelJob> = new Map()

/** Rows beyond this are drawn only near the window. */
const manyRows = 40

export interface ModelsMatrixProps {
  columns: readonly NodeColumn[]
  rows: readonly ModelRow[]
  /** Running ones, by model and node. */
  jobs: ReadonlyMap<string, ReadonlyMap<string, ModelJob>>
}

/** Nodes × models. It scrolls by itself, with the nodes and the names in sight. */
export function ModelsMatrix({ columns, rows, jobs }: ModelsMatrixProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLTableElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const pinned = useIsNarrower(frame, matrixLeast(columns.length))
  // One line more where a node has to be said to be simulated.
  const header = columns.some(({ node }) => node.simulated) ? '112px' : '88px'
  const hint = useSharedTooltip(ref)
  useGridNavigation(ref, { row: rows.length, column: columns.length })
  return (
    <div
      ref={frame}
      // On a low window the page scrolls rather than leaving a slit of a table.
      className="min-h-[min(20rem,calc(var(--header)+2px+var(--rows)*52px))] overflow-auto rounded-lg border border-line bg-surface shadow-sm"
      style={{ '--nodes': columns.length, '--rows': rows.length, '--header': header } as CSSProperties}
    >
      <table
        ref={ref}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of WAI-ARIA on a table, as HTML allows
        role="grid"
        aria-label={t('models.grid.label')}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        tabIndex={0}
        className={cn('block outline-none', matrixWidth)}
      >
        <thead className="sticky top-0 z-20 block">
          <MatrixHeader columns={columns} models={rows.length} pinned={pinned} />
        </thead>
        <tbody className="block">
          {rows.map((model, index) => (
            <ModelRowView
              key={model.name}
              model={model}
              columns={columns}
              jobs={jobs.get(model.name) ?? none}
              row={index + 1}
              pinned={pinned}
              sparing={rows.length > manyRows}
            />
          ))}
        </tbody>
      </table>
      {hint === null ? null : <AnchoredTooltip anchor={hint.anchor} label={hint.text} />}
    </div>
  )
}

/** Names that need not stay put are not made to: each that is costs a layer of its own while the table scrolls. */
function useIsNarrower(ref: RefObject<Element | null>, width: number): boolean {
  const [narrower, setNarrower] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => setNarrower(element.clientWidth < width))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref, width])
  return narrower
}
