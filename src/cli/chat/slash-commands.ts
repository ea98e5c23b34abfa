import type { Tier } from '../../shared/entities'

/** What can be done in a chat beside talking. */
export const slashCommands = [
  { name: 'help', usage: '/help', does: 'show this' },
  { name: 'tier', usage: '/tier auto|0|1|2', does: 'which tier answers: 0 fast, 1 balanced, 2 powerful' },
  { name: 'node', usage: '/node NAME|auto', does: 'which node answers' },
  { name: 'model', usage: '/model NAME|auto', does: 'which model answers' },
  { name: 'why', usage: '/why', does: 'why this node answered' },
  { name: 'tools', usage: '/tools [on|off]', does: 'list the tools, or switch them on or off' },
  { name: 'attach', usage: '/attach FILE…', does: 'send files with the next question' },
  { name: 'save', usage: '/save [TITLE]', does: 'keep this as a conversation' },
  { name: 'new', usage: '/new', does: 'forget all of it and begin anew' },
  { name: 'redo', usage: '/redo', does: 'answer the last question once more' },
  { name: 'history', usage: '/history', does: 'show what was said' },
  { name: 'exit', usage: '/exit', does: 'leave' },
] as const

export type SlashName = (typeof slashCommands)[number]['name']

export interface SlashCommand {
  name: SlashName
  /** All that stands behind it, trimmed. */
  rest: string
}

/** A command, or what is wrong with it; null: it is a message. A path or `//` at the beginning is a message too. */
export function readSlash(line: string): SlashCommand | { unknown: string } | null {
  const found = /^\/([a-z?]+)(?:\s+([\s\S]*))?$/i.exec(line.trim())
  if (found === null) return null
  const [, word = '', rest = ''] = found
  const name = aliases.get(word.toLowerCase()) ?? word.toLowerCase()
  const command = slashCommands.find(each => each.name === name)
  return command === undefined ? { unknown: word } : { name: command.name, rest: rest.trim() }
}

const aliases = new Map([
  ['quit', 'exit'],
  ['bye', 'exit'],
  ['?', 'help'],
])

export function helpLines(): string[] {
  const width = Math.max(...slashCommands.map(({ usage }) => usage.length))
  return [
    ...slashCommands.map(({ usage, does }) => `${usage.padEnd(width)}  ${does}`),
    '',
    'A backslash at the end of a line goes on in the next one; """ begins and ends a message of several lines.',
    'Ctrl-C stops an answer or clears the line, at an empty one it leaves. Ctrl-D leaves. Tab completes.',
  ]
}

export function unknownLine(word: string): string {
  return `There is no /${word}. There are ${slashCommands.map(({ name }) => `/${name}`).join(', ')}.`
}

const tiers = new Map<string, 'auto' | Tier>([
  ['auto', 'auto'],
  ['0', 0],
  ['1', 1],
  ['2', 2],
])
export const readTier = (text: string) => tiers.get(text) ?? null

/** What tab completion may offer behind a command. */
export interface Completions {
  nodes(): readonly string[]
  models(): readonly string[]
  files(prefix: string): readonly string[]
}

const beginningWith = (prefix: string, words: readonly string[]) =>
  words.filter(word => word.startsWith(prefix))

/** What the line may go on with, and the part of it that is completed. */
export function completeLine(line: string, { nodes, models, files }: Completions): [string[], string] {
  if (!line.startsWith('/')) return [[], line]
  const space = line.indexOf(' ')
  if (space < 0) {
    return [
      beginningWith(
        line,
        slashCommands.map(({ name }) => `/${name}`),
      ).map(name => `${name} `),
      line,
    ]
  }
  const last = line.slice(line.lastIndexOf(' ') + 1)
  switch (line.slice(1, space)) {
    case 'tier':
      return [beginningWith(last, [...tiers.keys()]), last]
    case 'node':
      return [beginningWith(last, ['auto', ...nodes()]), last]
    case 'model':
      return [beginningWith(last, ['auto', ...models()]), last]
    case 'tools':
      return [beginningWith(last, ['on', 'off']), last]
    case 'attach':
      return [beginningWith(last, files(last)), last]
    default:
      return [[], line]
  }
}
