import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { Button, Input, Skeleton } from '../../../ui'
import { createFactsStore, type FactsStore, mostCharacters } from '../facts-store'
import { notify } from '../notice'
import { FactRow } from './fact-row'
import { Panel } from './panel'

function AddFact({ facts }: { facts: FactsStore }) {
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
        aria-label="A new fact"
        placeholder="I live in Bern and write in British English."
        onChange={event => setText(event.target.value)}
      />
      <Button type="submit" variant="primary" disabled={text.trim() === ''}>
        Add
      </Button>
    </form>
  )
}

function FactList({ facts }: { facts: FactsStore }) {
  const { facts: list, status, error } = useStore(facts.store)
  if (status === 'loading') {
    return (
      <div className="flex flex-col gap-2" aria-hidden="true">
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="h-5 w-1/2" />
      </div>
    )
  }
  if (status === 'failed') {
    return (
      <div role="alert" className="flex items-center gap-3 text-sm">
        <p className="min-w-0 flex-1 text-danger">{error}</p>
        <Button size="sm" onClick={() => void facts.refresh()}>
          Try again
        </Button>
      </div>
    )
  }
  if (list.length === 0) return <p className="py-1 text-muted text-sm">Nothing is written down yet.</p>
  return (
    <ul aria-label="Facts" className="flex flex-col">
      {list.map(fact => (
        <FactRow key={fact.id} fact={fact} facts={facts} />
      ))}
    </ul>
  )
}

/** What is told to the model with every question. */
export function FactsPanel() {
  const client = useClient()
  const [facts] = useState(() => createFactsStore(client, notify))
  useEffect(() => void facts.refresh(), [facts])
  return (
    <Panel
      title="Facts"
      hint="Told to the model with every question, unless a chat has them switched off. They stay on your machines."
    >
      <AddFact facts={facts} />
      <FactList facts={facts} />
    </Panel>
  )
}
