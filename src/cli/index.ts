import { CommanderError } from 'commander'
import { resolvePlaces } from './environment'
import { createTerminal, reportError } from './output'
import { createProgram, globalOptionsOf } from './program'
import type { RunContext } from './run-context'
import { openSession } from './session'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
// A reader that closes early (`harombe … | head -1`) is no error.
process.stdout.on('error', error => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1))

const program = createProgram(async (work, command) => {
  const options = globalOptionsOf(command)
  const terminal = createTerminal(process, { json: options.json === true, env: process.env })
  const context: RunContext = {
    terminal,
    env: process.env,
    options,
    places: () => resolvePlaces(options, process.env, { mustExist: true }),
    newPlaces: () => resolvePlaces(options, process.env, { mustExist: false }),
    openSession: () => openSession(context.places()),
    async withSession(use) {
      const session = await context.openSession()
      try {
        return await use(session)
      } finally {
        await session.close()
      }
    },
    signal: stopping.signal,
  }
  try {
    process.exitCode = await work(context)
  } catch (error) {
    process.exitCode = reportError(terminal, error)
  }
})

function usageExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2
}

for (const command of [program, ...program.commands, ...program.commands.flatMap(child => child.commands)]) {
  command.exitOverride()
}
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = usageExitCode(error)
}
