import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HarombeClient } from '../../shared/contract'
import type { Conversation } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'

export type ExportFormat = 'markdown' | 'json'

export interface ExportOptions {
  format: ExportFormat
  /** A file, a folder (a file for each conversation), or - for stdout, which is the default. */
  out?: string | undefined
  force?: boolean | undefined
}

const endings = { markdown: '.md', json: '.json' } as const

/** Private to the user, and whole or not there at all. */
async function writeWhole(
  path: string,
  texts: AsyncIterable<{ text: string }>,
  force: boolean,
): Promise<void> {
  if (!force && (await stat(path).catch(() => null)) !== null) {
    throw new HarombeError('CONFLICT', `${path} is there already.`, {
      hint: 'Choose another name, or add --force.',
    })
  }
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.part-${process.pid}`
  const file = await open(partial, 'w', 0o600)
  try {
    for await (const { text } of texts) await file.write(text)
    await file.sync()
    await file.close()
    await rename(partial, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(partial, { force: true })
    throw error
  }
}

/** A name that every system takes, and that two conversations never share. */
function fileName({ title, id }: Conversation, format: ExportFormat): string {
  const words = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${words === '' ? 'chat' : words}-${id.slice(0, 8)}${endings[format]}`
}

async function isFolder(path: string): Promise<boolean> {
  return /[\\/]$/.test(path) || ((await stat(path).catch(() => null))?.isDirectory() ?? false)
}

async function chosen(client: HarombeClient, ids: readonly string[]): Promise<Conversation[]> {
  const all = await client.call('chat.listConversations', {})
  if (ids.length === 0) return all
  const found = new Map(all.map(conversation => [conversation.id, conversation]))
  return ids.map(id => {
    const conversation = found.get(id)
    if (conversation !== undefined) return conversation
    throw new HarombeError('NOT_FOUND', `There is no conversation ${id}.`, {
      hint: '`harombe memory search WORDS --json` shows the ids.',
    })
  })
}

/** Writes conversations, all of them unless some are named. */
export async function memoryExport(
  ids: readonly string[],
  { format, out = '-', force = false }: ExportOptions,
  { terminal, withStored, signal }: RunContext,
): Promise<ExitCode> {
  return withStored<ExitCode>(async ({ client }) => {
    const texts = (which?: readonly string[]) =>
      client.stream(
        'memory.exportConversations',
        { format, ...(which === undefined ? {} : { ids: [...which] }) },
        { signal },
      )
    const wanted = ids.length === 0 ? undefined : ids
    if (out === '-') {
      for await (const { text } of texts(wanted)) terminal.write(text)
      return 0
    }
    const conversations = await chosen(client, ids)
    const written: string[] = []
    if (await isFolder(out)) {
      for (const conversation of conversations) {
        const path = join(out, fileName(conversation, format))
        await writeWhole(path, texts([conversation.id]), force)
        written.push(path)
      }
    } else {
      await writeWhole(out, texts(wanted), force)
      written.push(out)
    }
    const count = conversations.length
    if (terminal.json) terminal.data({ conversations: count, files: written })
    else terminal.line(`Wrote ${count === 1 ? 'one conversation' : `${count} conversations`} to ${out}.`)
    return 0
  })
}
