import type { Classifier, OperatingPoint } from './classification/classifier'
import { toolLoopOf } from './classification/steps'
import type { SelectionRequest } from './judge-node'
import { requirementsOf } from './requirements'
import type { ExecutionRequest } from './types'

/** What is known of a request before any node is looked at. */
export function describeRequest(
  classifier: Classifier,
  request: Pick<
    ExecutionRequest,
    | 'target'
    | 'messages'
    | 'prompt'
    | 'tools'
    | 'toolsAreStanding'
    | 'toolChoice'
    | 'format'
    | 'maxTokens'
    | 'keepNode'
    | 'step'
  >,
  operatingPoint: OperatingPoint,
  requirements = requirementsOf(request),
): Omit<SelectionRequest, 'tried'> {
  const { target, messages, prompt, tools = [], toolsAreStanding, toolChoice, keepNode, step } = request
  const { contextTokens, answerTokens } = requirements
  const classification = classifier.classify({
    messages: prompt === undefined ? messages : [{ role: 'user', content: prompt.text }],
    tools,
    toolsAreStanding,
    toolChoice,
    contextTokens,
    answerTokens,
    hasSchema: request.format?.type === 'schema',
    step,
    operatingPoint,
  })
  const { openCalls } = toolLoopOf(messages)
  const steps = { step: classification.step, isSaid: step !== undefined, openCalls }
  return { target, classification, requirements, keepNode, steps }
}
