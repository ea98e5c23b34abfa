import { setTimeout as delay } from 'node:timers/promises'
import type { HarombeClient } from '../../shared/contract'
import type { SearchHit, Snippet } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { sizeText } from '../../shared/sizes'
import { formatTable, reportUsage, type Terminal, withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { toSnakeCase } from '../snake-case'

export interface SearchOptions {
  by: 'words' | 'meaning' | 'both'
  limit: number
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)

function snippetText(snippet: Snippet, { style }: Terminal): string {
  return snippet
    .map(({ text, isMatch }) => {
      const plain = withoutControls(text).replaceAll(/\s+/g, ' ')
      if (!isMatch) return plain
      return style.hasColour ? style.bold(style.accent(plain)) : `**${plain}**`
    })
    .join('')
}

const speakers = { user: 'you', assistant: 'answer', system: 'system' } as const

function hitLines(hit: SearchHit, terminal: Terminal): string[] {
  const { style } = terminal
  const who = hit.role === null ? 'title' : speakers[hit.role]
  const score = hit.score === undefined ? '' : ` · ${hit.score.toFixed(2)}`
  const facts = `${day(hit.createdAt)} · ${who} · by ${hit.by}${score} · ${hit.conversationId}`
  return [
    `${style.bold(withoutControls(hit.conversationTitle))}  ${style.dim(facts)}`,
    `  ${snippetText(hit.snippet, terminal)}`,
  ]
}

const patienceMs = 5000
const pauseMs = 100

/** A coordinator of this command's own has only begun to look at its nodes. */
async function untilEmbedding({ client, isShared }: Session, signal: AbortSignal): Promise<void> {
  const until = performance.now() + patienceMs
  while (isShared !== true && performance.now() < until) {
    const { embedding } = await client.call('memory.status', {}, { signal })
    if (embedding.model !== null) return
    await delay(pauseMs, undefined, { signal })
  }
}

/** Looks for what was said. */
export async function memorySearch(
  query: string,
  { by, limit }: SearchOptions,
  { terminal, withStored, signal }: RunContext,
): Promise<ExitCode> {
  if (query.trim() === '') {
    return reportUsage(terminal, 'There is nothing to look for.', 'harombe memory search "some words"')
  }
  return withStored<ExitCode>(async session => {
    if (by !== 'words') await untilEmbedding(session, signal)
    const hits = await session.client.call('memory.search', { query, by, limit }, { signal })
    if (terminal.json) terminal.data(toSnakeCase({ hits }))
    else if (hits.length === 0) terminal.line('Nothing was found.')
    else for (const hit of hits) for (const line of hitLines(hit, terminal)) terminal.line(line)
    return 0
  })
}

/** How much is kept, and how far it can be searched by meaning. */
export async function memoryStatus({ terminal, withStored, signal }: RunContext): Promise<ExitCode> {
  const status = await withStored(({ client }) => client.call('memory.status', {}, { signal }))
  if (terminal.json) {
    terminal.data(toSnakeCase(status))
    return 0
  }
  const { conversations, messages, attachments, bytes, embedding } = status
  terminal.line(
    `${conversations} conversations, ${messages} messages, ${attachments} files, ${sizeText(bytes)}`,
  )
  const { model, indexed, pending, problem } = embedding
  if (model === null) terminal.line('By meaning nothing can be found: no node serves an embedding model.')
  else
    terminal.line(withoutControls(`By meaning with ${model}: ${indexed} pieces indexed, ${pending} to come`))
  if (problem !== null) terminal.line(withoutControls(problem))
  return 0
}

async function printFacts(client: HarombeClient, terminal: Terminal): Promise<void> {
  const facts = await client.call('memory.listFacts', {})
  if (terminal.json) terminal.data(toSnakeCase({ facts }))
  else if (facts.length === 0) terminal.line('There are none. `harombe memory facts add "…"` adds one.')
  else {
    const rows = facts.map(({ id, text, createdAt }) => [id, day(createdAt), text.replaceAll(/\s+/g, ' ')])
    for (const line of formatTable(['ID', 'SINCE', 'FACT'], rows)) terminal.line(line)
  }
}

/** What every model is told. */
export async function factsList({ terminal, withStored }: RunContext): Promise<ExitCode> {
  return withStored<ExitCode>(async ({ client }) => {
    await printFacts(client, terminal)
    return 0
  })
}

export async function factsAdd(text: string, { terminal, withStored }: RunContext): Promise<ExitCode> {
  const fact = await withStored(({ client }) => client.call('memory.addFact', { text }))
  if (terminal.json) terminal.data(toSnakeCase(fact))
  else terminal.line(withoutControls(`Remembered as ${fact.id}.`))
  return 0
}

export async function factsRemove(id: string, { terminal, withStored }: RunContext): Promise<ExitCode> {
  await withStored(async ({ client }) => {
    const facts = await client.call('memory.listFacts', {})
    if (!facts.some(fact => fact.id === id)) {
      throw new HarombeError('NOT_FOUND', `There is no fact ${id}.`, {
        hint: '`harombe memory facts` shows the ids.',
      })
    }
    return client.call('memory.removeFact', { id })
  })
  if (terminal.json) terminal.data({ removed: id })
  else terminal.line(withoutControls(`Forgot ${id}.`))
  return 0
}
