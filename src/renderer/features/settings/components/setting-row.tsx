import { type ReactNode, useId } from 'react'
import { Card } from '../../../ui'

export interface SettingGroupProps {
  title: string
  hint?: ReactNode
  children: ReactNode
}

/** Settings that belong together, under a heading. */
export function SettingGroup({ title, hint, children }: SettingGroupProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-2">
      <header>
        <h2 id={titleId} className="font-semibold text-base">
          {title}
        </h2>
        {hint === undefined ? null : <p className="text-muted text-sm">{hint}</p>}
      </header>
      <Card className="divide-y divide-line">{children}</Card>
    </section>
  )
}

export interface SettingRowProps {
  label: ReactNode
  hint?: ReactNode
  /** The control, right of the words; below them where it is narrow. */
  children?: ReactNode
}

export function SettingRow({ label, hint, children }: SettingRowProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-[1_1_14rem] text-sm [overflow-wrap:anywhere]">
        {label}
        {hint === undefined ? null : <span className="block text-muted text-xs">{hint}</span>}
      </div>
      {children === undefined ? null : (
        <div className="flex min-w-0 flex-wrap items-center gap-2">{children}</div>
      )}
    </div>
  )
}

export interface SettingSwitchRowProps {
  label: string
  hint?: ReactNode
  children: ReactNode
}

/** A switch stays beside its words, however narrow. */
export function SwitchRow({ label, hint, children }: SettingSwitchRowProps) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 px-4 py-2.5 text-sm">
      <div className="min-w-0">
        {label}
        {hint === undefined ? null : <span className="block text-muted text-xs">{hint}</span>}
      </div>
      {children}
    </div>
  )
}
