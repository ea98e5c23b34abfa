import { Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../shared/texts/spoken'
import { SimulatedBadge } from '../../components'
import { formatDuration, formatSpeed } from '../../format'
import { useCluster } from '../../mirrors'
import { Banner, Button, Card, Input } from '../../ui'
import { useTestMessage } from './use-test-message'

/** A real question, and who answered it how fast. */
export function TestStep() {
  const { t } = useTranslation()
  const [question, setQuestion] = useState<string | null>(null)
  const { message, ask } = useTestMessage()
  const hasNodes = useCluster()?.nodes.some(({ status }) => status === 'online') ?? false
  const asked = question ?? t('onboarding.test.asking')
  const { end } = message
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="font-semibold text-lg">{t('onboarding.test.title')}</h2>
        <p className="mt-0.5 text-muted text-sm">{t('onboarding.test.text')}</p>
      </div>
      {hasNodes ? null : <Banner tone="warn" title={t('onboarding.test.nobody')} />}
      <form
        className="flex flex-wrap gap-2"
        onSubmit={event => {
          event.preventDefault()
          if (asked.trim() !== '') void ask(asked)
        }}
      >
        <Input
          aria-label={t('onboarding.test.title')}
          value={asked}
          maxLength={500}
          onChange={event => setQuestion(event.target.value)}
          className="min-w-0 flex-1 basis-56"
        />
        <Button type="submit" icon={<Send />} busy={message.state === 'asking'} disabled={!hasNodes}>
          {t(message.state === 'idle' ? 'onboarding.test.ask' : 'onboarding.test.again')}
        </Button>
      </form>
      {message.state === 'failed' ? <Banner tone="danger" title={message.problem} /> : null}
      {message.text === '' ? null : (
        <Card className="flex flex-col gap-2 p-4">
          <p role="status" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {message.text}
          </p>
          {end === null ? null : (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t pt-2 text-muted text-xs">
              <span>
                {t('onboarding.test.by', { node: end.answeredBy.node, model: end.answeredBy.model })}
              </span>
              {end.answeredBy.simulated ? <SimulatedBadge /> : null}
              {end.metrics.ttftMs === null ? null : (
                <span data-figure>
                  {t('onboarding.test.first', { time: formatDuration(end.metrics.ttftMs) })}
                </span>
              )}
              {end.metrics.tokensPerSecond === null ? null : (
                <span data-figure>
                  {t('onboarding.test.speed', { speed: formatSpeed(end.metrics.tokensPerSecond) })}
                </span>
              )}
              <span className="basis-full [overflow-wrap:anywhere]">{spoken(end.route.reason, t)}</span>
            </div>
          )}
        </Card>
      )}
    </section>
  )
}
