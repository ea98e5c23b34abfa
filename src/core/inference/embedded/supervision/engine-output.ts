import { plainExcerpt } from '../../http/plain-text'

const keptLines = 20
const longestLine = 2000

export interface EngineOutput {
  push(text: string): void
  /** The last lines, oldest first. */
  last(count: number): string[]
}

/** Cuts what the process writes into lines, hands each on and keeps the last ones for the case that it crashes. */
export function createEngineOutput(onLine: (line: string) => void): EngineOutput {
  const lines: string[] = []
  let rest = ''
  const add = (line: string): void => {
    const plain = plainExcerpt(line, longestLine)
    if (plain === '') return
    onLine(plain)
    lines.push(plain)
    if (lines.length > keptLines) lines.shift()
  }
  return {
    push(text) {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) add(part)
      if (rest.length > longestLine) {
        add(rest)
        rest = ''
      }
    },
    last: count => [...lines, ...(rest.trim() === '' ? [] : [plainExcerpt(rest, longestLine)])].slice(-count),
  }
}
