import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { HardwareFacts, LiveResources, useHardware } from '../components'
import { useSystemInfo } from '../mirrors'
import { Dialog, IconButton, Skeleton } from '../ui'

export function SystemDialog({ onClose }: { onClose(): void }) {
  const info = useSystemInfo()
  const hardware = useHardware()
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={info === null ? 'harombe' : `harombe ${info.version}`}
    >
      <div className="flex flex-col gap-5">
        {info === null ? (
          <Skeleton className="h-32 w-full" />
        ) : (
          <dl className="flex flex-col gap-3">
            <Path label="Configuration" value={info.configPath} />
            <Path label="Data" value={info.dataDirectory} />
            {info.endpoint === null ? (
              <Row label="Address">not listening</Row>
            ) : (
              <Path label="Address" value={info.endpoint} />
            )}
          </dl>
        )}
        <section className="flex flex-col gap-2 border-line border-t pt-4">
          <h3 className="font-medium text-sm">This machine</h3>
          <HardwareFacts hardware={hardware} />
          <h4 className="mt-2 font-medium text-muted text-xs">Now</h4>
          <LiveResources />
        </section>
      </div>
    </Dialog>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="flex items-center gap-2 text-sm">{children}</dd>
    </div>
  )
}

function Path({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <Row label={label}>
      <span className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere]">{value}</span>
      <IconButton
        label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
        size="sm"
        onClick={() => {
          navigator.clipboard.writeText(value).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }}
        onBlur={() => setCopied(false)}
      >
        {copied ? <Check /> : <Copy />}
      </IconButton>
    </Row>
  )
}
