import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { Stage } from '../../../components'
import { Button, Input, Skeleton } from '../../../ui'
import { useWhenOnline } from '../../../use-when-online'
import { createFactsStore, type FactsStore, mostCharacters } from '../facts-store'
import { notify } from '../notice'
import { FactRow } from './fact-row'
import { Panel } from './panel'

function AddFact({ facts }: { facts: FactsStore }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  /** The field is free at once for the next fact; what is not kept comes back before what was typed meanwhile. */
  async function add(): Promise<void> {
    if (text.trim() === '') return
    setText('')
    const isKept = await facts.add(text)
    if (!isKept) setText(typed => (typed === '' ? text : `${text} ${typed}`))
  }
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={event => {
        event.preventDefault()
        void add()
      }}
    >
      <Input
        value={text}
        maxLength={mostCharacters}
        aria-label={t('memory.facts.new')}
        placeholder={t('memory.facts.placeholder')}
        onChange={event => setText(event.target.value)}
      />
      <Button type="submit" variant="primary" disabled={text.trim() === ''}>
        {t('memory.facts.add')}
      </Button>
    </form>
  )
}

function FactList({ facts }: { facts: FactsStore }) {
  const { t } = useTranslation()
  const { facts: list, status, error } = useStore(facts.store)
  if (status === 'loading') {
    return (
      <Stage text={t('memory.loading')}>
        <div className="flex flex-col gap-2">
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      </Stage>
    )
  }
  if (status === 'failed') {
    return (
      <div role="alert" className="flex items-center gap-3 text-sm">
        <p className="min-w-0 flex-1 text-danger">{error}</p>
        <Button size="sm" onClick={() => void facts.refresh()}>
          {t('memory.tryAgain')}
        </Button>
      </div>
    )
  }
  if (list.length === 0) return <p className="py-1 text-muted text-sm">{t('memory.facts.none')}</p>
  return (
    <ul aria-label={t('memory.facts.list')} className="flex flex-col">
      {list.map(fact => (
        <FactRow key={fact.id} fact={fact} facts={facts} />
      ))}
    </ul>
  )
}

/** What is told to the model with every question. */
export function FactsPanel() {
  const { t } = useTranslation()
  const client = useClient()
  const [facts] = useState(() => createFactsStore(client, notify))
  useWhenOnline(useCallback(() => void facts.refresh(), [facts]))
  return (
    <Panel title={t('memory.facts.title')} hint={t('memory.facts.hint')}>
      <AddFact facts={facts} />
      <FactList facts={facts} />
    </Panel>
  )
}
