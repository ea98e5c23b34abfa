import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createSimulatedServer } from '../core/simulation/create-simulated-server'
import { parseScript } from '../core/simulation/script'
import { patience, setUpBuiltMain, untilTooltip } from './testing/built-main-fixture'
import type { BuiltMain } from './testing/launch-built-main'

const { dataDirectory, launch } = setUpBuiltMain()

const untilWindow = (main: BuiltMain) =>
  vi.waitFor(async () => {
    const [window] = await main.ask('windows')
    expect(window?.visible).toBe(true)
    return window
  }, patience)

/** The icon of a state, whichever of the three kinds of file this system takes. */
const showing = (state: string) => expect.stringMatching(new RegExp(`${state}(?:Template)?\\.(?:png|ico)$`))

// Each test starts whole processes, on machines that may be busy with other tests.
describe('the built main process', { timeout: 60_000 }, () => {
  it('opens one window whose every security switch is set and whose files exist', async () => {
    const main = launch()
    const window = await untilWindow(main)
    expect(window?.url).toBe('harombe://app/')
    expect(window?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    })
    const { preload } = window?.options.webPreferences ?? {}
    expect(existsSync(preload ?? '')).toBe(true)
    // macOS takes the icon from the app's bundle.
    const icon = process.platform === 'darwin' ? preload : window?.options.icon
    expect(existsSync(String(icon ?? ''))).toBe(true)
    const calls = await main.ask('calls')
    expect(calls).toContainEqual(['enableSandbox'])
    expect(calls).toContainEqual(['setAsDefaultProtocolClient', 'harombe'])
    const scheme = calls.find(([name]) => name === 'registerSchemesAsPrivileged')
    expect(scheme?.[1]).toEqual([
      {
        scheme: 'harombe',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ])
    expect(await main.ask('windows')).toHaveLength(1)
  })

  it('gives the page one constant and nothing of Electron', async () => {
    const main = launch()
    expect((await untilWindow(main))?.exposed).toEqual({ harombe: { desktop: true } })
  })

  it('serves the built page under its policy, and nothing else', async () => {
    const main = launch()
    await untilWindow(main)
    const index = await main.ask('fetchPage', 'harombe://app/', 'GET')
    expect(index.status).toBe(200)
    expect(index.body).toContain('<div id="root">')
    expect(index.headers['content-security-policy']).toContain("default-src 'none'")
    expect(index.headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    const linked = [...index.body.matchAll(/(?:src|href)="\.?\/?([^"]+)"/g)].map(([, path]) => path)
    expect(linked.length).toBeGreaterThan(0)
    for (const path of linked) {
      expect((await main.ask('fetchPage', `harombe://app/${path}`, 'GET')).status).toBe(200)
    }
    for (const path of [
      '..%2f..%2fpackage.json',
      '..%5c..%5cpackage.json',
      '../main/index.js',
      '%2e%2e/preload/index.cjs',
      'index.html%00',
      '/etc/passwd',
    ]) {
      expect((await main.ask('fetchPage', `harombe://app/${path}`, 'GET')).status).toBe(404)
    }
    expect((await main.ask('fetchPage', 'harombe://evil/', 'GET')).status).toBe(404)
  })

  it('lets nothing navigate the window or open another', async () => {
    const main = launch()
    await untilWindow(main)
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      expect(await main.ask('attempt', event, { url: 'file:///etc/passwd', isMainFrame: true })).toBe(true)
    }
    expect(await main.ask('openWindow', 'javascript:alert(1)')).toBe('deny')
    expect(await main.ask('openWindow', 'https://example.com/')).toBe('deny')
    const opened = (await main.ask('calls')).filter(([name]) => name === 'openExternal')
    expect(opened).toEqual([['openExternal', 'https://example.com/']])
  })

  it('gives its page a working contract over a port, and no other sender one', async () => {
    const main = launch()
    await untilWindow(main)
    expect(await main.ask('requestPort', 'other-frame', 0)).toBeNull()
    expect(await main.ask('requestPort', { url: 'data:text/html,x' }, 300)).toBeNull()
    expect(await main.ask('requestPort', { origin: 'null' }, 300)).toBeNull()
    const { client } = await main.connectPage()
    const info = await client.call('system.getInfo', {})
    expect(info).toMatchObject({
      dataDirectory: dataDirectory(),
      capabilities: expect.arrayContaining(['openFolder']),
    })
    expect(info.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    // A desktop window may change the cluster.
    await expect(
      client.call('cluster.setNodeEnabled', { name: 'nobody', enabled: true }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('closes the port of a page that crashed and serves the page that comes back', async () => {
    const main = launch()
    await untilWindow(main)
    const { channel } = await main.connectPage()
    const closed = new Promise<void>(resolve => channel.onClose(resolve))
    await main.ask('attempt', 'render-process-gone', { reason: 'crashed' })
    await closed
    await vi.waitFor(async () => expect((await main.ask('windows'))[0]?.reloads).toBe(1), patience)
    const { client } = await main.connectPage()
    expect((await client.call('system.getInfo', {})).dataDirectory).toBe(dataDirectory())
  })

  it('shows in the tray what the cluster does', async () => {
    const main = launch()
    await untilTooltip(main, /No node yet/)
    expect(await main.ask('tray')).toMatchObject({ imageIsEmpty: false, image: showing('offline') })
    const { client } = await main.connectPage()
    await client.call('cluster.startDemo', {})
    await untilTooltip(main, /3\/3 online/)
    const { image, menu } = await main.ask('tray')
    expect(image).toEqual(showing('idle'))
    const nodes = menu.find(({ label }) => label === 'Nodes 3/3 online')
    expect(nodes?.submenu).toHaveLength(3)
    for (const { label } of nodes?.submenu ?? []) expect(label).toMatch(/tier [012] · online · simulated/)

    const { answer } = await client.call('chat.sendMessage', { text: 'Say hello', tier: 0 })
    await untilTooltip(main, /is answering/)
    expect((await main.ask('tray')).image).toEqual(showing('answering'))
    await client.call('chat.cancelAnswer', { messageId: answer.id })
    await untilTooltip(main, /Ready · 3\/3 online/)
  })

  it('asks for attention in the tray while a tool waits for consent, and leads to its chat', async () => {
    const turns = [{ tool_calls: [{ name: 'shell', arguments: { argv: ['ls'] } }] }, { text: 'Then not.' }]
    const server = createSimulatedServer({
      models: [{ name: 'scripted', loaded: true, capabilities: ['completion', 'tools'] }],
      script: parseScript({ turns }),
    })
    const { url } = await server.start()
    writeFileSync(
      join(dataDirectory(), 'harombe.yaml'),
      JSON.stringify({
        server: { port: 0 },
        tools: { workspace: join(dataDirectory(), '..', `${basename(dataDirectory())}-workspace`) },
        memory: { titles: false },
        cluster: {
          local: { enabled: false },
          nodes: [{ name: 'scripted', url, backend: 'ollama', model: 'scripted', tier: 0 }],
        },
      }),
    )
    const main = launch()
    await untilTooltip(main, /1\/1 online/)
    const { client } = await main.connectPage()
    // No window asks for approvals here: the main process alone makes somebody present.
    const { conversation, answer } = await client.call('chat.sendMessage', { text: 'List the files.' })
    await untilTooltip(main, /Waits for your consent: Run a command/)
    expect((await main.ask('tray')).image).toEqual(showing('attention'))
    await main.ask('chooseInTray', 'Look at it and decide…')
    await vi.waitFor(async () => {
      expect((await main.ask('windows'))[0]?.url).toMatch(new RegExp(`#/chat/${conversation.id}$`))
    }, patience)
    for await (const [request] of client.stream('agent.watchApprovals', {})) {
      if (request === undefined) break
      const { id, digest } = request
      await client.call('agent.decideApproval', { id, digest, approve: false })
    }
    for await (const event of client.stream('chat.watchAnswer', { messageId: answer.id })) {
      if (event.type === 'finished') expect(event.message.steps?.[0]?.calls[0]?.state).toBe('denied')
    }
    await untilTooltip(main, /Ready/)
    await server.stop()
    rmSync(`${dataDirectory()}-workspace`, { recursive: true, force: true })
  })

  it('does from the tray what the tray says', async () => {
    const main = launch()
    await untilTooltip(main, /No node yet/)
    const copy = (await main.ask('tray')).menu.find(({ label }) =>
      label.startsWith('This machine: copy http'),
    )
    await main.ask('chooseInTray', copy?.label ?? '')
    await main.ask('chooseInTray', 'Open in browser')
    await main.ask('chooseInTray', 'Show logs')
    const calls = await main.ask('calls')
    expect(calls).toContainEqual(['clipboard', expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)])
    expect(calls).toContainEqual([
      'openExternal',
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=/),
    ])
    const logs = calls.find(([name]) => name === 'openPath')
    expect(existsSync(join(String(logs?.[1]), 'harombe.log'))).toBe(true)
  })

  it('hides on close, says so once, and a second start brings it forward at its link', async () => {
    const main = launch()
    await untilWindow(main)
    expect(await main.ask('closeWindow')).toBe(false)
    expect((await main.ask('windows'))[0]?.visible).toBe(false)
    await main.ask('emitApp', 'second-instance', ['harombe', 'harombe://chat/abc123'])
    await vi.waitFor(async () => {
      expect(await main.ask('windows')).toMatchObject([
        { visible: true, focused: 1, url: /#\/chat\/abc123$/ },
      ])
    }, patience)
    await main.ask('closeWindow')
    expect(await main.ask('notifications')).toHaveLength(1)
  })

  it('opens at the link it was started with', async () => {
    const main = launch({ argv: ['harombe://node/gaming-pc'] })
    expect((await untilWindow(main))?.url).toBe('harombe://app/#/cluster/gaming-pc')
  })

  it('ends at once when another instance has the lock, and opens nothing', async () => {
    expect(await launch({ first: false }).exited).toBe(0)
    expect(existsSync(join(dataDirectory(), 'memory.db'))).toBe(false)
  })

  it('stops the coordinator on quit and leaves the data directory free', async () => {
    const main = launch()
    await untilTooltip(main, /No node yet/)
    const { client } = await main.connectPage()
    const { endpoint } = await client.call('system.getInfo', {})
    await main.ask('chooseInTray', 'Quit harombe').catch(() => undefined)
    expect(await main.exited).toBe(0)
    await expect(fetch(`${endpoint}/health`)).rejects.toThrow()
    const next = launch()
    await untilTooltip(next, /No node yet/)
    // Only the coordinator's own process can make a code for the browser.
    const { menu } = await next.ask('tray')
    expect(menu.map(({ label }) => label)).toContain('Open in browser')
  })

  it('is a client of the coordinator that was there first, and takes over when that one quits', async () => {
    const first = launch()
    await untilTooltip(first, /No node yet/)
    // As after a switch of users or under another display: no single-instance lock between the two.
    const second = launch()
    await untilTooltip(second, /No node yet/)
    const labels = async () => (await second.ask('tray')).menu.map(({ label }) => label)
    expect(await labels()).not.toContain('Open in browser')

    const { client, channel } = await second.connectPage()
    const { client: direct } = await first.connectPage()
    const { endpoint } = await direct.call('system.getInfo', {})
    expect((await client.call('system.getInfo', {})).endpoint).toBe(endpoint)
    await client.call('cluster.startDemo', {})
    await untilTooltip(first, /3\/3 online/)
    await untilTooltip(second, /3\/3 online/)

    const closed = new Promise<void>(resolve => channel.onClose(resolve))
    first.ask('quit').catch(() => undefined)
    expect(await first.exited).toBe(0)
    await closed
    await vi.waitFor(async () => expect(await labels()).toContain('Open in browser'), patience)
    const { client: again } = await second.connectPage()
    expect((await again.call('system.getInfo', {})).endpoint).not.toBe(endpoint)
  })
})
