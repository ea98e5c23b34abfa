import { type CSSProperties, useRef } from 'react'
import type { ModelJob } from '../../../../shared/entities'
import { cn } from '../../../ui'
import { useGridNavigation } from '../grid-navigation'
import type { ModelRow, NodeColumn } from '../matrix'
import { MatrixHeader } from './matrix-header'
import { matrixWidth } from './matrix-tracks'
import { ModelRowView } from './model-row'

/** Rows beyond this are drawn only near the window. */
const manyRows = 40

export interface ModelsMatrixProps {
  columns: readonly NodeColumn[]
  rows: readonly ModelRow[]
  jobs: ReadonlyMap<string, ModelJob>
}

/** Nodes × models. It scrolls by itself, with the nodes and the names in sight. */
export function ModelsMatrix({ columns, rows, jobs }: ModelsMatrixProps) {
  const ref = useRef<HTMLTableElement>(null)
  useGridNavigation(ref, { row: rows.length, column: columns.length })
  return (
    <div
      // On a low window the page scrolls rather than leaving a slit of a table.
      className="min-h-[min(20rem,calc(90px+var(--rows)*53px))] overflow-auto rounded-lg border border-line bg-surface shadow-sm"
      style={{ '--nodes': columns.length, '--rows': rows.length } as CSSProperties}
    >
      <table
        ref={ref}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of WAI-ARIA on a table, as HTML allows
        role="grid"
        aria-label="Models on nodes"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        tabIndex={0}
        className={cn('block outline-none', matrixWidth)}
      >
        <thead className="sticky top-0 z-20 block">
          <MatrixHeader columns={columns} models={rows.length} />
        </thead>
        <tbody className="block">
          {rows.map((model, index) => (
            <ModelRowView
              key={model.name}
              model={model}
              columns={columns}
              jobs={jobs}
              row={index + 1}
              sparing={rows.length > manyRows}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
