import { useRef } from 'react'
import type { ModelJob } from '../../../../shared/entities'
import { formatContext, formatSize } from '../../../format'
import { formatRoute } from '../../../navigation'
import { cn, Tooltip } from '../../../ui'
import { useNearViewport } from '../../../use-near-viewport'
import { describeAbilities } from '../abilities'
import { gridPlace } from '../grid-navigation'
import { cellKey, type ModelRow, type NodeColumn } from '../matrix'
import { AbilityIcons } from './ability-icons'
import { MatrixCell } from './matrix-cell'
import { clearOfHeaders, matrixRow } from './matrix-tracks'

/** "7.6B · Q4_K_M · 4.7 GB · 32K", without what is not known. */
export function modelFacts({ summary }: ModelRow): string {
  const { parameters, quantization, sizeBytes, contextLength } = summary
  return [
    parameters,
    quantization,
    sizeBytes === null ? null : formatSize(sizeBytes),
    contextLength === null ? null : formatContext(contextLength),
  ]
    .filter(fact => fact !== null && fact !== '')
    .join(' · ')
}

export interface ModelRowProps {
  model: ModelRow
  columns: readonly NodeColumn[]
  jobs: ReadonlyMap<string, ModelJob>
  /** From 1; 0 is the header. */
  row: number
  /** One of very many: out of sight only its name is drawn, so that it can still be found and reached. */
  sparing: boolean
}

export function ModelRowView({ model, columns, jobs, row, sparing }: ModelRowProps) {
  const ref = useRef<HTMLTableRowElement>(null)
  const near = useNearViewport(ref, sparing)
  return (
    <tr
      ref={ref}
      aria-rowindex={row + 1}
      className={cn(matrixRow, 'h-13 border-line border-b last:border-b-0 [content-visibility:auto]')}
    >
      <th scope="row" className="sticky left-0 z-10 block min-w-0 bg-surface p-0 text-left font-normal">
        <ModelName model={model} row={row} />
      </th>
      {near
        ? columns.map(({ node }, index) => (
            <MatrixCell
              key={node.node}
              name={model.name}
              node={node}
              model={model.copies.get(node.node) ?? null}
              job={jobs.get(cellKey(node.node, model.name)) ?? null}
              row={row}
              column={index + 1}
            />
          ))
        : null}
    </tr>
  )
}

function ModelName({ model, row }: { model: ModelRow; row: number }) {
  const facts = modelFacts(model)
  const link = (
    <a
      {...gridPlace(row, 0)}
      href={formatRoute({ page: 'models', model: model.name, node: null })}
      className={cn(
        'eased @container flex h-full w-full min-w-0 flex-col justify-center gap-0.5 px-4 outline-none hover:bg-hover focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
        clearOfHeaders,
      )}
    >
      <span className="truncate font-medium font-mono text-sm">{model.name}</span>
      <span className="flex min-w-0 items-center gap-3">
        <span data-figure className="min-w-0 truncate text-2xs text-muted">
          {facts === '' ? 'nothing more is known' : facts}
        </span>
        <AbilityIcons abilities={model.abilities} />
      </span>
    </a>
  )
  return model.abilities.length === 0 ? (
    link
  ) : (
    <Tooltip label={describeAbilities(model.abilities)} side="bottom">
      {link}
    </Tooltip>
  )
}
