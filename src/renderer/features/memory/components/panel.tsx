import { type ReactNode, useId } from 'react'
import { Card } from '../../../ui'

export interface PanelProps {
  title: string
  /** What it is for, in a sentence. */
  hint?: ReactNode
  children: ReactNode
}

/** A part of the page under its own heading. */
export function Panel({ title, hint, children }: PanelProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <Card className="flex flex-col gap-3 p-4">
        <header>
          <h2 id={titleId} className="font-semibold text-base">
            {title}
          </h2>
          {hint === undefined ? null : <p className="mt-0.5 text-muted text-sm">{hint}</p>}
        </header>
        {children}
      </Card>
    </section>
  )
}
