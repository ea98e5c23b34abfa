/**
 * Runs the built main process under plain Node, with the double in Electron's place, and lets the process that forked it
 * drive it. Started by launch-built-main.ts; arguments: app path, user data, then what stands in argv.
 */
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Control, ControlRequest } from './built-main-control'

const [appPath = '', userData = '', firstInstance = ''] = process.argv.splice(2, 3)
const doubleUrl = 'harombe-double:electron'
const doubleKey = 'harombe.electron-double'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: doubleUrl, shortCircuit: true }
    // This folder's own files, imported without extension as everywhere in the project.
    const own = specifier.startsWith('./') && context.parentURL?.endsWith('.ts') === true
    return next(own ? `${specifier}.ts` : specifier, context)
  },
  load(url, context, next) {
    if (url !== doubleUrl) return next(url, context)
    const names = Object.keys(double.electron).join(', ')
    const source = `export const { ${names} } = globalThis[Symbol.for('${doubleKey}')].electron`
    return { format: 'module', source, shortCircuit: true }
  },
})

// Where Electron keeps what lies outside the archive; plain Node has no such folder.
if (process.env.HAROMBE_TEST_RESOURCES !== undefined) {
  Object.assign(process, { resourcesPath: process.env.HAROMBE_TEST_RESOURCES })
}

const { createElectronDouble } = await import('./electron-double')
const { createControl } = await import('./built-main-control')

const double = createElectronDouble({
  appPath,
  userData,
  firstInstance: firstInstance === 'first',
  // As the system would have them; from the environment, since argv is the app's.
  languages: (process.env.HAROMBE_TEST_LANGUAGES ?? 'en-US').split(','),
  exit: code => process.exit(code),
})
Object.assign(globalThis, { [Symbol.for(doubleKey)]: double })

const send = (message: unknown) => process.send?.(message)
const control: Control = createControl(double, (port, frame) => send({ port, frame }))

process.on('message', async (message: ControlRequest) => {
  if ('frame' in message) return control.receiveFrame(message.port, message.frame)
  try {
    const run = control.commands[message.command] as (...values: readonly unknown[]) => unknown
    send({ id: message.id, result: await run(...message.values) })
  } catch (error) {
    send({ id: message.id, error: String(error) })
  }
})
// The process that forked us is gone: so is every reason to run.
process.on('disconnect', () => process.exit(1))

await import(pathToFileURL(join(appPath, 'out', 'main', 'index.js')).href)
