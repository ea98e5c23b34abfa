import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../shared/texts/spoken'
import { ApprovalCard } from '../components'
import { useApprovals, type WaitingApproval } from '../mirrors'
import { navigate, useRoute } from '../navigation'
import { Banner, Button, Dialog } from '../ui'

/** Those of exchanges that are in no chat, such as of the command line: they are decided where they are shown. */
function WaitingDialog({ waiting, onClose }: { waiting: readonly WaitingApproval[]; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={t('shell.waiting.dialog')}
      description={t('shell.waiting.dialogMore')}
      width="lg"
    >
      {waiting.length === 0 ? (
        <p className="text-muted text-sm">{t('shell.waiting.none')}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {waiting.map(approval => (
            <li key={`${approval.request.id}${approval.request.digest}`}>
              <ApprovalCard approval={approval} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}

/** "A tool waits for you", wherever the reader is, unless the chat it waits in is before them. */
export function WaitingTools() {
  const { t } = useTranslation()
  const route = useRoute()
  const approvals = useApprovals()
  const [reviewing, setReviewing] = useState(false)
  const shownChat = route.page === 'chat' ? route.conversationId : null
  const elsewhere = approvals.filter(
    ({ request }) => request.conversationId === null || request.conversationId !== shownChat,
  )
  const outside = elsewhere.filter(({ request }) => request.conversationId === null)
  const first = elsewhere[0]?.request
  const open = () => {
    const chat = elsewhere.find(({ request }) => request.conversationId !== null)?.request.conversationId
    if (chat === undefined || chat === null) setReviewing(true)
    else navigate({ page: 'chat', conversationId: chat })
  }
  return (
    <>
      {first === undefined ? null : (
        <Banner
          shape="page"
          tone="warn"
          silent
          title={
            elsewhere.length === 1
              ? t('shell.waiting.one')
              : t('shell.waiting.many', { count: elsewhere.length })
          }
          actions={
            <Button size="sm" onClick={open}>
              {outside.length === elsewhere.length ? t('shell.waiting.look') : t('shell.waiting.openChat')}
            </Button>
          }
        >
          {spoken(first.title, t)}
        </Banner>
      )}
      {reviewing ? <WaitingDialog waiting={outside} onClose={() => setReviewing(false)} /> : null}
    </>
  )
}
