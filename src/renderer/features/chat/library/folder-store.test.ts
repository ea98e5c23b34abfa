import { describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../../../shared/harombe-error'
import type { Notice } from '../conversation-list'
import { createFakeClient } from '../fake-client.fixture'
import { createFolderStore } from './folder-store'

const folder = (id: string, name = id) => ({ id, name, createdAt: 1 })

async function setUp() {
  const fake = createFakeClient()
  const notices: Notice[] = []
  const onChanged = vi.fn()
  fake.reply('memory.listFolders', () => [folder('a', 'Work'), folder('b', 'Home')])
  const store = createFolderStore({
    client: fake.client,
    notify: notice => notices.push(notice),
    onChanged,
    opened: new Set(),
  })
  await store.refresh()
  const names = () => store.store.getState().folders.map(({ name }) => name)
  return { fake, notices, onChanged, store, names }
}

describe('folder store', () => {
  it('removes with a way back, and asks for the chats again both times', async () => {
    const { fake, notices, onChanged, store, names } = await setUp()
    fake.reply('memory.removeFolder', () => null)
    fake.reply('memory.restoreFolder', () => folder('a', 'Work'))
    await store.remove('a')
    expect(names()).toEqual(['Home'])
    expect(onChanged).toHaveBeenCalledTimes(1)
    notices[0]?.undo?.()
    await vi.waitFor(() => expect(names()).toEqual(['Home', 'Work']))
    expect(onChanged).toHaveBeenCalledTimes(2)
  })

  it('takes a refused name back and says why', async () => {
    const { fake, notices, store, names } = await setUp()
    fake.reply('memory.renameFolder', () => {
      throw new HarombeError('STORAGE_FAILED', 'The disk is full.')
    })
    fake.reply('memory.listFolders', () => new Promise(() => undefined))
    await store.rename('a', 'Office')
    expect(names()).toEqual(['Work', 'Home'])
    expect(notices).toMatchObject([{ tone: 'danger', detail: 'The disk is full.' }])
  })

  it('keeps a folder that was just made when an older list arrives late', async () => {
    const { fake, store, names } = await setUp()
    let late: (list: unknown) => void = () => undefined
    fake.reply('memory.listFolders', () => new Promise(resolve => (late = resolve)))
    fake.reply('memory.createFolder', () => folder('c', 'New'))
    const listing = store.refresh()
    await store.create('  New ')
    late([folder('a', 'Work'), folder('b', 'Home')])
    await listing
    expect(names()).toEqual(['Work', 'Home', 'New'])
    expect(fake.callsTo('memory.createFolder')).toEqual([{ name: 'New' }])
  })

  it('makes none without a name', async () => {
    const { fake, store } = await setUp()
    expect(await store.create('   ')).toBeNull()
    expect(fake.callsTo('memory.createFolder')).toEqual([])
  })
})
