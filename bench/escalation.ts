import { signalsOf } from '../src/core/coordination/escalation/signals'
import type { FinishedAnswer } from '../src/core/coordination/escalation/types'
import { createConfidenceMeter } from '../src/core/inference/token-confidence'
import { microseconds, type Row, row } from './measure'

const paragraph = (index: number) =>
  `Section ${index}: the design keeps promise ${index * 7} under load, since every part of it waits for at most ${index} others.\n\n\`\`\`ts\nexport const part${index} = { waits: [${index}, ${index + 1}] }\n\`\`\`\n`

function answerOf(characters: number): FinishedAnswer {
  let content = ''
  for (let index = 0; content.length < characters; index++) content += paragraph(index)
  return {
    question: 'Compare the two designs and explain which one keeps its promises under load.',
    content: content.slice(0, characters),
    hasReasoned: false,
    finish: 'stop',
    classification: { class: 'moderate', tier: 0, reasons: [], gates: [], estimatedTokens: 20 },
    wantedTier: 0,
    answeredTier: 0,
  }
}

/** What it costs to look at an answer when it is finished, and at how sure the model was while it is written. */
export function benchEscalation(): Row[] {
  const judge = (answer: FinishedAnswer) => () => void signalsOf(answer)
  const meter = createConfidenceMeter()
  const token = [{ token: 'word', logprob: -0.3 }]
  return [
    row(
      'judge an answer of 2,000 characters',
      microseconds(judge(answerOf(2000)), { callsPerRound: 50 }),
      'µs',
    ),
    row(
      'judge an answer of 100 kB',
      microseconds(judge(answerOf(100_000)), { callsPerRound: 10 }),
      'µs',
      2000,
    ),
    row(
      'add up the confidence of a token',
      microseconds(() => meter.take(token), { callsPerRound: 10_000 }),
      'µs',
    ),
  ]
}
