import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import type { HarombeClient } from '../shared/contract'
import type { UpdateState } from '../shared/contract/desktop'
import { type BuiltMain, builtApp, launchBuiltMain } from './testing/launch-built-main'
import { createSigner } from './testing/sign-offer'

const patience = { timeout: 15_000, interval: 50 }
const ours = createSigner()
const name = 'harombe-0.1.0-linux-x86_64.AppImage'
let folder = ''
let server: Server
let main: BuiltMain | null = null
/** What the server offers: path → content. */
const served = new Map<string, string | Buffer>()

/** Says that it was started, as the new version would by appearing. */
const newVersion = (marker: string) => Buffer.from(`#!/bin/sh\necho new > '${marker}'\n`)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-update-'))
  server = createServer(({ url = '' }, response) => {
    const content = served.get(new URL(url, 'http://x').pathname)
    response.writeHead(content === undefined ? 404 : 200).end(content)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await main?.kill()
  main = null
  served.clear()
  await new Promise(resolve => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

/** An installed AppImage whose maker's key is ours, and whose updates come from the server. */
function install(): BuiltMain {
  const app = join(folder, 'app')
  mkdirSync(join(app, 'resources'), { recursive: true })
  symlinkSync(join(builtApp, 'out'), join(app, 'out'))
  for (const entry of readdirSync(join(builtApp, 'resources'))) {
    symlinkSync(join(builtApp, 'resources', entry), join(app, 'resources', entry))
  }
  writeFileSync(join(app, 'resources', 'update-key.pem'), ours.publicKey)
  const { port } = server.address() as AddressInfo
  writeFileSync(
    join(folder, 'app-update.yml'),
    stringify({ provider: 'generic', url: `http://127.0.0.1:${port}` }),
  )
  writeFileSync(join(folder, 'installed.AppImage'), 'old')
  const dataDirectory = join(folder, 'data')
  mkdirSync(dataDirectory)
  writeFileSync(
    join(dataDirectory, 'harombe.yaml'),
    'server:\n  port: 0\nollama:\n  host: http://127.0.0.1:9\ncluster:\n  local:\n    enabled: false\n',
  )
  return launchBuiltMain({
    dataDirectory,
    appPath: app,
    env: {
      APPIMAGE: join(folder, 'installed.AppImage'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      HAROMBE_TEST_RESOURCES: folder,
    },
  })
}

function offer(content: Buffer, signer = ours): void {
  const sha512 = createHash('sha512').update(content).digest('base64')
  const manifest = signer.offer({ version: '0.1.0', files: [{ url: name, sha512, size: content.length }] })
  for (const file of ['latest-linux.yml', 'latest-linux-arm64.yml'])
    served.set(`/${file}`, stringify(manifest))
  served.set(`/${name}`, content)
}

async function connect(started: BuiltMain): Promise<HarombeClient> {
  await vi.waitFor(async () => expect(await started.ask('windows')).toHaveLength(1), patience)
  return (await started.connectPage()).client
}

/** A watcher that is slow to take sees the latest state only, so it waits for one that is there to stay. */
async function untilUpdate(
  client: HarombeClient,
  isWanted: (update: UpdateState) => boolean,
): Promise<UpdateState> {
  for await (const { update } of client.stream('desktop.watchDesktop', {}))
    if (isWanted(update)) return update
  throw new Error('The desktop tells nothing')
}
const isReady = ({ state }: UpdateState) => state === 'ready'
const failedFor = (words: RegExp) => (update: UpdateState) =>
  update.state === 'failed' && words.test(update.message)

// Only an AppImage replaces itself without the system's own installer, so the whole way can be gone on Linux alone.
describe.runIf(process.platform === 'linux')('an update of the built app', { timeout: 60_000 }, () => {
  it('is downloaded, waits, and replaces the app when asked, after a backup', async () => {
    const marker = join(folder, 'started')
    const content = newVersion(marker)
    offer(content)
    main = install()
    const client = await connect(main)
    await client.call('chat.saveExchange', { messages: [{ role: 'user', content: 'Keep this.' }] })
    await client.call('desktop.checkForUpdates', {})
    expect(await untilUpdate(client, isReady)).toEqual({ state: 'ready', version: '0.1.0' })
    expect((await main.ask('tray')).menu.map(({ label }) => label)).toContain('Restart to update to 0.1.0')
    expect(readFileSync(join(folder, 'installed.AppImage'), 'utf8')).toBe('old')
    expect(existsSync(marker)).toBe(false)

    await main.ask('chooseInTray', 'Restart to update to 0.1.0')
    expect(await main.exited).toBe(0)
    await vi.waitFor(() => expect(readFileSync(marker, 'utf8')).toBe('new\n'), patience)
    expect(readFileSync(join(folder, 'installed.AppImage'))).toEqual(content)
    expect(
      readdirSync(join(folder, 'data', 'backups')).filter(file => file.startsWith('memory-')),
    ).toHaveLength(1)
  })

  it('is refused when somebody else signed it, and when it is not what was signed', async () => {
    const content = newVersion(join(folder, 'started'))
    offer(content, createSigner())
    main = install()
    const client = await connect(main)
    await client.call('desktop.checkForUpdates', {})
    await untilUpdate(client, failedFor(/not signed with the key/))
    offer(content)
    served.set(`/${name}`, Buffer.concat([content.subarray(0, -1), Buffer.from('#')]))
    await client.call('desktop.checkForUpdates', {})
    await untilUpdate(client, failedFor(/not what was signed/))
    await expect(client.call('desktop.restartToUpdate', {})).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(readFileSync(join(folder, 'installed.AppImage'), 'utf8')).toBe('old')
  })
})
