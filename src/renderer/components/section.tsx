import type { ReactNode } from 'react'

/** A part of a drawer, under its own heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      {children}
    </section>
  )
}
