import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fact } from '../../../../shared/entities'
import { Button, IconButton, Textarea } from '../../../ui'
import { type FactsStore, mostCharacters } from '../facts-store'

function FactEditor({ fact, facts, onClose }: { fact: Fact; facts: FactsStore; onClose(): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(fact.text)
  const [busy, setBusy] = useState(false)
  const isEmpty = text.trim() === ''
  async function save(): Promise<void> {
    if (isEmpty || busy) return
    if (text.trim() === fact.text) return onClose()
    setBusy(true)
    const isKept = await facts.update(fact.id, text)
    setBusy(false)
    if (isKept) onClose()
  }
  return (
    <form
      className="flex flex-col gap-2 py-2"
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <Textarea
        autoFocus
        rows={2}
        value={text}
        maxLength={mostCharacters}
        aria-label={t('memory.facts.one')}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') onClose()
          else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            void save()
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={busy} disabled={isEmpty}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

/** One fact, to be read, changed or removed. */
export function FactRow({ fact, facts }: { fact: Fact; facts: FactsStore }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  const short = fact.text.length > 60 ? `${fact.text.slice(0, 60)}…` : fact.text
  return (
    <li className="border-line border-t first:border-t-0">
      {editing ? (
        <FactEditor fact={fact} facts={facts} onClose={() => setEditing(false)} />
      ) : (
        <div className="flex items-start gap-2 py-1">
          <p dir="auto" className="min-w-0 flex-1 whitespace-pre-wrap py-1 text-sm [overflow-wrap:anywhere]">
            {fact.text}
          </p>
          <IconButton
            size="sm"
            label={t('memory.facts.change', { fact: short })}
            tooltip={false}
            onClick={() => setEditing(true)}
          >
            <Pencil />
          </IconButton>
          <IconButton
            size="sm"
            label={t('memory.facts.remove', { fact: short })}
            tooltip={false}
            onClick={() => void facts.remove(fact.id)}
          >
            <Trash2 />
          </IconButton>
        </div>
      )}
    </li>
  )
}
