import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { agentStep, tier } from '../../../shared/entities'
import type { ChatMessage } from '../../inference/protocol'
import { neutralOperatingPoint } from './classifier'
import { createClassifier } from './create-classifier'
import { createTextJudge } from './text-judge'

const call = z.object({ id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) })
const message = z.object({
  role: z.enum(['user', 'assistant', 'tool']),
  content: z.string(),
  toolCalls: z.array(call).optional(),
  toolCallId: z.string().optional(),
  name: z.string().optional(),
})
const conversation = z.object({
  id: z.string(),
  lang: z.string(),
  messages: z.array(message),
  tools: z.array(z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) })).default([]),
  step: agentStep.optional(),
  /** The least and the most that is right. */
  expected: z.tuple([tier, tier]),
  why: z.string(),
})

const file = new URL('../../../../training/evaluation/conversations.jsonl', import.meta.url)
const conversations = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map(line => conversation.parse(JSON.parse(line)))

it('judges conversations in many languages as a person would', () => {
  const classifier = createClassifier({ judge: createTextJudge() })
  const wrong = conversations.flatMap(({ id, messages, tools, step, expected: [least, most], why }) => {
    const { tier: judged, probabilities } = classifier.classify({
      messages: messages satisfies ChatMessage[],
      ...{ tools, step, contextTokens: 100, operatingPoint: neutralOperatingPoint },
    })
    if (judged >= least && judged <= most) return []
    const said = messages.at(-1)?.content.slice(0, 60)
    const shown = probabilities?.map(each => each.toFixed(2)).join(' ')
    return [`${id}: tier ${judged} (${shown}), not ${least}–${most}, for ${JSON.stringify(said)}: ${why}`]
  })
  const languages = new Set(conversations.map(({ lang }) => lang))
  expect(conversations.length).toBeGreaterThanOrEqual(120)
  expect(languages.size).toBeGreaterThanOrEqual(8)
  expect(wrong.length, `\n${wrong.join('\n')}\n`).toBeLessThanOrEqual(conversations.length * 0.05)
})
