import { ChevronRight, Square } from 'lucide-react'
import { memo, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolCallRecord, ToolCallState } from '../../../../../shared/entities'
import { spoken } from '../../../../../shared/texts/spoken'
import {
  ApprovalCard,
  callStateNote,
  callStateWord,
  RemainingRing,
  riskWord,
  ToolIcon,
  terminalText,
  toolTitle,
} from '../../../../components'
import { formatDuration } from '../../../../format'
import { revealHidden } from '../../../../markdown'
import { useApprovalOf } from '../../../../mirrors'
import { cn, IconButton, StatusDot, type StatusShape } from '../../../../ui'
import type { AnswerStore } from '../../answer-store'
import { useAnswer, useChatServices } from '../../chat-context'
import { useElapsedSeconds } from '../use-elapsed'
import { Printed, ToolCallDetails } from './tool-call-details'

const shapes: Readonly<Record<ToolCallState, StatusShape>> = {
  waiting: 'half',
  running: 'busy',
  done: 'ok',
  failed: 'danger',
  denied: 'off',
  refused: 'off',
  cancelled: 'idle',
  unknown: 'warn',
}

/** The folder it works in anyway: a lone dot reads as dirt. */
const needless: ReadonlySet<string> = new Set(['.', './'])

/** Quick calls show no clock: it would only flash. */
const clockFromSeconds = 2

function RunningClock({ call }: { call: ToolCallRecord }) {
  // Measured by the page: clocks of two machines differ.
  const startedAt = useMemo(
    () => performance.now() - Math.max(0, Date.now() - (call.startedAt ?? Date.now())),
    [call.startedAt],
  )
  const seconds = useElapsedSeconds(startedAt)
  return seconds < clockFromSeconds ? null : formatDuration(seconds * 1000)
}

/** What it prints, as it comes; the end of it is in sight. */
function LiveOutput({ answer, callId }: { answer: AnswerStore; callId: string }) {
  const { t } = useTranslation()
  const output = useAnswer(answer, state => state.outputs.get(callId) ?? '')
  const text = useMemo(() => terminalText(output).split('\n').slice(-12).join('\n').trimEnd(), [output])
  return text === '' ? null : (
    <div className="px-2 pb-2">
      <Printed label={t('chat.run.prints')} text={text} />
    </div>
  )
}

export interface ToolCallRowProps {
  call: ToolCallRecord
  messageId: string
  /** Set while the answer is being written. */
  answer: AnswerStore | null
}

/** One call of a tool: what it is, on what, and how it stands. The rest is behind it. */
export const ToolCallRow = memo(function ToolCallRow({ call, messageId, answer }: ToolCallRowProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const [open, setOpen] = useState(false)
  const row = useRef<HTMLButtonElement>(null)
  const detailsId = useId()
  const approval = useApprovalOf(call.id)
  // What it would do stands below it then, exactly.
  const asked = approval !== null && call.state === 'waiting'
  const note = callStateNote(call, t)
  const stoppable = answer !== null && (call.state === 'running' || call.state === 'waiting')
  const title = call.approval === undefined ? toolTitle(call.tool, t) : spoken(call.approval.title, t)
  const isPlain = asked || needless.has(call.summary) || call.summary === call.tool
  const summary = isPlain ? null : revealHidden(call.summary)
  return (
    <li className="flex flex-col" data-call={call.tool}>
      <div className="flex min-w-0 items-center">
        <button
          ref={row}
          type="button"
          aria-expanded={open}
          aria-controls={detailsId}
          onClick={() => setOpen(!open)}
          className="focus-ring eased flex min-h-9 min-w-0 flex-1 items-center gap-x-2 gap-y-0.5 rounded-md px-2.5 py-1.5 text-left text-sm hover:bg-hover focus-visible:outline-offset-[-2px] max-sm:flex-wrap"
        >
          <ToolIcon risk={call.risk} className="size-4 shrink-0 text-muted" />
          <span
            className="min-w-0 shrink-0 truncate font-medium max-sm:max-w-[calc(100%-1.5rem)] sm:max-w-3/5"
            data-title=""
          >
            {title}
          </span>
          <span className="sr-only">, {riskWord(call.risk, t)}: </span>
          {/* A phone has no room beside the title: below it all is there. */}
          <span className="min-w-0 flex-1 truncate font-mono text-muted text-xs empty:hidden max-sm:order-last max-sm:basis-full max-sm:pl-6">
            {summary}
          </span>
          <span className="ml-auto flex shrink-0 items-center gap-2">
            <span className="text-muted text-xs" data-call-state={call.state}>
              <StatusDot shape={shapes[call.state]} label={callStateWord(call, t)} />
            </span>
            <span data-figure className="flex min-w-12 shrink-0 justify-end text-muted text-xs empty:hidden">
              {asked ? (
                <RemainingRing deadline={approval.deadline} />
              ) : call.state === 'running' ? (
                <RunningClock call={call} />
              ) : call.durationMs === undefined ? null : (
                formatDuration(call.durationMs)
              )}
            </span>
            <ChevronRight
              aria-hidden="true"
              className={cn(
                'size-3.5 shrink-0 text-muted transition-transform duration-(--motion-fast)',
                open && 'rotate-90',
              )}
            />
          </span>
        </button>
        {stoppable ? (
          <IconButton
            size="sm"
            label={t('chat.run.stop', { title })}
            className="mr-1"
            onClick={() => void chat.stopTool(messageId, call.id)}
          >
            <Square className="fill-current" />
          </IconButton>
        ) : null}
      </div>
      {note === null ? null : (
        <p className={cn('px-2.5 pb-2 text-xs', call.state === 'unknown' ? 'text-warn' : 'text-muted')}>
          {note}
        </p>
      )}
      {!asked ? null : <ApprovalCard approval={approval} nested onLeave={() => row.current?.focus()} />}
      {answer === null || call.state !== 'running' ? null : <LiveOutput answer={answer} callId={call.id} />}
      <div id={detailsId} hidden={!open}>
        {open ? <ToolCallDetails call={call} /> : null}
      </div>
    </li>
  )
})
