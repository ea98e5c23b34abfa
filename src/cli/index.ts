import { type Command, CommanderError } from 'commander'
import { hasCode } from '../shared/errors'
import { resolvePlaces } from './environment'
import { createTerminal, reportError, reportUsage } from './output'
import { createProgram, globalOptionsOf } from './program'
import type { ExitCode, RunContext, SessionOptions } from './run-context'
import { connectToRunning, openOwningSession, openSession, openStoredSession, type Session } from './session'

const stopping = new AbortController()
const leaving = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => (stopping.signal.aborted ? leaving : stopping).abort())
}
let lostOutput: ExitCode | null = null
// A reader that closes early (`harombe … | head -1`) is no error, but there is nobody left to work for. The command ends
// by the signal, so that what it made (a demo's directory) is cleaned up.
process.stdout.on('error', error => {
  const isUnread = 'code' in error && error.code === 'EPIPE'
  if (!isUnread && lostOutput === null) process.stderr.write(`error: ${error.message}\n`)
  lostOutput = isUnread ? 0 : 1
  stopping.abort()
})

// Remarks that nobody reads are no reason to fail.
process.stderr.on('error', () => undefined)

async function closing<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

const program = createProgram(async (work, command) => {
  const options = globalOptionsOf(command)
  const terminal = createTerminal(process, { json: options.json === true, env: process.env })
  const placesFor = ({ mayBeNew }: SessionOptions = {}) =>
    mayBeNew === true ? context.newPlaces() : context.places()
  const context: RunContext = {
    terminal,
    env: process.env,
    options,
    places: () => resolvePlaces(options, process.env, { mustExist: true }),
    newPlaces: () => resolvePlaces(options, process.env, { mustExist: false }),
    openSession: () => openSession(context.places()),
    connectToRunning: () => connectToRunning(context.places()),
    withSession: async (work, options) =>
      closing(await openSession(placesFor(options), options?.mayBeBroken), work),
    withStored: async work => closing(await openStoredSession(context.places(), stopping.signal), work),
    withOwner: async (work, options) =>
      closing(await openOwningSession(placesFor(options), stopping.signal), work),
    signal: stopping.signal,
    impatience: leaving.signal,
  }
  try {
    process.exitCode = await work(context)
  } catch (error) {
    const stopped = stopping.signal.aborted && hasCode(error, 'CANCELLED')
    if (stopped && lostOutput === null && !terminal.json) terminal.note('stopped')
    else if (!stopped || lostOutput === null) reportError(terminal, error)
    process.exitCode = 1
  }
  if (lostOutput !== null) process.exitCode = lostOutput
})

// Asked for before the command line is understood, because that is what may fail.
const json = process.argv.includes('--json')

function endOfParsing(error: CommanderError): ExitCode {
  if (error.exitCode === 0) return 0
  if (!json) return 2
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n')
  return reportUsage(
    createTerminal(process, { json, env: process.env }),
    error.code === 'commander.help' ? 'A command is missing.' : message,
    [...more, '`harombe --help` shows how.'].join(' '),
  )
}

const withAllBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(withAllBelow)]
for (const command of withAllBelow(program)) {
  command.exitOverride()
  if (json) command.configureOutput({ writeErr: () => undefined })
}
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = endOfParsing(error)
}
