import { MessageSquare } from 'lucide-react'
import type { AuditEntry } from '../../../../shared/entities'
import { ExactText, riskWord, Section, toolTitle } from '../../../components'
import { navigate } from '../../../navigation'
import { texts } from '../../../texts'
import { Button, Dialog, StatusDot } from '../../../ui'
import { entryLook } from '../audit-words'

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' })

/** Everything one line of the audit says. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const { shape, text } = entryLook(entry)
  const { conversationId } = entry
  const facts = [
    { name: 'When', value: times.format(entry.at) },
    { name: 'Tool', value: `${entry.tool}, ${riskWord(entry.risk, texts.t)}` },
    ...(entry.by === undefined ? [] : [{ name: 'Decided by', value: entry.by }]),
    { name: 'Line', value: String(entry.sequence) },
    { name: 'Call', value: entry.callId, isCode: true },
    ...(entry.digest === '' ? [] : [{ name: 'Digest', value: entry.digest, isCode: true }]),
  ]
  return (
    <Dialog
      open
      placement="side"
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={toolTitle(entry.tool, texts.t)}
      description={<StatusDot shape={shape} label={text} />}
    >
      <div className="flex flex-col gap-5">
        <Section title="The call, in one line">
          <ExactText exact={{ text: entry.summary, bytes: entry.summary.length, isCut: false }} />
        </Section>
        <Section title="Details">
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
            {facts.map(({ name, value, isCode }) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className={isCode === true ? 'font-mono text-xs leading-5 [overflow-wrap:anywhere]' : ''}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
        </Section>
        {conversationId === null ? null : (
          <Button
            icon={<MessageSquare />}
            className="self-start"
            onClick={() => navigate({ page: 'chat', conversationId })}
          >
            Open the chat
          </Button>
        )}
      </div>
    </Dialog>
  )
}
