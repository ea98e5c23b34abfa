import { createInterface } from 'node:readline'
import type { Questioner } from './keyboard'
import type { Keyboard } from './line-editor'

/** Asks on a terminal that is not read otherwise: the line editor is there only while something is asked. */
export function createQuestioner({ input, output }: Keyboard): Questioner {
  return {
    question(prompt, signal) {
      if (signal.aborted) return Promise.resolve(null)
      return new Promise(resolve => {
        const lines = createInterface({ input, output, terminal: true, historySize: 0 })
        const settle = (line: string | null) => {
          signal.removeEventListener('abort', withdraw)
          resolve(line)
          lines.close()
        }
        const withdraw = () => {
          output.write('\n')
          settle(null)
        }
        signal.addEventListener('abort', withdraw, { once: true })
        lines.once('line', settle)
        lines.once('SIGINT', withdraw)
        lines.once('close', () => settle(null))
        lines.setPrompt(prompt)
        lines.prompt()
      })
    },
  }
}
