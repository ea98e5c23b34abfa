import { type ErrorCode, errorTable } from '../../../../shared/errors'
import { type Case, type Cell, caseNames, cellOf, type Engine, engines } from './cells'

const engineNames: Readonly<Record<Engine, string>> = {
  ollama: 'Ollama',
  openai: 'any OpenAI-compatible',
  vllm: 'vLLM',
  sglang: 'SGLang',
  llamacpp: 'llama.cpp',
  lmstudio: 'LM Studio',
  localai: 'LocalAI',
  harombe: 'another harombe',
  embedded: 'the embedded engine',
}

const introduction = `# Inference: every engine, one protocol

<!-- Written from src/core/gateway/testing/matrix: npx vitest run src/core/gateway/matrix.test.ts -u -->

Whatever a node runs, harombe talks to it through one protocol (\`src/core/inference/protocol.ts\`): text, thoughts, tool calls, images,
JSON, raw texts, embeddings, and one set of errors. This is what comes of each kind of request with each engine. Every cell is
a test: a real client over real HTTP, against a stand-in that speaks the server's own protocol and refuses in its own words
(\`harombe simulate --flavour …\` starts the same ones), after documents, sources and reports of 2026: no real one took part,
but for the embedded engine, which runs with a tiny model of random weights. LM Studio and LocalAI are listed with \`backend: openai\` and recognized.
What a model itself cannot do is another matter: docs/models.md.

✓ it works · a code: it fails with that error, and the question goes to another node where that may help
`

const words: Partial<Record<ErrorCode, string>> = {
  CONFIG_INVALID: 'It cannot be used as this harombe is set up.',
  NODE_UNREACHABLE: 'Nothing answers at its address.',
  NODE_BUSY: 'It has enough to do. No fault of the node.',
  NODE_LOADING: 'The model is on its way into memory. No fault of the node.',
  MODEL_MISSING: 'It has no model of that name.',
  CONTEXT_TOO_LONG: 'The conversation does not fit the context of the model there.',
  NODE_REFUSED: 'It understood and does not want to, or cannot as a matter of principle.',
  MALFORMED_RESPONSE: 'What it said is not its protocol. Half a tool call is never repaired and never run.',
  NODE_ERROR: 'It reported an error of its own, also in the middle of an answer that had begun well.',
  STREAM_CUT_OFF: 'The answer stopped without the mark that says that it is whole.',
  TIMEOUT: 'It fell silent.',
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const rule = (count: number): string => row(new Array<string>(count).fill('---'))

/** docs/inference.md, from the cells. */
export function renderMatrix(titleOf: (name: Case) => string): string {
  const notes: string[] = []
  const seen = new Set<ErrorCode>()
  const write = ({ outcome, why }: Cell): string => {
    if (outcome !== 'works') seen.add(outcome)
    const said = outcome === 'works' ? '✓' : `\`${outcome}\``
    if (why === undefined) return said
    if (!notes.includes(why)) notes.push(why)
    return `${said} ⁽${notes.indexOf(why) + 1}⁾`
  }
  const lines = caseNames.map(name =>
    row([titleOf(name), ...engines.map(engine => write(cellOf(name, engine)))]),
  )
  const errors = [...seen].map(code =>
    row([`\`${code}\``, words[code] ?? '', errorTable[code].retryable ? 'yes' : 'no']),
  )
  return [
    introduction,
    row(['', ...engines.map(engine => engineNames[engine])]),
    rule(engines.length + 1),
    ...lines,
    '',
    ...notes.map((note, index) => `${index + 1}. ${note}`),
    '',
    '## The errors',
    '',
    row(['code', 'means', 'may succeed later']),
    rule(3),
    ...errors,
    '',
  ].join('\n')
}
