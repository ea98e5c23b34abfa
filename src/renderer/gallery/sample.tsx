import type { ReactNode } from 'react'

/** One primitive, with its states in a row. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2.5">
      <h2 className="font-mono text-muted text-xs">{name}</h2>
      <div className="flex flex-wrap items-start gap-3">{children}</div>
    </section>
  )
}
