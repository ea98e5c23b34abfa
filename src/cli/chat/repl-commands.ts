import type { HarombeClient } from '../../shared/contract'
import { conversationTitle, modelName, nodeName } from '../../shared/entities'
import { riskWord } from '../../shared/entities/tool-words'
import { HarombeError } from '../../shared/errors'
import { english } from '../../shared/texts/english'
import { formatTable, type Terminal, withoutControls } from '../output'
import { readDocumentFile } from '../read-document'
import { helpLines, readTier, type SlashCommand } from './slash-commands'
import type { Talk } from './talk'
import { whyLines } from './why-lines'

/** What a command leads to: nothing further, the last question once more, or the end. */
export type Outcome = 'done' | 'redo' | 'exit'

export interface ReplCommandOptions {
  terminal: Terminal
  talk: Talk
  signal: AbortSignal
  /** Over the session of the chat. */
  use<T>(work: (client: HarombeClient) => Promise<T>): Promise<T>
  /** Over one that keeps conversations. */
  overStored<T>(work: (client: HarombeClient) => Promise<T>): Promise<T>
}

const wrong = (message: string, hint: string) => new HarombeError('BAD_REQUEST', message, { hint })

/** Names in quotes may have spaces. */
export function readPaths(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|((?:\\.|[^\s"'])+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? (bare ?? '').replaceAll(/\\(.)/g, '$1'),
  )
}

async function showTools({ terminal, talk, use }: ReplCommandOptions): Promise<void> {
  const { tools, workspace, sandbox } = await use(client => client.call('agent.listTools', {}))
  const rows = tools.map(({ name, title, risk, server, unavailable }) => [
    name,
    server === null ? title : `${title} (${server})`,
    riskWord(risk, english),
    risk === 'none' || risk === 'read' ? 'no' : 'every time',
    unavailable ?? '',
  ])
  for (const line of formatTable(['TOOL', 'WHAT IT DOES', 'AT WORST', 'ASKS YOU', ''], rows))
    terminal.line(line)
  terminal.line()
  terminal.line(
    withoutControls(`Tools are ${talk.tools ? 'on' : 'off'}. They work in ${workspace}. ${sandbox.text}`),
  )
}

async function setTools(options: ReplCommandOptions, rest: string): Promise<void> {
  const { talk, terminal } = options
  if (rest === '') return showTools(options)
  if (rest !== 'on' && rest !== 'off') throw wrong('Tools are on or off.', '/tools on, /tools off')
  talk.tools = rest === 'on'
  terminal.note(
    terminal.dim(talk.tools ? 'Tools are on; you are asked before anything risky.' : 'Tools are off.'),
  )
}

/** `auto` gives up what was insisted on. */
/** @throws HarombeError NOT_FOUND */
async function assertNode({ use }: ReplCommandOptions, name: string): Promise<void> {
  const { nodes } = await use(client => client.call('models.getModels', {}))
  if (nodes.some(({ node }) => node === name)) return
  throw new HarombeError('NOT_FOUND', `There is no node named ${name}.`, {
    hint:
      nodes.length === 0
        ? 'harombe cluster add'
        : `Known nodes: ${nodes.map(({ node }) => node).join(', ')}.`,
  })
}

async function setTarget(options: ReplCommandOptions, kind: 'node' | 'model', rest: string): Promise<void> {
  const { talk, terminal } = options
  const { [kind]: _before, ...others } = talk.target
  if (rest === '') {
    terminal.line(`${kind}: ${talk.target[kind] ?? 'auto'}`)
    return
  }
  const name = rest === 'auto' ? null : (kind === 'node' ? nodeName : modelName).safeParse(rest)
  if (name?.success === false)
    throw wrong(name.error.issues[0]?.message ?? 'This is no name.', `/${kind} NAME|auto`)
  if (kind === 'node' && name !== null) await assertNode(options, name.data)
  talk.target = name === null ? others : { ...others, [kind]: name.data }
  terminal.note(terminal.dim(name === null ? `Any ${kind} answers.` : `${name.data} answers from now on.`))
}

function setTier({ talk, terminal }: ReplCommandOptions, rest: string): void {
  if (rest === '') {
    terminal.line(`tier: ${talk.target.tier}`)
    return
  }
  const tier = readTier(rest)
  if (tier === null) throw wrong('Write auto, 0 (fast), 1 (balanced) or 2 (powerful).', '/tier auto|0|1|2')
  talk.target = { ...talk.target, tier }
  terminal.note(
    terminal.dim(tier === 'auto' ? 'The question decides the tier.' : `Tier ${tier} answers from now on.`),
  )
}

async function attach({ talk, terminal, signal }: ReplCommandOptions, rest: string): Promise<void> {
  const paths = readPaths(rest)
  for (const path of paths) {
    const document = await readDocumentFile(path, signal)
    talk.attach(document)
    terminal.note(
      terminal.dim(`${document.name}: ${document.text.length} characters, sent with the next question`),
    )
  }
  if (paths.length > 0) return
  if (talk.attached.length === 0) throw wrong('Name the files.', '/attach FILE…')
  for (const { name, text } of talk.attached)
    terminal.line(withoutControls(`${name}: ${text.length} characters`))
}

async function save({ talk, terminal, overStored }: ReplCommandOptions, rest: string): Promise<void> {
  if (talk.messages.length === 0) throw wrong('There is nothing to save yet.', 'Ask something first.')
  const title = rest === '' ? undefined : conversationTitle.safeParse(rest)
  if (title?.success === false)
    throw wrong(title.error.issues[0]?.message ?? 'This is no title.', '/save [TITLE]')
  const messages = talk.messages.slice(-2000).map(({ role, content, exchangeId }) => ({
    role,
    content,
    ...(exchangeId === undefined ? {} : { exchangeId }),
  }))
  const saved = await overStored(client =>
    client.call('chat.saveExchange', { messages, ...(title === undefined ? {} : { title: title.data }) }),
  )
  terminal.note(terminal.dim(`Saved as “${withoutControls(saved.title)}”.`))
}

function showHistory({ talk, terminal }: ReplCommandOptions): void {
  for (const { role, content } of talk.messages) {
    terminal.line(terminal.style.bold(role === 'user' ? 'You' : 'Answer'))
    terminal.line(`${withoutControls(content)}\n`)
  }
  if (talk.messages.length === 0) terminal.line('Nothing was said yet.')
}

/** Carries a command out. @throws HarombeError what is wrong with it */
export async function runSlash({ name, rest }: SlashCommand, options: ReplCommandOptions): Promise<Outcome> {
  const { terminal, talk } = options
  switch (name) {
    case 'help':
      for (const line of helpLines()) terminal.line(line)
      return 'done'
    case 'tier':
      setTier(options, rest)
      return 'done'
    case 'node':
    case 'model':
      await setTarget(options, name, rest)
      return 'done'
    case 'why':
      if (talk.lastRoute === null) terminal.line('Nothing was answered yet.')
      else for (const line of whyLines(talk.lastRoute)) terminal.line(line)
      return 'done'
    case 'tools':
      await setTools(options, rest)
      return 'done'
    case 'attach':
      await attach(options, rest)
      return 'done'
    case 'save':
      await save(options, rest)
      return 'done'
    case 'new':
      talk.clear()
      terminal.note(terminal.dim('All of it is forgotten.'))
      return 'done'
    case 'redo':
      return 'redo'
    case 'history':
      showHistory(options)
      return 'done'
    case 'exit':
      return 'exit'
  }
}
