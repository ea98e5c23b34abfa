import { memo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelJob } from '../../../../shared/entities'
import type { Translate } from '../../../../shared/texts/translator'
import { formatContext, formatSize } from '../../../format'
import { formatRoute } from '../../../navigation'
import { cn } from '../../../ui'
import { useNearViewport } from '../../../use-near-viewport'
import { describeAbilities } from '../abilities'
import { gridPlace } from '../grid-navigation'
import type { ModelRow, NodeColumn } from '../matrix'
import { hinted } from '../use-shared-tooltip'
import { AbilityIcons } from './ability-icons'
import { MatrixCell } from './matrix-cell'
import { clearOfHeaders, matrixRow } from './matrix-tracks'

/** What servers write for a quantization they do not know. */
const unsaid = new Set(['none', 'unknown'])

/** "7.6B · Q4_K_M · 4.7 GB · 32K", without what is not known. */
export function modelFacts({ summary }: ModelRow): string {
  const { parameters, quantization, sizeBytes, contextLength } = summary
  return [
    parameters,
    quantization === null || unsaid.has(quantization.toLowerCase()) ? null : quantization,
    sizeBytes === null || sizeBytes === 0 ? null : formatSize(sizeBytes),
    contextLength === null ? null : formatContext(contextLength),
  ]
    .filter(fact => fact !== null && fact !== '')
    .join(' · ')
}

export interface ModelRowProps {
  model: ModelRow
  columns: readonly NodeColumn[]
  /** Running jobs on this model, by node. */
  jobs: ReadonlyMap<string, ModelJob>
  /** From 1; 0 is the header. */
  row: number
  /** The names stay in sight while the nodes scroll. */
  pinned: boolean
  /** One of very many: out of sight only its name is drawn, so that it can still be found and reached. */
  sparing: boolean
}

/** Not drawn again while only jobs on other models go on. */
export const ModelRowView = memo(function ModelRowView(props: ModelRowProps) {
  const { t } = useTranslation()
  const { model, columns, jobs, row, pinned, sparing } = props
  const ref = useRef<HTMLTableRowElement>(null)
  const near = useNearViewport(ref, sparing)
  return (
    <tr
      ref={ref}
      aria-rowindex={row + 1}
      className={cn(matrixRow, 'h-13 border-line border-b last:border-b-0')}
    >
      <th
        scope="row"
        className={cn(
          'block min-w-0 bg-surface p-0 text-left font-normal',
          pinned && near && 'sticky left-0 z-10',
        )}
      >
        <a
          {...gridPlace(row, 0)}
          {...hinted(hintOf(model, t))}
          href={formatRoute({ page: 'models', model: model.name, node: null })}
          className={cn(
            '@container flex size-full min-w-0 flex-col justify-center gap-0.5 px-4 outline-none hover:bg-hover focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
            clearOfHeaders,
          )}
        >
          <span className="truncate font-medium font-mono text-sm">{model.name}</span>
          {near ? <Facts model={model} /> : null}
        </a>
      </th>
      {near
        ? columns.map(({ node }, index) => (
            <MatrixCell
              key={node.node}
              name={model.name}
              node={node}
              model={model.copies.get(node.node) ?? null}
              job={jobs.get(node.node) ?? null}
              row={row}
              column={index + 1}
            />
          ))
        : null}
    </tr>
  )
})

/** A name that is likely to be cut comes in full. */
function hintOf({ name, abilities }: ModelRow, t: Translate): string | undefined {
  const parts = [name.length > 32 ? `${name}.` : '', describeAbilities(abilities, t)].filter(Boolean)
  return parts.length === 0 ? undefined : parts.join(' ')
}

function Facts({ model }: { model: ModelRow }) {
  const { t } = useTranslation()
  const facts = modelFacts(model)
  return (
    <span className="flex min-w-0 items-center gap-3">
      <span data-figure className="min-w-0 truncate text-2xs text-muted">
        {facts === '' ? t('models.grid.nothingKnown') : facts}
      </span>
      <AbilityIcons abilities={model.abilities} />
    </span>
  )
}
