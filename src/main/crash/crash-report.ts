import { z } from 'zod'

/** What is kept of an error: where it happened, and never its message, which may quote what somebody wrote. */
export const keptError = z.object({
  at: z.number(),
  /** The kind of error (`TypeError`), and its code if it has one. */
  name: z.string().max(100),
  code: z.string().max(100).nullable(),
  /** Lines of the stack, without the user's folders. */
  frames: z.array(z.string().max(400)).max(30),
})
export type KeptError = z.infer<typeof keptError>

export interface Surroundings {
  version: string
  electron: string
  chrome: string
  node: string
  platform: string
  arch: string
  osRelease: string
}

const codePattern = /^[A-Z][A-Z\d_]{0,60}$/
const namePattern = /^\w{1,60}$/
/** V8's own shape: a place, or a caller and a place in brackets. */
const framePattern = /^\s*at (?:.*\()?(?:.*:\d+:\d+|native|<anonymous>|index \d+)\)?$/

/** Up to the end of the place: folders may have spaces and brackets in their names. */
const pathPattern = /(?:file:\/\/|[A-Za-z]:[\\/]|\\\\|(?<![\w:.])\/).*?(?=:\d+:\d+(?:\)|,|$)|$)/g

/** Code lies below `out/` or `node_modules/`; what stands before that names the user. Of other paths only the file is left. */
const withoutFolders = (frame: string): string =>
  frame.replaceAll(pathPattern, path => {
    const known = /[\\/]((?:out|node_modules|resources)[\\/].*)$/.exec(path)?.[1]
    return (known ?? `…/${path.split(/[\\/]/).at(-1)}`).replaceAll('\\', '/')
  })

/** The lines below the message. A message changed since is not to be found: the frames are then what ends the stack without a gap. */
function framesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  const at = stack.indexOf(error.message)
  if (at !== -1) {
    const lines = stack.slice(at + error.message.length).split('\n')
    return lines.filter(line => framePattern.test(line))
  }
  const lines = stack.trimEnd().split('\n')
  return lines.slice(lines.findLastIndex(line => !framePattern.test(line)) + 1)
}

export function keepError(error: unknown, at: number): KeptError {
  const isError = error instanceof Error
  const code = isError && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return {
    at,
    name: isError && namePattern.test(error.name) ? error.name : 'Error',
    code: codePattern.test(code) ? code : null,
    // The message may have lines that look like frames.
    frames: (isError ? framesOf(error) : [])
      .slice(0, 30)
      .map(line => withoutFolders(line.trim()).slice(0, 400)),
  }
}

export type CrashKind =
  | { kind: 'main'; error: KeptError | null }
  | { kind: 'window'; reason: string; exitCode: number; count: number }

function happened(crash: CrashKind): string[] {
  if (crash.kind === 'window') {
    return [
      `What: the window's process ended ${crash.count} times (${crash.reason}, exit code ${crash.exitCode})`,
    ]
  }
  const { error } = crash
  if (error === null) return ['What: the app ended without a word']
  const code = error.code === null ? '' : ` (${error.code})`
  return [`What: ${error.name}${code} in the main process`, ...error.frames.map(frame => `  ${frame}`)]
}

/** To be pasted into a report: what happened where, on what. English for whoever reads it; no prompts, names or secrets in it. */
export function crashReport(crash: CrashKind, at: number, on: Surroundings): string {
  return [
    'harombe crash report',
    `When: ${new Date(at).toISOString()}`,
    `Version: ${on.version} (Electron ${on.electron}, Chromium ${on.chrome}, Node ${on.node})`,
    `System: ${on.platform} ${on.osRelease} ${on.arch}`,
    ...happened(crash),
  ].join('\n')
}
