import { describe, expect, it, vi } from 'vitest'
import { english } from '../../shared/texts/english'
import { createMemoryLog } from '../testing/fixtures'
import { createSigner, digest } from '../testing/sign-offer'
import { createUpdates, type UpdatesOptions } from './updates'

const signer = createSigner()
const offer = (version: string) =>
  signer.offer({ version, files: [{ url: 'harombe.AppImage', sha512: digest, size: 9 }] })

function setUp(changes: Partial<UpdatesOptions> & { offered?: unknown } = {}) {
  const steps: string[] = []
  const states: string[] = []
  const timers: { ms: number; task: () => void }[] = []
  const step = (name: string) => async () => void steps.push(name)
  const updater = {
    look: vi.fn(async (): Promise<unknown> => ('offered' in changes ? changes.offered : offer('1.1.0'))),
    download: vi.fn(async (onProgress: (share: number) => void) => {
      onProgress(0.5)
      return '/cache/harombe.AppImage'
    }),
    install: vi.fn(() => void steps.push('install')),
  }
  const updates = createUpdates({
    unavailable: null,
    publicKey: signer.publicKey,
    currentVersion: '1.0.0',
    load: vi.fn(async () => updater),
    digest: async () => digest,
    remove: step('remove'),
    backUp: step('backUp'),
    isBusy: () => false,
    prepareToEnd: step('prepareToEnd'),
    startAgain: () => void steps.push('startAgain'),
    clock: {
      monotonic: () => 0,
      wall: () => 1_000,
      after(ms, task) {
        const timer = { ms, task }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer), 1)
      },
    },
    t: english,
    log: createMemoryLog().log,
    onChange: () => states.push(updates.state().state),
    ...changes,
  })
  return { updates, updater, steps, states, timers }
}

describe('updates', () => {
  it('come quietly and wait until somebody asks', async () => {
    const { updates, steps, states } = setUp()
    await updates.check()
    expect(states).toEqual(['checking', 'downloading', 'downloading', 'ready'])
    expect(updates.state()).toEqual({ state: 'ready', version: '1.1.0' })
    expect(steps).toEqual([])
    await updates.restart()
    expect(steps).toEqual(['backUp', 'prepareToEnd', 'install'])
  })

  it('look a while after the start and then now and then, until the end', async () => {
    const { updates, updater, timers } = setUp({ offered: null })
    updates.start()
    expect(updater.look).not.toHaveBeenCalled()
    const [first] = timers.splice(0)
    first?.task()
    await vi.waitFor(() => expect(updates.state()).toEqual({ state: 'current', checkedAt: 1_000 }))
    expect(timers).toHaveLength(1)
    expect(timers[0]?.ms).toBeGreaterThan(first?.ms ?? 0)
    updates.stop()
    expect(timers).toEqual([])
  })

  it.each([
    ['unsigned', { ...offer('1.1.0'), version: '9.0.0' }],
    ['unsigned', { version: '1.1.0', files: [] }],
    ['older', offer('0.9.0')],
    ['older', offer('1.0.0')],
  ] as const)('are refused when %s, and nothing is downloaded', async (why, offered) => {
    const { updates, updater } = setUp({ offered })
    await updates.check()
    expect(updates.state()).toEqual({ state: 'failed', message: english(`desktop.update.${why}`) })
    expect(updater.download).not.toHaveBeenCalled()
    await expect(updates.restart()).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are thrown away when what came is not what was signed', async () => {
    const { updates, steps } = setUp({ digest: async () => `B${digest.slice(1)}` })
    await updates.check()
    expect(updates.state().state).toBe('failed')
    expect(steps).toEqual(['remove'])
    await expect(updates.restart()).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are not installed when the file changed since, nor without a backup', async () => {
    let current = digest
    const changed = setUp({ digest: async () => current })
    await changed.updates.check()
    current = `B${digest.slice(1)}`
    await expect(changed.updates.restart()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(changed.steps).toEqual([])

    let swapped = digest
    const late = setUp({
      digest: async () => swapped,
      async backUp() {
        swapped = `B${digest.slice(1)}`
      },
    })
    await late.updates.check()
    await expect(late.updates.restart()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(late.steps).toEqual([])

    const full = setUp({ backUp: () => Promise.reject(new Error('disk full')) })
    await full.updates.check()
    await expect(full.updates.restart()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(full.updater.install).not.toHaveBeenCalled()
    expect(full.updates.state().state).toBe('ready')
  })

  it('never interrupt an answer, also one that began while the backup was made', async () => {
    let busy = true
    const { updates, steps } = setUp({
      isBusy: () => busy,
      async backUp() {
        busy = true
      },
    })
    await updates.check()
    await expect(updates.restart()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: /still being written/,
    })
    busy = false
    await expect(updates.restart()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(steps).toEqual([])
  })

  it('are one at a time, and installed once', async () => {
    const { updates, updater } = setUp()
    await Promise.all([updates.check(), updates.check()])
    await updates.check()
    expect(updater.look).toHaveBeenCalledOnce()
    const results = await Promise.allSettled([updates.restart(), updates.restart()])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(updater.install).toHaveBeenCalledOnce()
  })

  it('leave no app behind whose coordinator has ended when nothing was installed', async () => {
    const { updates, steps, timers } = setUp()
    await updates.check()
    await updates.restart()
    expect(timers).toHaveLength(1)
    timers[0]?.task()
    expect(steps).toEqual(['backUp', 'prepareToEnd', 'install', 'startAgain'])
  })

  it('say what went wrong, and try again the next time', async () => {
    const { updates, updater } = setUp()
    updater.look.mockRejectedValueOnce(new Error('net::ERR_INTERNET_DISCONNECTED'))
    await updates.check()
    expect(updates.state()).toMatchObject({ state: 'failed', message: /could not be reached/ })
    updater.download.mockRejectedValueOnce(Object.assign(new Error('x'), { code: 'ERR_CHECKSUM_MISMATCH' }))
    await updates.check()
    expect(updates.state()).toMatchObject({ state: 'failed', message: /not what was signed/ })
    await updates.check()
    expect(updates.state().state).toBe('ready')
  })

  it('load nothing where there can be none', async () => {
    const load = vi.fn()
    const { updates, timers } = setUp({ unavailable: 'noKey', load })
    updates.start()
    await updates.check()
    expect(updates.state()).toEqual({ state: 'unavailable', reason: expect.stringContaining('no key') })
    expect(load).not.toHaveBeenCalled()
    expect(timers).toEqual([])
  })
})
