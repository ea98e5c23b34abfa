import type { ClusterView, Conversation, NodeView } from '../../../shared/entities'
import type { Preferences } from '../../../shared/entities/preferences'
import type { Translate } from '../../../shared/texts/translator'
import { type CommandId, commands } from '../../commands'
import { nodeStatusLook } from '../../components'
import type { Route } from '../../navigation'
import { rank, type Searchable } from './rank'

export type PaletteSection = 'commands' | 'chats' | 'nodes' | 'models' | 'choices'

/** What an entry does, as data. */
export type PaletteAction =
  | { kind: 'command'; id: CommandId }
  | { kind: 'go'; route: Route }
  | { kind: 'theme'; theme: Preferences['theme'] }
  | { kind: 'language'; language: Preferences['language'] }
  | { kind: 'testNode' | 'wakeNode'; node: string }
  | { kind: 'drain'; node: string; draining: boolean }
  | { kind: 'enable'; node: string; enabled: boolean }
  | { kind: 'copy'; text: string }
  | { kind: 'serve'; serving: boolean }
  | { kind: 'openFolder' | 'openLogs' }

export interface PaletteItem extends Searchable {
  /** Unique, and the same in every language. */
  id: string
  section: PaletteSection
  action: PaletteAction
  /** In a second, muted voice. */
  hint?: string
  command?: CommandId
  /** Shown only once something is typed. */
  onlyAsked?: true
}

export interface PaletteWorld {
  canRun(id: CommandId): boolean
  view: ClusterView | null
  chats: readonly Conversation[]
  /** Of this machine; null when it is not listening. */
  endpoint: string | null
  canOpenFolder: boolean
  isDesktop: boolean
  isOnline: boolean
}

/** Keys that only make sense where the hands are: the palette has no place for them. */
const hidden = new Set<CommandId>(['openPalette', 'nextRegion', 'previousRegion', 'findNext', 'findPrevious'])

function commandItems({ canRun }: PaletteWorld, t: Translate): PaletteItem[] {
  return commands
    .filter(({ id }) => !hidden.has(id) && canRun(id))
    .toSorted((a, b) => Number(b.group === 'chat') - Number(a.group === 'chat'))
    .map(({ id, group }) => ({
      id: `command/${id}`,
      section: 'commands',
      title: t(`shell.command.${id}`),
      also: t(`shell.group.${group}`),
      action: { kind: 'command', id },
      command: id,
    }))
}

function nodeItems(node: NodeView, isOnline: boolean, t: Translate): PaletteItem[] {
  const { name } = node
  const act = (id: string, title: string, action: PaletteAction): PaletteItem => ({
    id: `${id}/${name}`,
    section: 'nodes',
    title,
    action,
    onlyAsked: true,
  })
  const open: PaletteItem = {
    id: `node/${name}`,
    section: 'nodes',
    title: name,
    also: [node.model, ...node.models].join(' '),
    hint: nodeStatusLook(node, t).label,
    action: { kind: 'go', route: { page: 'cluster', node: name } },
  }
  const copy = act('copy', t('shell.palette.copyAddress', { node: name }), { kind: 'copy', text: node.url })
  if (!isOnline) return [open, copy]
  const isDraining = node.status === 'draining'
  const isDisabled = node.status === 'disabled'
  return [
    open,
    act('test', t('shell.palette.test', { node: name }), { kind: 'testNode', node: name }),
    act('drain', t(isDraining ? 'shell.palette.resume' : 'shell.palette.drain', { node: name }), {
      kind: 'drain',
      node: name,
      draining: !isDraining,
    }),
    act('enable', t(isDisabled ? 'shell.palette.enable' : 'shell.palette.disable', { node: name }), {
      kind: 'enable',
      node: name,
      enabled: isDisabled,
    }),
    ...(node.status === 'offline' && node.wakeMac !== null
      ? [act('wake', t('shell.palette.wake', { node: name }), { kind: 'wakeNode', node: name })]
      : []),
    copy,
  ]
}

function modelItems(view: ClusterView | null): PaletteItem[] {
  const nodesOf = new Map<string, string[]>()
  for (const node of view?.nodes ?? [])
    for (const model of new Set(node.models.length > 0 ? node.models : [node.model]))
      if (model !== '') nodesOf.set(model, [...(nodesOf.get(model) ?? []), node.name])
  return [...nodesOf]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([model, nodes]) => ({
      id: `model/${model}`,
      section: 'models',
      title: model,
      hint: nodes.join(', '),
      action: { kind: 'go', route: { page: 'models', model, node: null } },
      onlyAsked: true,
    }))
}

function choiceItems(world: PaletteWorld, t: Translate): PaletteItem[] {
  const choice = (id: string, title: string, action: PaletteAction): PaletteItem => ({
    id,
    section: 'choices',
    title,
    action,
    onlyAsked: true,
  })
  const themes = (['light', 'dark', 'system'] as const).map(theme =>
    choice(`theme/${theme}`, t(`shell.palette.theme.${theme}`), { kind: 'theme', theme }),
  )
  const languages = (['en', 'de', 'system'] as const).map(language =>
    choice(`language/${language}`, t(`shell.palette.language.${language}`), { kind: 'language', language }),
  )
  const own: PaletteItem[] = []
  if (world.view !== null && world.isOnline) {
    const serving = world.view.servingPaused
    const title = t(serving ? 'shell.palette.resumeServing' : 'shell.palette.pauseServing')
    own.push(choice('serve', title, { kind: 'serve', serving }))
  }
  if (world.endpoint !== null)
    own.push(choice('copy-own', t('shell.palette.copyOwnAddress'), { kind: 'copy', text: world.endpoint }))
  if (world.canOpenFolder && world.isOnline)
    own.push(choice('folder', t('shell.palette.openFolder'), { kind: 'openFolder' }))
  if (world.isDesktop && world.isOnline)
    own.push(choice('logs', t('shell.palette.openLogs'), { kind: 'openLogs' }))
  return [...themes, ...languages, ...own]
}

const chatItems = (chats: readonly Conversation[], t: Translate): PaletteItem[] =>
  chats.map(({ id, title }) => ({
    id: `chat/${id}`,
    section: 'chats',
    title: title === '' ? t('shell.palette.untitled') : title,
    action: { kind: 'go', route: { page: 'chat', conversationId: id } },
  }))

/** Everything the palette can find by itself, without asking anybody. */
export function paletteItems(world: PaletteWorld, t: Translate): PaletteItem[] {
  return [
    ...chatItems(world.chats, t),
    ...commandItems(world, t),
    ...(world.view?.nodes ?? []).flatMap(node => nodeItems(node, world.isOnline, t)),
    ...modelItems(world.view),
    ...choiceItems(world, t),
  ]
}

const recentChats = 5
const recentNodes = 6
const mostOfSection = 8

export interface FoundSection {
  section: PaletteSection
  items: PaletteItem[]
}

/** What is shown for a query: sections, the one with the best answer first. Nothing typed: recent chats, commands, nodes. */
export function findItems(items: readonly PaletteItem[], query: string): FoundSection[] {
  const isAsked = query.trim() !== ''
  const found = new Map<PaletteSection, { items: PaletteItem[]; best: number }>()
  for (const { item, score } of rank(items, query)) {
    if (!isAsked && item.onlyAsked === true) continue
    const section = found.get(item.section) ?? { items: [], best: score }
    const most = isAsked
      ? mostOfSection
      : { chats: recentChats, nodes: recentNodes, commands: 99, models: 0, choices: 0 }[item.section]
    if (section.items.length < most) section.items.push(item)
    found.set(item.section, section)
  }
  return [...found]
    .filter(([, { items: some }]) => some.length > 0)
    .toSorted(([, a], [, b]) => (isAsked ? b.best - a.best : 0))
    .map(([section, { items: some }]) => ({ section, items: some }))
}
