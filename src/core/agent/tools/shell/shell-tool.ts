import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { delimiter, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Clock } from '../../../../shared/clock'
import { HarombeError } from '../../../../shared/errors'
import { defineTool } from '../define-tool'
import type { DenyList } from '../files/deny-list'
import type { CallPlan, Tool, ToolContext, ToolResult } from '../types'
import { commandEnvironment, isInside, searchFolders } from './environment'
import { type FoundProgram, findProgram } from './find-program'
import { canRemember, type JudgedProgram, outputTaint, strangeLetters } from './judge-program'
import { deniedMention, leadsOutside, type Places } from './mentioned-paths'
import { type ProcessEnd, runProcess } from './run-process'
import type { Sandbox } from './sandbox'

export interface ShellToolOptions {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  home: string
  denyList: DenyList
  sandbox(): Promise<Sandbox>
  /** Milliseconds a command may take. */
  timeoutMs(): number
  after: Clock['after']
  createId(): string
  unavailable(): string | null
}

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(value => !value.includes('\0') && value.isWellFormed(), 'has characters no command can have')

const input = z
  .strictObject({
    argv: z
      .array(text(32_768).or(z.literal('')))
      .min(1)
      .max(256)
      .optional()
      .describe('Program and arguments, run without a shell: ["git", "log", "-5"]. Prefer this.'),
    command: text(16_384)
      .optional()
      .describe('A line for the shell, only where pipes, redirections or variables are needed.'),
    cwd: z.string().max(4096).default('.').describe('Folder to run in, from the workspace.'),
    network: z.boolean().default(false).describe('Whether it has to reach other machines.'),
  })
  .refine(({ argv, command }) => (argv === undefined) !== (command === undefined), {
    message: 'Give either argv or command.',
  })

type Input = z.output<typeof input>

/** What will be started, before it is fenced in. */
interface Started {
  file: string
  args: readonly string[]
  isVerbatim: boolean
  /** Null: a shell. */
  program: (JudgedProgram & { binding: Record<string, unknown> }) | null
}

/** Text a shell would read as exactly these words, so that no two calls are shown alike. */
export const quoteWords = (words: readonly string[]): string =>
  words
    .map(word => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')

async function workingFolder(cwd: string, workspace: string): Promise<string> {
  const real = await realpath(resolve(workspace, cwd)).catch(() => null)
  if (real === null || !(await stat(real)).isDirectory()) {
    throw new HarombeError('BAD_REQUEST', 'There is no such folder to run in.')
  }
  if (!isInside(workspace, real)) {
    throw new HarombeError('FORBIDDEN', 'Commands run in the workspace only.')
  }
  return real
}

/** Of a program in the workspace, which is read twice for each call, bytes. */
const largestProgram = 512 * 1024 ** 2

async function contentOf(path: string, size: number): Promise<string> {
  if (size > largestProgram) {
    throw new HarombeError('BAD_REQUEST', 'The program is too large to be looked at before it runs.')
  }
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/**
 * What a program is, so that one that was replaced is another: of those in the workspace the whole content. When it was changed
 * last anybody can set, but not when the file system noticed.
 */
async function identityOf({ path, real }: FoundProgram, isInWorkspace: boolean) {
  const { size, mtimeMs, ctimeMs, ino } = await stat(real)
  const content = isInWorkspace ? await contentOf(real, size) : null
  return { path, real, size, modified: mtimeMs, noticed: ctimeMs, ino, content }
}

async function startOf(
  { argv, command }: Input,
  options: ShellToolOptions,
  { workspace, cwd }: Places,
  folders: readonly string[],
): Promise<Started> {
  const { platform, env } = options
  if (argv === undefined) {
    const line = command ?? ''
    return platform === 'win32'
      ? {
          file: env.ComSpec ?? 'cmd.exe',
          args: ['/d', '/s', '/c', `"${line}"`],
          isVerbatim: true,
          program: null,
        }
      : { file: '/bin/sh', args: ['-c', '--', line], isVerbatim: false, program: null }
  }
  const [name = '', ...args] = argv
  const found = name === '' ? null : await findProgram(name, { folders, cwd, platform })
  if (found === null) {
    throw new HarombeError('BAD_REQUEST', 'There is no such program here.', {
      hint: 'What is built into a shell needs `command`.',
    })
  }
  const isInWorkspace = isInside(workspace, found.real) || isInside(workspace, found.path)
  const binding = await identityOf(found, isInWorkspace)
  const program = { names: [found.path, found.real], args, isInWorkspace, binding }
  return { file: found.path, args, isVerbatim: false, program }
}

function reasonsFor(request: Input, { program }: Started, sandbox: Sandbox, shown: string): string[] {
  const strange = strangeLetters(shown)
  return [
    ...(program === null ? ['A shell reads this line: it may do more than can be seen at once.'] : []),
    ...(program?.isInWorkspace ? ['The program itself is in the workspace, where the model can write.'] : []),
    ...(request.network ? ['It may reach other machines, and what listens on this one.'] : []),
    ...(strange === null ? [] : [`It has letters that may pass for others: ${strange}.`]),
    ...(sandbox.view.kind === 'none' ? ['It is not fenced in: it can do all that you can.'] : []),
  ]
}

const stops: Record<NonNullable<ProcessEnd['stopped']>, string> = {
  cancelled: 'It was stopped.',
  timeout: 'It took too long and was stopped, with everything it had started.',
  flood: 'It printed far too much and was stopped.',
}

function resultOf({ exitCode, output, stopped }: ProcessEnd): ToolResult {
  const end = stopped === null ? `Exit code ${exitCode ?? 'none: a signal ended it'}.` : stops[stopped]
  const printed = output.trim() === '' ? 'It printed nothing.' : output.trimEnd()
  return {
    text: `${printed}\n\n${end}`,
    isError: stopped !== null || exitCode !== 0,
    ...(exitCode === null ? {} : { exitCode }),
  }
}

/**
 * Runs programs in the workspace. `argv` starts one without a shell, so that nothing in an argument means anything, and may be
 * remembered; `command` needs a shell and is asked for every time. No model judges what is safe.
 */
export function createShellTool(options: ShellToolOptions): Tool {
  const { platform, env, home, denyList, createId } = options

  async function plan(request: Input, context: Pick<ToolContext, 'workspace'>): Promise<CallPlan> {
    const { workspace } = context
    const cwd = await workingFolder(request.cwd, workspace)
    const places = { workspace, cwd, home }
    const folders = searchFolders(env.PATH ?? env.Path, workspace, delimiter)
    const environment = commandEnvironment(env, folders, delimiter)
    const sandbox = await options.sandbox()
    const started = await startOf(request, options, places, folders)
    const { program } = started

    const texts = request.argv ?? [request.command ?? '']
    const mention = await deniedMention(texts, places, await denyList.now())
    if (mention !== null) {
      throw new HarombeError(
        'FORBIDDEN',
        `The command names a place no tool may touch: it belongs to ${mention}.`,
      )
    }
    const exact = request.argv === undefined ? (request.command ?? '') : quoteWords(request.argv)
    const about = {
      leadsOutside: program !== null && (await leadsOutside(program.args, places)),
      network: request.network,
      cutsNetwork: sandbox.cutsNetwork,
    }
    const untrusted = outputTaint(program, about)

    async function run({ signal, onOutput }: ToolContext): Promise<ToolResult> {
      const fenced = await sandbox.wrap(started, { workspace, cwd, network: request.network })
      const ended = await runProcess({
        ...fenced,
        isVerbatim: started.isVerbatim,
        cwd,
        env: environment,
        timeoutMs: options.timeoutMs(),
        mark: createId(),
        signal,
        onOutput,
        after: options.after,
        platform,
      })
      return { ...resultOf(ended), untrusted }
    }

    return {
      risk: 'shell',
      asks: true,
      reasons: reasonsFor(request, started, sandbox, exact),
      summary: exact,
      title: program === null ? 'Run a command line in a shell' : 'Run a program',
      exact,
      cwd,
      binding: {
        argv: request.argv ?? null,
        command: request.command ?? null,
        network: request.network,
        fence: sandbox.view.kind,
        program: program?.binding ?? null,
        environment: Object.keys(environment).sort(),
      },
      canRemember: program !== null && canRemember(program),
      run,
    }
  }

  return defineTool({
    name: 'shell',
    title: 'Run a command',
    description:
      'Runs a program in the workspace and returns what it prints. Give argv, or command where a shell is needed. The user is asked before it runs.',
    risk: 'shell',
    input,
    unavailable: options.unavailable,
    plan,
  })
}
