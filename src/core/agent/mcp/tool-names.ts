import { hash } from 'node:crypto'

/** What every backend takes as the name of a function. */
const longest = 64

const plain = (name: string) => name.replace(/[^A-Za-z0-9_-]/g, '_')

/**
 * `server__tool`, in letters every backend takes. Where that could be another tool's name as well, because characters were
 * replaced, it is too long, or the seam could lie elsewhere, it ends in a part that only this pair has.
 */
export function offeredName(server: string, tool: string): string {
  const name = `${plain(server)}__${plain(tool)}`
  const isPlain = plain(tool) === tool && tool !== '' && name.length <= longest
  const hasOneSeam = !server.includes('__') && !server.endsWith('_') && !tool.startsWith('_')
  if (isPlain && hasOneSeam) return name
  const suffix = `_${hash('sha256', JSON.stringify([server, tool]), 'hex').slice(0, 8)}`
  return `${name.slice(0, longest - suffix.length)}${suffix}`
}
