import { modelName } from '../../shared/entities'
import { isSameModel } from './same-model'

const isFile = (name: string) => /\.gguf$/i.test(name) && /^[./~]|\\/.test(name)
const isRooted = (name: string) => /^(?:\/|[A-Za-z]:\\)/.test(name) && !name.includes('..')

/** `/models/a.gguf` → `a`: servers that were started with a path list it as the model's name, and no request may send one. */
function stemOf(name: string): string | null {
  if (!isFile(name) && !isRooted(name)) return null
  const last = name.split(/[/\\]/).findLast(part => part !== '') ?? ''
  const stem = last.replace(/\.gguf$/i, '')
  return modelName.safeParse(stem).success ? stem : null
}

/** The name by which a request may ask for a model that a server lists as `name`; null when there is none. */
export const askableName = (name: string): string | null =>
  modelName.safeParse(name).success ? name : stemOf(name)

/** Whether who asks for `wanted` may mean the model a server lists as `name`. */
export const isAskedFor = (name: string, wanted: string): boolean =>
  isSameModel(name, wanted) ||
  // Decided for every model of every node at every request: the cheap test leaves nearly all of them out.
  (name.length > wanted.length && name.includes(wanted) && stemOf(name) === wanted)
