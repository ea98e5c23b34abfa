import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnection } from '../client'
import type { CodeOutcome } from '../client/session'
import { Button, Card, Field, Input } from '../ui'
import { Logo } from './logo'

/** Shown when this browser has no session. */
export function SignIn() {
  const { t } = useTranslation()
  const connection = useConnection()
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<CodeOutcome | null>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    let isShown = true
    void connection.linkOutcome.then(outcome => {
      if (isShown) setRefusal(earlier => earlier ?? outcome)
    })
    return () => {
      isShown = false
    }
  }, [connection])

  const error = refusal === 'refused' || refusal === 'unreachable' ? t(`shell.signIn.${refusal}`) : undefined

  async function submit(): Promise<void> {
    setBusy(true)
    const outcome = await connection.submitCode(text)
    setBusy(false)
    setRefusal(outcome)
  }

  return (
    <main className="flex h-full items-center justify-center p-4">
      <Card className="flex w-full max-w-md flex-col gap-5 p-6">
        <Logo />
        <div className="flex flex-col gap-1.5">
          <h1 className="font-semibold text-lg">{t('shell.signIn.title')}</h1>
          <p className="text-muted text-sm">{t('shell.signIn.text')}</p>
        </div>
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={event => {
            event.preventDefault()
            void submit()
          }}
        >
          <Field label={t('shell.signIn.field')} error={error}>
            {control => (
              <Input
                {...control}
                value={text}
                onChange={event => {
                  setText(event.target.value)
                  setRefusal(null)
                }}
                autoFocus
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
              />
            )}
          </Field>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            disabled={text.trim() === ''}
            className="self-start"
          >
            {t('shell.signIn.continue')}
          </Button>
        </form>
      </Card>
    </main>
  )
}
