import { describe, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import { patience, setUpBuiltMain, untilTooltip } from './testing/built-main-fixture'
import type { BuiltMain } from './testing/launch-built-main'

const { dataDirectory, launch } = setUpBuiltMain()

const trayLabels = async (main: BuiltMain) => (await main.ask('tray')).menu.map(({ label }) => label)

async function desktopState(client: HarombeClient) {
  for await (const state of client.stream('desktop.watchDesktop', {})) return state
  throw new Error('The desktop tells nothing')
}

// Each test starts whole processes, on machines that may be busy with other tests.
describe('the built desktop app', { timeout: 60_000 }, () => {
  it('speaks the language of the system, and follows the preferences while it runs', async () => {
    const main = launch({ languages: ['de-AT', 'en'] })
    await untilTooltip(main, /Noch kein Knoten/)
    expect(await trayLabels(main)).toEqual(
      expect.arrayContaining(['harombe öffnen', 'Dienst anhalten', 'Einstellungen …', 'harombe beenden']),
    )
    expect((await main.ask('menuBar')).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe']),
    )
    const { client } = await main.connectPage()
    const changes = { language: 'en', theme: 'dark', quickAskKeys: 'Control+Alt+H' } as const
    await client.call('preferences.updatePreferences', { changes })
    await untilTooltip(main, /No node yet/)
    expect((await main.ask('menuBar')).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['File', 'Edit']),
    )
    expect(await main.ask('themeSource')).toBe('dark')
    expect(await main.ask('keys')).toEqual(['Control+Alt+H'])
    expect((await desktopState(client)).quickAsk).toEqual({ keys: 'Control+Alt+H', problem: null })

    // The next start has them before there is a coordinator to ask.
    await main.ask('quit').catch(() => undefined)
    await main.exited
    const next = launch({ languages: ['de-AT', 'en'] })
    await vi.waitFor(async () => expect(await next.ask('themeSource')).toBe('dark'), patience)
    expect((await next.ask('tray')).tooltip).toMatch(/Starting|No node yet/)
  })

  it('opens the small window by its keys, hides it without losing it, and leads on to the chat', async () => {
    const main = launch()
    await untilTooltip(main, /No node yet/)
    const { client } = await main.connectPage()
    const [keys = ''] = await main.ask('keys')
    await main.ask('pressKeys', keys)
    const quick = async () => (await main.ask('windows'))[1]
    await vi.waitFor(async () => expect((await quick())?.url).toBe('harombe://app/#/quick'), patience)
    expect(await quick()).toMatchObject({
      visible: true,
      options: { frame: false, alwaysOnTop: true, webPreferences: { sandbox: true, contextIsolation: true } },
      bounds: { x: 400, width: 640 },
    })
    await main.ask('typeKey', 'Escape')
    expect((await quick())?.visible).toBe(false)
    await main.ask('pressKeys', keys)
    await main.ask('blurWindow')
    expect((await quick())?.visible).toBe(false)
    await main.ask('pressKeys', keys)
    expect(await main.ask('windows')).toHaveLength(2)
    await client.call('desktop.leaveQuickAsk', { conversationId: 'abc123' })
    expect(await quick()).toMatchObject({ visible: false, reloads: 0 })
    expect((await main.ask('windows'))[0]?.url).toMatch(/#\/chat\/abc123$/)
    // A desktop that gives out no keys starts the program again instead.
    await main.ask('emitApp', 'second-instance', ['harombe', '--quick-ask'])
    await vi.waitFor(async () => expect((await quick())?.visible).toBe(true), patience)
  })

  it('tells of an answer only when nobody looks, and leads to it; pauses serving from the tray', async () => {
    const main = launch()
    await untilTooltip(main, /No node yet/)
    const { client } = await main.connectPage()
    await client.call('cluster.startDemo', {})
    await untilTooltip(main, /3\/3 online/)
    const answered = async (text: string) => {
      const { conversation, answer } = await client.call('chat.sendMessage', { text, tier: 0 })
      for await (const event of client.stream('chat.watchAnswer', { messageId: answer.id })) {
        if (event.type === 'finished') break
      }
      return conversation.id
    }
    await answered('Say hello')
    await main.ask('closeWindow')
    const hints = await main.ask('notifications')
    expect(hints.map(({ title }) => title)).toEqual(['harombe keeps running'])
    const id = await answered('Say goodbye')
    await vi.waitFor(
      async () => expect((await main.ask('notifications'))[1]?.title).toBe('Answer finished'),
      patience,
    )
    await main.ask('clickNotification')
    await vi.waitFor(async () => {
      expect(await main.ask('windows')).toMatchObject([
        { visible: true, url: expect.stringMatching(new RegExp(`#/chat/${id}$`)) },
      ])
    }, patience)

    const { endpoint } = await client.call('system.getInfo', {})
    const ask = () =>
      fetch(`${endpoint}/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ message: 'Say hello', tier: 0 }),
      })
    await main.ask('chooseInTray', 'Pause serving')
    await untilTooltip(main, /Paused/)
    expect((await main.ask('tray')).image).toMatch(/paused/)
    const refused = await ask()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    // The user's own windows go on.
    await answered('Say hello once more')
    await main.ask('chooseInTray', 'Resume serving')
    await untilTooltip(main, /Ready/)
    expect((await ask()).status).toBe(200)
  })

  it('says why it takes no updates, and reports a crash of the run before until that is dismissed', async () => {
    const first = launch()
    await untilTooltip(first, /No node yet/)
    const { client } = await first.connectPage()
    const { capabilities } = await client.call('system.getInfo', {})
    expect(capabilities).toContain('desktop')
    // The build of a test belongs to no package the system could replace; on Linux it is no AppImage.
    const state = await desktopState(client)
    expect(state).toMatchObject({ update: { state: 'unavailable', reason: expect.any(String) }, crash: null })
    await expect(client.call('desktop.restartToUpdate', {})).rejects.toMatchObject({ code: 'CONFLICT' })
    await first.kill()

    const second = launch()
    await untilTooltip(second, /No node yet/)
    const again = await second.connectPage()
    const { crash } = await desktopState(again.client)
    expect(crash?.report).toContain('the app ended without a word')
    expect(crash?.report).not.toContain(dataDirectory())
    await again.client.call('desktop.dismissCrash', {})
    expect((await desktopState(again.client)).crash).toBeNull()

    // The window's page dies again and again, in safe mode too.
    for (let count = 0; count < 8; count += 1) {
      await second.ask('attempt', 'render-process-gone', { reason: 'oom', exitCode: 5 })
    }
    const shown = (await second.ask('calls')).find(([name]) => name === 'showMessageBox')
    expect(shown?.[1]).toMatchObject({
      detail: expect.stringContaining("the window's process ended 8 times (oom, exit code 5)"),
    })
    await second.ask('quit').catch(() => undefined)
    await second.exited

    const third = launch({ argv: ['--hidden'] })
    await untilTooltip(third, /No node yet/)
    // Started by the system at login: in the tray only.
    expect(await third.ask('windows')).toEqual([])
    await third.ask('chooseInTray', 'Open harombe')
    const last = await third.connectPage()
    expect((await desktopState(last.client)).crash).toBeNull()
  })
})
