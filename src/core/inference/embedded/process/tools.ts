import { HarombeError } from '../../../../shared/errors'
import { toToolSchema, withoutNulls } from '../grammar/tool-schema'
import type { ChatTask, EngineTool } from '../messages'
import type { ChatFunctions, ChatWrapper } from './llama-types'

/** The tools that may be called, as the package takes them. @throws HarombeError BAD_REQUEST */
export function functionsOf(tools: readonly EngineTool[], choice: ChatTask['toolChoice']): ChatFunctions {
  const offered = typeof choice === 'object' ? tools.filter(({ name }) => name === choice.name) : tools
  if (typeof choice === 'object' && offered.length === 0) {
    throw new HarombeError('BAD_REQUEST', 'The tool that is to be called is not among those offered.')
  }
  return Object.fromEntries(
    offered.map(({ name, description, parameters }) => {
      if (!/^[^\s"]{1,256}$/.test(name)) {
        throw new HarombeError('BAD_REQUEST', 'The embedded engine takes tool names without spaces only.')
      }
      const params = toToolSchema(parameters)
      return [
        name,
        { ...(description === undefined ? {} : { description }), ...(params === null ? {} : { params }) },
      ]
    }),
  )
}

/** The same template with a tool call begun, so that nothing else can be written. */
export function callingWrapper(wrapper: ChatWrapper): ChatWrapper {
  return Object.create(wrapper, {
    generateContextState: {
      value: (options: Parameters<ChatWrapper['generateContextState']>[0]) => {
        const { contextText, stopGenerationTriggers } = wrapper.generateContextState(options)
        const functionCall = { initiallyEngaged: true, disengageInitiallyEngaged: [] }
        return { contextText, stopGenerationTriggers, functionCall }
      },
    },
  })
}

/** What the tool gets. */
export function argumentsOf(params: unknown, tool: EngineTool | undefined): Record<string, unknown> {
  if (tool === undefined || typeof params !== 'object' || params === null) return {}
  const restored = withoutNulls(params, tool.parameters, tool.parameters)
  return { ...(restored as Record<string, unknown>) }
}
