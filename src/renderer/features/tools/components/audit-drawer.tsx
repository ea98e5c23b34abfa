import { MessageSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../shared/entities'
import { momentText } from '../../../clock-text'
import { ExactText, riskWord, Section, toolTitle } from '../../../components'
import { navigate } from '../../../navigation'
import { Button, Dialog, StatusDot } from '../../../ui'
import { entryLook } from '../audit-words'

/** Everything one line of the audit says. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const { t, i18n } = useTranslation()
  const { shape, text } = entryLook(entry, t)
  const { conversationId } = entry
  const facts = [
    { name: t('tools.audit.when'), value: momentText(entry.at, i18n.language) },
    {
      name: t('tools.audit.tool'),
      value: t('tools.audit.toolRisk', { tool: entry.tool, risk: riskWord(entry.risk, t) }),
    },
    ...(entry.by === undefined ? [] : [{ name: t('tools.audit.decidedBy'), value: entry.by }]),
    { name: t('tools.audit.line'), value: String(entry.sequence) },
    { name: t('tools.audit.callId'), value: entry.callId, isCode: true },
    ...(entry.digest === '' ? [] : [{ name: t('tools.audit.digest'), value: entry.digest, isCode: true }]),
  ]
  return (
    <Dialog
      open
      placement="side"
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={toolTitle(entry.tool, t)}
      description={<StatusDot shape={shape} label={text} />}
    >
      <div className="flex flex-col gap-5">
        <Section title={t('tools.audit.summary')}>
          <ExactText exact={{ text: entry.summary, bytes: entry.summary.length, isCut: false }} />
        </Section>
        <Section title={t('tools.audit.details')}>
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
            {t('tools.audit.openChat')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
