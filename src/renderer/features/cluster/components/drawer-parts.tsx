import type { ReactNode } from 'react'

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5">{children}</dl>
}

export function Fact(props: { label: string; mono?: boolean; children: ReactNode }) {
  const { label, mono = false, children } = props
  return (
    <div className={mono ? 'col-span-2 min-w-0' : 'min-w-0'}>
      <dt className="text-muted text-xs">{label}</dt>
      <dd
        className={mono ? 'font-mono text-xs [overflow-wrap:anywhere]' : 'text-sm [overflow-wrap:anywhere]'}
      >
        {children}
      </dd>
    </div>
  )
}
