import { globSync, readFileSync } from 'node:fs'
import { parseSync } from '@swc/core'
import { describe, expect, it } from 'vitest'
import { modelCapabilities } from '../shared/entities'
import { isRecord } from '../shared/record'
import { phrases } from '../shared/texts/de/phrases'
import { createPhraseBook } from '../shared/texts/phrase-book'
import { evidenceGroups } from './coordination/classification/evidence-words'
import { requirementWords } from './coordination/suitability'
import { generalModels } from './hardware/catalogue-general'
import { embeddingModels, visionModels } from './hardware/catalogue-special'
import { recommendModel } from './hardware/recommend'

const book = createPhraseBook(phrases, text => text)

/** Whose sentences the window shows. Others speak to programs, to models or to the terminal. */
const sources = [
  'coordination/*.ts',
  'coordination/{breaker,classification,fan-out,health,models,policies,queue,wake}/*.ts',
  'hardware/**/*.ts',
  'inference/{http,ollama,openai,peer}/*.ts',
  'memory/{conversations,storage-fault}.ts',
  'memory/ingest/*.ts',
  'agent/approvals/*.ts',
  'inference/embedded/{models,supervision}/*.ts',
  'coordination/discovery/transport.ts',
  'config/{apply,history,import,plan}/*.ts',
  '{apply-actions,compose-config,plan-cluster}.ts',
  'config/{config-errors,config-file,cut-off,overlaid,overlays-of-run,store-secrets}.ts',
  '../shared/config/document/{alias-rules,config-state,edit-nodes,edit-variables,editable-text,place-value,read-form,resolve-sources,unmask-secrets,variables}.ts',
]
/** Of these also the clauses that sentences are made of. */
const clauseSources =
  /config\/plan\/wanted-models\.ts$|coordination\/(?:policies\/policy-rules|candidate-words|judge-node|step-seam)\.ts$|classification\/(?:gates|raises|create-classifier)\.ts$/

/** Said to a model, to another program, or by nobody. */
const unseen =
  /\.test\.|\/testing\/|fixtures|conformance|prompts|fan-out|catalogue-|kept-file|prometheus|declared-capabilities|kinds-of-task|numbers-file|tier-model|detect-kind|types\.ts$|parsers/

/** About the command line or the API: `pageHint` keeps these from pages. */
const isForPrograms = (text: string) => /`(?:harombe|npm|GET|POST) /.test(text)
const isSentence = (text: string) =>
  !isForPrograms(text) && /^(?:\p{Lu}|\{\}).*[.!?]$/su.test(text) && text.includes(' ')
const isClause = (text: string) => /^[a-z{][a-z{} ]* [a-z{}]/.test(text) && !/^(?:\{\} ?)+$/.test(text)

/** As coordination/suitability completes "Models that …". */
const abilities = requirementWords({
  needs: [],
  prefers: modelCapabilities.keyof().exclude(['chat']).options,
  contextTokens: 0,
  answerTokens: 0,
}).map(sentence => sentence.replace(/^Models that (.*) go first\.$/, '$1'))

/** What is made of parts, each with how it reads when it is whole. */
const composed: Readonly<Record<string, readonly string[]>> = {
  '{} could not {} {}.': ['pull', 'load'].map(verb => `dgx could not ${verb} qwen.`),
  'Not begun: {} came to nothing.': [
    'registering dgx',
    'the test of dgx',
    'the download of qwen on dgx',
    'loading qwen on dgx',
    'draining dgx',
    'retiring dgx',
    'bringing the settings into force',
  ].map(step => `Not begun: ${step} came to nothing.`),
  '{} can {}{}: {}.': [
    'No node can see images now: dgx (offline: Nothing listens at dgx:11434); mini (qwen cannot see images).',
    'No node of tier 2 can call tools: dgx (disabled).',
  ],
  '{}. {}.': ['You asked for this model. No usable node of tier 1 after dgx failed, so tier 0 answers.'],
  '{}. {}{}, so tier {} answers.': ['A simple question: it is short. Tier 0 is busy, so tier 1 answers.'],
  '{} is {} embedding model.': ["nomic is the cluster's embedding model.", "nomic is dgx's embedding model."],
  '{} is {} on {}.': ['pulled', 'loaded', 'unloaded', 'deleted'].map(done => `qwen is being ${done} on dgx.`),
  '{} does not let others {} its models.': ['pull', 'load', 'unload', 'delete'].map(
    verb => `dgx does not let others ${verb} its models.`,
  ),
  'Wait until some of it has ended, then {} it again.': ['pull', 'load', 'unload', 'delete'].map(
    verb => `Wait until some of it has ended, then ${verb} it again.`,
  ),
  'It takes {} ms to begin an answer{}.': [
    'It takes 900 ms to begin an answer.',
    'It takes 900 ms to begin an answer, 3 times as long as its equals.',
  ],
  '{}; the largest window among the nodes that can be used {}.': [
    'This needs about 9,000 tokens of context; the largest window among the nodes that can be used holds 4,096 (qwen on dgx).',
  ],
  '{}, which no node of tier {} holds: the largest window there {}. Routing is strict, so no other tier is asked.':
    [
      'This needs about 9,000 tokens of context, which no node of tier 2 holds: the largest window there holds 4,096 (qwen on dgx). Routing is strict, so no other tier is asked.',
    ],
  '{} s': [],
  '{} min': [],
  '{} {}.': ['qwen is being pulled on dgx.', 'qwen may be answering on dgx now.'],
  '{} ran the step before; {} moves to {}: {}': [
    'the plan',
    'the next call',
    'the synthesis',
    'this step',
  ].map(step => `mini ran the step before; ${step} moves to dgx: all tool results are in.`),
  'the plan': [],
  'the next call': [],
  'the synthesis': [],
  'this step': [],
  'one {}': [],
  'tool result': [],
  '{} with the question.': ['One image with the question.', '3 images with the question.'],
  '{} offered.': ['One tool offered.', '3 tools offered.'],
  '{} in this turn, about {} tokens.': [
    'One tool result in this turn, about 90 tokens.',
    '2 tool results in this turn, about 90 tokens.',
  ],
  'It writes {} as slowly as its equals.': [
    'It writes 3 times as slowly as its equals.',
    'It writes many times as slowly as its equals.',
  ],
  'Only models that {}.': abilities.map(words => `Only models that ${words}.`),
  'Models that {} go first.': abilities.map(words => `Models that ${words} go first.`),
}

/** The texts in a file, with {} for what is put into them; those of an `Error`, which nobody is shown, are left out. */
function textsIn(code: string): Set<string> {
  const found = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isRecord(node)) return
    if (node.type === 'NewExpression' && isRecord(node.callee) && node.callee.value === 'Error') return
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'StringLiteral' && typeof node.value === 'string') found.add(node.value.trim())
    if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis))
      found.add(
        node.quasis
          .map(quasi => (isRecord(quasi) ? String(quasi.cooked) : ''))
          .join('{}')
          .trim(),
      )
    Object.values(node).forEach(visit)
  }
  visit(parseSync(code, { syntax: 'typescript', target: 'es2024' }).body)
  return found
}

/** A text with every mix of a word, a figure and nothing in its gaps. */
function samplesOf(text: string): string[] {
  const [first = '', ...rest] = text.split('{}')
  return rest.reduce<string[]>(
    (heads, part) => heads.flatMap(head => ['word', '7', ''].map(value => head + value + part)),
    [first],
  )
}

const isKnown = (text: string) => book.translate(text) !== null
const isSpoken = (text: string) => composed[text]?.every(isKnown) ?? samplesOf(text).some(isKnown)

const files = globSync(sources.map(source => `${import.meta.dirname}/${source}`)).filter(
  file => !unseen.test(file),
)

describe('what the core says', () => {
  it('is looked for where it is', () => expect(files.length).toBeGreaterThan(100))

  it.each(files)('can be said in German: %s', file => {
    const isShown = clauseSources.test(file)
      ? (text: string) => isSentence(text) || isClause(text)
      : isSentence
    const texts = [...textsIn(readFileSync(file, 'utf8'))].filter(isShown)
    expect(texts.filter(text => !isSpoken(text))).toEqual([])
  })

  it('tells every kind of evidence and every model of the catalogue', () => {
    const words = evidenceGroups.map(group => group.words)
    const notes = [...generalModels, ...visionModels, ...embeddingModels].map(model => model.note)
    expect([...words, ...notes].filter(text => book.translate(text) === null)).toEqual([])
  })

  it('says of a machine why a model suits it, to the last word', () => {
    const machines = [24, 2].map(memory => ({
      platform: 'linux',
      arch: 'x64',
      memoryBytes: 32 * 1024 ** 3,
      gpus: [
        {
          name: 'A card',
          vendor: 'nvidia' as const,
          memoryBytes: memory * 1024 ** 3,
          unified: false,
          source: 'nvidia-smi' as const,
        },
      ],
    }))
    for (const machine of [
      ...machines,
      { ...machines[0], platform: 'linux', arch: 'x64', memoryBytes: 8 * 1024 ** 3, gpus: [] },
    ])
      expect(book.translate(recommendModel(machine).reason) ?? '').not.toMatch(/\b(?:the|has|of)\b|^$/)
  })
})
