import { useTranslation } from 'react-i18next'
import { Button, cn, EmptyState, Skeleton } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { errorHelp } from '../error-help'
import { column } from './column'
import { Transcript } from './transcript'
import { Welcome } from './welcome'

/** Between opening a conversation and having it; short, so nothing is shown before it would be noticed. */
function Loading() {
  const { t } = useTranslation()
  return (
    <div
      className={cn(
        column,
        'flex-1 animate-appear pt-8 [animation-delay:200ms] [animation-fill-mode:backwards]',
      )}
    >
      <p className="sr-only">{t('chat.page.loading')}</p>
      <Skeleton className="ml-auto h-10 w-2/5" />
      <Skeleton className="mt-6 h-4 w-full" />
      <Skeleton className="mt-2 h-4 w-11/12" />
      <Skeleton className="mt-2 h-4 w-3/5" />
    </div>
  )
}

function Failed() {
  const { t } = useTranslation()
  const { chat, navigate } = useChatServices()
  const error = useChat(state => state.open.error)
  if (error === null) return null
  const gone = error.code === 'NOT_FOUND'
  const { title, hint } = errorHelp(error, t)
  return (
    <EmptyState
      className="flex-1"
      title={gone ? t('chat.page.gone') : title}
      actions={
        <>
          <Button onClick={() => navigate(null)}>{t('chat.page.newChat')}</Button>
          {gone ? null : (
            <Button variant="primary" onClick={chat.reload}>
              {t('common.retry')}
            </Button>
          )}
        </>
      }
    >
      {gone ? t('chat.page.goneHint') : hint}
    </EmptyState>
  )
}

/** What the open conversation looks like now. `onChoose` gets the text of an example. */
export function ConversationView({ onChoose }: { onChoose(text: string): void }) {
  const status = useChat(state => state.open.status)
  const view = useChat(state => state.open.view)
  const empty = useChat(state => state.open.messages.size === 0 && state.open.pending === null)
  if (status === 'loading') return <Loading />
  if (status === 'failed') return <Failed />
  return empty ? <Welcome onChoose={onChoose} /> : <Transcript key={view} />
}
