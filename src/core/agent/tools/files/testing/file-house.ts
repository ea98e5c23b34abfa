import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createToolThread } from '../../thread/tool-thread-runner'
import type { Tool } from '../../types'
import { createDeleteFile } from '../delete-file'
import { createDenyList } from '../deny-list'
import { createEditFile } from '../edit-file'
import { createListFiles } from '../list-files'
import { createPathJail } from '../path-jail'
import { createReadFile } from '../read-file'
import { createSearchFiles } from '../search-files'
import { createWriteFile } from '../write-file'

/** In every file no tool may read. */
export const canary = 'CANARY-9c1f'

export interface FileHouse {
  root: string
  home: string
  workspace: string
  tools: Record<'list' | 'read' | 'search' | 'write' | 'edit' | 'delete', Tool>
  put(path: string, content?: string): string
  remove(): void
}

const secrets = [
  'home/.ssh/id_rsa',
  'home/.ssh/config',
  'home/.gnupg/ring',
  'home/.aws/credentials',
  'home/.bashrc',
  'home/.config/autostart/run.desktop',
  'home/.config/systemd/user/run.service',
  'home/.mozilla/firefox/logins.json',
  'home/.local/share/keyrings/login.keyring',
  'home/.harombe/memory.db',
  'home/.harombe/audit.jsonl',
  'home/.harombe/approvals.json',
  'home/.harombe/secrets/token',
  'elsewhere/harombe.yaml',
  'elsewhere/harombe.yaml.tmp',
  'elsewhere/backups/harombe-1.yaml',
  'disk/chats.db',
  'disk/chats.db-wal',
  'app/out/main/index.js',
]

/** A home folder with all a tool must keep its hands off, and a workspace with all ways there. */
export function buildFileHouse(): FileHouse {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'harombe-files-')))
  const at = (path: string) => join(root, path)
  const put = (path: string, content = canary) => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), content)
    return at(path)
  }
  for (const path of secrets) put(path)
  const workspace = at('home/harombe')
  put('home/harombe/notes.md', 'first\nsecond\nthird\n')
  put('home/harombe/deep/er/plan.txt', 'a plan\n')
  put('home/harombe/.git/config', '[core]\n')
  put('home/other/letter.txt', 'from outside\n')
  const link = (target: string, name: string) => symlinkSync(target, join(workspace, name))
  link('../.ssh', 'keys')
  link('../.ssh/id_rsa', 'key')
  link('../../elsewhere', 'settings')
  link('../../elsewhere/harombe.yaml', 'settings.yaml')
  link('../../disk/chats.db', 'chats')
  link('../.harombe', 'data')
  link('../other', 'out')
  link('/', 'all')
  link('round', 'round')
  link('../.ssh/not-there', 'nowhere')
  link('../.config/autostart/new.desktop', 'starter')
  for (const [name, target] of [
    ['hard-key', 'home/.ssh/id_rsa'],
    ['hard-settings', 'elsewhere/harombe.yaml'],
    ['hard-database', 'disk/chats.db'],
    ['hard-audit', 'home/.harombe/audit.jsonl'],
    ['hard-letter', 'home/other/letter.txt'],
  ] as const)
    linkSync(at(target), join(workspace, name))
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(workspace, 'pipe')])

  const denied = {
    platform: process.platform,
    home: at('home'),
    env: {},
    own: {
      dataDirectory: at('home/.harombe'),
      configFile: at('elsewhere/harombe.yaml'),
      databases: [at('disk/chats.db')],
      appDirectory: at('app'),
    },
  }
  const denyList = createDenyList(denied)
  const files = {
    jail: createPathJail({ denyList, platform: process.platform, home: at('home') }),
    unavailable: () => null,
    now: () => Date.UTC(2026, 10, 22, 12),
  }
  return {
    root,
    home: at('home'),
    workspace,
    put,
    tools: {
      list: createListFiles({ ...files, denyList }),
      read: createReadFile(files),
      search: createSearchFiles({ ...files, denied, thread: createToolThread(undefined) }),
      write: createWriteFile(files),
      edit: createEditFile(files),
      delete: createDeleteFile(files),
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Content of every file no tool may touch, and whatever came into being beside them. */
export { secrets as secretFiles }
