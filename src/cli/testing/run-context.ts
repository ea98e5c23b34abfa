import { createTerminal } from '../output'
import type { RunContext } from '../run-context'

/** What a command gets, over these sessions, and what it wrote. Not `running`: no coordinator runs already. */
export function createRunContext(
  openSession: RunContext['openSession'],
  { json = false, running = true } = {},
) {
  let stdout = ''
  let stderr = ''
  const stopping = new AbortController()
  const leaving = new AbortController()
  const places = () => ({ dataDirectory: '', configPath: '', configIsExplicit: false })
  const context: RunContext = {
    terminal: createTerminal(
      { stdout: { write: text => (stdout += text) }, stderr: { write: text => (stderr += text) } },
      { json, env: {} },
    ),
    env: {},
    options: {},
    places,
    newPlaces: places,
    openSession,
    connectToRunning: async () => (running ? openSession() : null),
    withSession: async work => work(await openSession()),
    withStored: async work => work(await openSession()),
    withOwner: async work => work(await openSession()),
    signal: stopping.signal,
    impatience: leaving.signal,
  }
  return { context, stopping, leaving, stdout: () => stdout, stderr: () => stderr }
}
