import type { ReactNode } from 'react'
import { Card, Skeleton } from '../ui'

export interface Figure {
  label: string
  value: string
  unit?: string
  /** The small line below. */
  note: string
}

/** Five figures in a row; `labels` stand while there are none yet. */
export function FigureStrip(props: { figures: readonly Figure[] | null; labels: readonly string[] }) {
  return (
    <Card className="overflow-hidden">
      <dl className="-mt-px -ml-px grid grid-cols-2 @lg:grid-cols-3 @3xl:grid-cols-5">
        {props.figures === null
          ? props.labels.map(label => (
              <Cell key={label} label={label}>
                <Skeleton className="my-1 h-6 w-16" />
                <Skeleton className="h-3.5 w-20" />
              </Cell>
            ))
          : props.figures.map(figure => (
              <Cell key={figure.label} label={figure.label}>
                <Value figure={figure} />
              </Cell>
            ))}
      </dl>
    </Card>
  )
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="border-line border-t border-l px-4 py-2.5 last:col-span-2 @3xl:px-3.5 @3xl:py-3 @3xl:last:col-span-1 @4xl:px-4">
      <dt className="text-muted text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Value({ figure }: { figure: Figure }) {
  return (
    <>
      <span className="block font-semibold text-xl tracking-tight">
        {figure.value}
        {figure.unit === undefined ? null : (
          <span className="ml-1 font-normal text-muted text-sm tracking-normal">{figure.unit}</span>
        )}
      </span>
      <span className="block text-muted text-xs">{figure.note}</span>
    </>
  )
}

/** A duration with its unit set apart. */
export function splitUnit(label: string, text: string, note: string): Figure {
  const match = /^(\S+) (\S+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined
    ? { label, value: text, note }
    : { label, value: match[1], unit: match[2], note }
}
