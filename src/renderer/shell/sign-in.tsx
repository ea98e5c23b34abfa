import { useEffect, useState } from 'react'
import { useConnection } from '../client'
import type { CodeOutcome } from '../client/session'
import { Button, Card, Field, Input } from '../ui'
import { Logo } from './logo'

const refusals: Partial<Record<CodeOutcome, string>> = {
  refused:
    'This link was used already or has expired. Each works once: run the command again that printed it, and open the new one.',
  unreachable: 'The coordinator cannot be reached. Is harombe still running?',
}

/** Shown when this browser has no session. */
export function SignIn() {
  const connection = useConnection()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    let isShown = true
    void connection.linkOutcome.then(outcome => {
      if (isShown && outcome !== null) setError(earlier => earlier ?? refusals[outcome])
    })
    return () => {
      isShown = false
    }
  }, [connection])

  async function submit(): Promise<void> {
    setBusy(true)
    const outcome = await connection.submitCode(text)
    setBusy(false)
    setError(refusals[outcome])
  }

  return (
    <main className="flex h-full items-center justify-center p-4">
      <Card className="flex w-full max-w-md flex-col gap-5 p-6">
        <Logo />
        <div className="flex flex-col gap-1.5">
          <h1 className="font-semibold text-lg">Open the link that harombe printed when it was started</h1>
          <p className="text-muted text-sm">
            This browser has not been let in yet. The link holds a code that works once; paste it here if you
            cannot open it, or run the command again that printed it for a new one.
          </p>
        </div>
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={event => {
            event.preventDefault()
            void submit()
          }}
        >
          <Field label="Link or code" error={error}>
            {control => (
              <Input
                {...control}
                value={text}
                onChange={event => {
                  setText(event.target.value)
                  setError(undefined)
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
            Continue
          </Button>
        </form>
      </Card>
    </main>
  )
}
