import { z } from 'zod'
import { defineTool } from '../define-tool'
import type { ToolThread } from '../thread/tool-thread-runner'
import type { Tool } from '../types'

/** Milliseconds, mathjs being loaded among them. */
const timeoutMs = 10_000

const input = z.strictObject({
  expression: z.string().trim().min(1).max(2_000).describe('Such as sqrt(2) * 3, 5 km to mile'),
})

export const createCalculator = (thread: ToolThread): Tool =>
  defineTool({
    name: 'calculator',
    title: 'Calculate',
    description: 'Calculates exactly, for every figure that must be right.',
    risk: 'none',
    input,
    plan: ({ expression }) => ({
      risk: 'none',
      asks: false,
      reasons: [],
      summary: expression,
      title: 'Calculate',
      exact: expression,
      cwd: null,
      binding: { expression },
      canRemember: false,
      async run({ signal }) {
        return { text: (await thread.run('calculate', { expression }, { signal, timeoutMs })).text }
      },
    }),
  })
