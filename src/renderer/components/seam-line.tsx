import { Unplug } from 'lucide-react'

/** Says that a node failed on the way, and who went on. */
export function SeamLine({ text }: { text: string }) {
  return (
    <p className="flex items-start gap-2 py-0.5 text-warn text-xs">
      <Unplug aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
    </p>
  )
}
