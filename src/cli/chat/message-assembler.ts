/** Stands for a line break within a line that is being edited. */
export const breakMark = '⏎'

const fence = '"""'

/** A message that goes over several lines is put together: a backslash at the end of a line, or lines between `"""`. */
export function createMessageAssembler() {
  let lines: string[] | null = null
  let isFenced = false

  const finish = (all: readonly string[]): string => {
    lines = null
    isFenced = false
    return all.join('\n').replaceAll(breakMark, '\n')
  }

  return {
    /** @returns the message when it is complete, else null */
    add(line: string): string | null {
      const before = lines ?? []
      if (isFenced) {
        if (!line.trimEnd().endsWith(fence)) {
          lines = [...before, line]
          return null
        }
        const last = line.trimEnd().slice(0, -fence.length)
        return finish(last === '' ? before : [...before, last])
      }
      if (lines === null && line.trimStart().startsWith(fence)) {
        const rest = line.trimStart().slice(fence.length)
        if (rest.trimEnd().endsWith(fence)) return finish([rest.trimEnd().slice(0, -fence.length)])
        lines = rest.trim() === '' ? [] : [rest]
        isFenced = true
        return null
      }
      // Two of them are one that is meant.
      if (line.endsWith('\\') && !line.endsWith('\\\\')) {
        lines = [...before, line.slice(0, -1)]
        return null
      }
      return finish([...before, line])
    },
    /** In the middle of a message. */
    isOpen: () => lines !== null,
    clear() {
      lines = null
      isFenced = false
    },
  }
}
