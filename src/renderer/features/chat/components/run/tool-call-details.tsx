import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ToolCallRecord } from '../../../../../shared/entities'
import { terminalText, untrustedWord } from '../../../../components'
import { CopyButton, revealHidden } from '../../../../markdown'

const scrolling =
  'max-h-72 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]'

function Part({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-7 items-center gap-2">
        <h4 className="font-medium text-muted text-xs">{title}</h4>
        <span className="flex-1" />
        <CopyButton label={t('common.copy')} text={() => text} />
      </div>
      {children}
      <Printed label={title} text={text} />
    </div>
  )
}

/** What a program printed or a file holds: as it is, in a box that scrolls. */
export function Printed({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard when focused
    <figure tabIndex={0} aria-label={label} className={scrolling}>
      <pre className="whitespace-pre-wrap font-mono text-ink text-xs [overflow-wrap:anywhere]">{text}</pre>
    </figure>
  )
}

/** An argument of one line stands beside its name, a longer one below it. */
function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
}

function Arguments({ call }: { call: ToolCallRecord }) {
  const { t } = useTranslation()
  const entries = Object.entries(call.arguments)
  if (entries.length === 0) return <p className="text-muted text-xs">{t('chat.run.noArguments')}</p>
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="max-w-40 truncate text-muted">{revealHidden(name)}</dt>
          <dd className="max-h-40 overflow-y-auto whitespace-pre-wrap font-mono [overflow-wrap:anywhere]">
            {revealHidden(argumentText(value))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What a call was made with and what came of it. */
export function ToolCallDetails({ call }: { call: ToolCallRecord }) {
  const { t } = useTranslation()
  const result = useMemo(() => terminalText(call.result ?? ''), [call.result])
  return (
    <div className="flex flex-col gap-2 border-line border-t px-3 py-2.5">
      <Arguments call={call} />
      {result === '' ? null : (
        <Part title={t('chat.run.result')} text={result}>
          {call.untrusted === undefined ? null : (
            <p className="text-muted text-xs">
              {t('chat.run.untrusted', { origin: untrustedWord(call.untrusted, t) })}
            </p>
          )}
        </Part>
      )}
    </div>
  )
}
