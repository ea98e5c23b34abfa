import { readFile } from 'node:fs/promises'
import type { RunCommand } from '../../../hardware/run-command'
import type { FirewallFact } from './facts'

export interface FirewallReader {
  platform: NodeJS.Platform
  runCommand: RunCommand
  readText(path: string): Promise<string | null>
}

export const readTextFile = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null)

/** What can be seen of a firewall without being an administrator. Null: nothing that tells. Never rejects. */
export async function readFirewall(
  { platform, runCommand, readText }: FirewallReader,
  signal: AbortSignal,
): Promise<FirewallFact | null> {
  const ask = async (file: string, ...args: string[]) => {
    const result = await runCommand(file, args, { signal })
    if (result.status === 'ok') return result.stdout
    return result.status === 'failed' ? result.stdout : null
  }
  if (platform === 'linux') {
    const ufw = await readText('/etc/ufw/ufw.conf')
    if (ufw !== null && /^ENABLED=yes/im.test(ufw)) return { name: 'ufw', state: 'active' }
    for (const name of ['firewalld', 'nftables']) {
      if ((await ask('systemctl', 'is-active', name))?.trim() === 'active') return { name, state: 'active' }
    }
    return ufw === null ? null : { name: 'ufw', state: 'inactive' }
  }
  if (platform === 'darwin') {
    const said = await ask('/usr/libexec/ApplicationFirewall/socketfilterfw', '--getglobalstate')
    if (said === null || !/State = \d/.test(said)) return null
    return { name: 'macOS', state: /State = 0/.test(said) ? 'inactive' : 'active' }
  }
  if (platform === 'win32') {
    const script = '(Get-NetConnectionProfile).NetworkCategory'
    const said = await ask('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', script)
    if (said === null || !/Public|Private|Domain/.test(said)) return null
    return { name: 'Windows', state: 'active', isPublic: /^Public/m.test(said) }
  }
  return null
}
