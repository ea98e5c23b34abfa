import { openEnginePort } from './port'
import { serveEngine } from './serve-engine'

/** The engine process. Built as out/main/engine.js; started by the coordinator, never by hand. */

// Ctrl-C goes to every process of a terminal; the coordinator ends this one when it has ended its answers.
process.on('SIGINT', () => undefined)

serveEngine(openEnginePort(process), why => {
  process.stderr.write(`harombe engine: ending, ${why}\n`)
  // At once: what a thread of llama.cpp still computes is for nobody.
  process.kill(process.pid, 'SIGKILL')
})
