import { Folder } from 'lucide-react'
import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { riskWord } from '../../../shared/entities/tool-words'
import { spoken } from '../../../shared/texts/spoken'
import type { WaitingApproval } from '../../mirrors'
import { Button, cn, Input } from '../../ui'
import { ToolIcon } from '../tool-icon'
import { ExactText } from './exact-text'
import { RemainingRing } from './remaining-ring'
import { useDecision } from './use-decision'

/** A click or key meant for what stood here before must not approve anything. */
const armedAfterMs = 600

function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), armedAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return armed
}

/** A card that is decided goes away, and the focus in it would go with it. */
function useFocusHandedOn(card: RefObject<HTMLElement | null>, onLeave: (() => void) | undefined): void {
  const leave = useRef(onLeave)
  leave.current = onLeave
  useLayoutEffect(() => {
    const element = card.current
    return () => {
      if (element?.contains(document.activeElement) === true) leave.current?.()
    }
  }, [card])
}

export interface ApprovalCardProps {
  approval: WaitingApproval
  /** Part of a row that says already what it is and how long there is. */
  nested?: boolean
  /** The focus was in it when it went. */
  onLeave?: () => void
}

/**
 * A tool call that waits for a person, with everything the decision is bound to. Never takes the focus by itself, and nothing that is
 * typed elsewhere can decide it.
 */
export function ApprovalCard({ approval, nested = false, onLeave }: ApprovalCardProps) {
  const { t } = useTranslation()
  const { request, deadline } = approval
  const { decide, sending } = useDecision(request)
  // What fits is seen at once, see ExactText.
  const [seen, setSeen] = useState(false)
  const [note, setNote] = useState<string | null>(null)
  const armed = useArmed()
  const card = useRef<HTMLElement>(null)
  const titleId = useId()
  const hintId = useId()
  useFocusHandedOn(card, onLeave)
  const approve = (remember: boolean) => {
    if (armed && seen && sending === null) void decide({ approve: true, remember })
  }
  const guarded = {
    'aria-disabled': !seen || sending !== null,
    ...(seen ? {} : { 'aria-describedby': hintId }),
  }
  return (
    <section
      ref={card}
      tabIndex={-1}
      aria-labelledby={titleId}
      data-approval={request.id}
      className={cn(
        'focus-ring flex animate-appear flex-col gap-3 rounded-lg text-sm',
        nested ? 'px-2.5 pt-1 pb-3' : 'border border-line-strong bg-surface p-3.5 shadow-sm',
      )}
    >
      <header className={cn('flex items-center gap-2', nested && 'sr-only')}>
        <ToolIcon risk={request.risk} className="size-4 shrink-0 text-warn" />
        <h3 id={titleId} className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">
          {t('words.approval.question', { title: spoken(request.title, t) })}
          <span className="sr-only"> {t('words.approval.waits', { risk: riskWord(request.risk, t) })}</span>
        </h3>
        {nested ? null : <RemainingRing deadline={deadline} />}
      </header>
      <ExactText exact={request.exact} onSeen={() => setSeen(true)} />
      {request.cwd === null ? null : (
        <p className="flex items-start gap-1.5 text-muted text-xs">
          <Folder aria-hidden="true" className="mt-px size-3.5 shrink-0" />
          <span className="min-w-0">
            {t('words.approval.in')}{' '}
            <span className="font-mono text-ink [overflow-wrap:anywhere]">{request.cwd}</span>
          </span>
        </p>
      )}
      {request.reasons.length === 0 ? null : (
        <ul className="flex flex-col gap-1 text-muted text-xs">
          {request.reasons.map(reason => (
            <li key={reason} className="[overflow-wrap:anywhere]">
              {spoken(reason, t)}
            </li>
          ))}
        </ul>
      )}
      {note === null ? null : (
        <form
          onSubmit={event => {
            event.preventDefault()
            void decide({ approve: false, note })
          }}
        >
          <Input
            value={note}
            onChange={event => setNote(event.target.value)}
            maxLength={500}
            autoFocus
            data-own-escape="true"
            onKeyDown={event => {
              if (event.key === 'Escape') setNote(null)
            }}
            aria-label={t('words.approval.note')}
            placeholder={t('words.approval.notePlaceholder')}
          />
        </form>
      )}
      <div className="flex flex-wrap items-center gap-2 max-sm:grid max-sm:grid-cols-2">
        <Button
          size="sm"
          busy={sending?.approve === false}
          onClick={() => void decide({ approve: false, note: note ?? '' })}
        >
          {t('words.approval.deny')}
        </Button>
        {note === null ? (
          <Button size="sm" variant="ghost" onClick={() => setNote('')}>
            {t('words.approval.add')}
          </Button>
        ) : null}
        <span className="flex-1 max-sm:hidden" />
        {seen ? null : (
          <span id={hintId} className="text-muted text-xs max-sm:col-span-2">
            {t('words.approval.scroll')}
          </span>
        )}
        {request.canRemember ? (
          <Button
            size="sm"
            variant="ghost"
            className="max-sm:col-span-2"
            {...guarded}
            onClick={() => approve(true)}
          >
            {t('words.approval.allowExactly')}
          </Button>
        ) : null}
        <Button
          size="sm"
          variant="primary"
          className="max-sm:col-span-2"
          busy={sending?.approve === true}
          {...guarded}
          onClick={() => approve(false)}
        >
          {t('words.approval.approveOnce')}
        </Button>
      </div>
    </section>
  )
}
