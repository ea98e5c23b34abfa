import { type ClipboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, Textarea } from '../../../ui'
import { foldedFrom } from '../what-if'

/** From here on the length is worth knowing. */
const countedFrom = 1_000

/** Of a folded prompt. */
const shownCharacters = 600

export interface WhatIfPromptProps {
  text: string
  onChange(text: string): void
}

/** A pasted book would be laid out anew with every key: such a prompt is kept whole, and only its beginning drawn. */
export function WhatIfPrompt({ text, onChange }: WhatIfPromptProps) {
  const { t, i18n } = useTranslation()
  const isFolded = text.length >= foldedFrom
  const wasFolded = useRef(isFolded)
  const control = useRef<HTMLButtonElement & HTMLTextAreaElement>(null)
  useEffect(() => {
    if (wasFolded.current === isFolded) return
    wasFolded.current = isFolded
    control.current?.focus()
  }, [isFolded])
  const number = text.length.toLocaleString(i18n.language)
  const hint = (
    <span data-figure>
      {text.length < countedFrom
        ? t('cluster.routing.whatIf.nothingSent')
        : t('cluster.routing.whatIf.nothingSentLength', { number })}
    </span>
  )
  if (isFolded) {
    return (
      <div className="flex flex-col gap-1">
        <div className="flex items-center justify-between gap-2 text-sm">
          <span className="font-medium">{t('cluster.routing.whatIf.prompt')}</span>
          <Button ref={control} variant="link" size="inline" className="text-xs" onClick={() => onChange('')}>
            {t('cluster.routing.whatIf.clear')}
          </Button>
        </div>
        <p className="h-[90px] overflow-hidden whitespace-pre-wrap rounded-md border border-line bg-sunken px-2.5 py-1.5 text-muted text-sm [overflow-wrap:anywhere]">
          {text.slice(0, shownCharacters)}
        </p>
        <p className="text-muted text-xs">{hint}</p>
      </div>
    )
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain')
    if (pasted.length < foldedFrom) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    onChange(text.slice(0, selectionStart) + pasted + text.slice(selectionEnd))
  }
  return (
    <Field label={t('cluster.routing.whatIf.prompt')} hint={hint}>
      {field => (
        <Textarea
          {...field}
          ref={control}
          autoFocus
          rows={4}
          value={text}
          placeholder={t('cluster.routing.whatIf.promptExample')}
          className="max-h-60 [font-kerning:none] [font-variant-ligatures:none]"
          onPaste={onPaste}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
