import type { ErrorCode } from '../../../../shared/errors'

/** Every kind of engine a node can have; LM Studio and LocalAI are listed as `openai` and recognized. */
export const engines = [
  'ollama',
  'openai',
  'vllm',
  'sglang',
  'llamacpp',
  'lmstudio',
  'localai',
  'harombe',
  'embedded',
] as const
export type Engine = (typeof engines)[number]

/** What comes of a case with an engine; `why` where it is not what one would think. */
export type Cell = { outcome: 'works' | ErrorCode; why?: string }

const fails = (outcome: ErrorCode, why?: string): Cell => ({ outcome, ...(why === undefined ? {} : { why }) })
const works = (why: string): Cell => ({ outcome: 'works', why })

const ok: Cell = { outcome: 'works' }
const away = fails('NODE_UNREACHABLE')
const busy = fails('NODE_BUSY')
const load = fails('NODE_LOADING')
const none = fails('MODEL_MISSING')
const long = fails('CONTEXT_TOO_LONG')
const deny = fails('NODE_REFUSED')
const junk = fails('MALFORMED_RESPONSE')
const fail = fails('NODE_ERROR')
const torn = fails('STREAM_CUT_OFF')
const slow = fails('TIMEOUT')

const anew = fails('NODE_REFUSED', 'It would take the begun answer for a finished one, so it is not asked.')
const shut = fails('NODE_UNREACHABLE', 'Its port opens when the model is there.')
const waits = works('It says nothing until the model is there, and answers then.')
const late = works('Only its health says that it is not ready yet: a question that gets in is answered.')
const calm = works('It lists its models all the while.')
const any = works('It answers to every name with the one model it has, so only its own list is believed.')
const whole = fails('NODE_ERROR', 'It sends only whole calls, so nothing is left of this answer.')

const absent = fails('CONFIG_INVALID', 'Its package is not installed: `harombe engine install`.')
const blind = fails('NODE_REFUSED', 'It sees no images: they go to a node whose model does.')
const once = works(
  'Tried with random weights, which call once at most: proven is that several calls and results are taken.',
)
const mute = works('Tried with random weights, which do not think: proven is that the wish is taken.')
const queue = works('It has no slots to run out of: questions wait for each other.')
const own = works('It is a part of this harombe, and nobody else can ask it.')
const crash = fails(
  'STREAM_CUT_OFF',
  'A process that talks nonsense is ended, and the next question starts another.',
)
const part = works(
  'A grammar keeps its calls, so only a limit cuts one: the answer ends by length and has none.',
)

/** One cell for every engine, in the order of `engines`: one too few is a type error. */
type Line = CellsOf<typeof engines>
type CellsOf<T extends readonly unknown[]> = { readonly [K in keyof T]: Cell }

/** What is expected of every case with every engine. The test proves each cell, and docs/inference.md shows them. */
export const expected = {
  //               ollama openai vllm sglang llamacpp lmstudio localai harombe embedded
  plain: /*     */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  stream: /*    */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  tools: /*     */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  parallel: /*  */ [ok, ok, ok, ok, ok, ok, ok, ok, once],
  image: /*     */ [ok, ok, ok, ok, ok, ok, ok, ok, blind],
  json: /*      */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  schema: /*    */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  reasoning: /* */ [ok, ok, ok, ok, ok, ok, ok, ok, mute],
  embeddings: /**/ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  completion: /**/ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  prefill: /*   */ [ok, anew, ok, ok, ok, anew, anew, ok, ok],
  abort: /*     */ [ok, ok, ok, ok, ok, ok, ok, ok, ok],
  unreachable: [away, away, away, away, away, away, away, away, absent],
  busy: /*      */ [busy, busy, busy, busy, busy, busy, busy, busy, queue],
  loading: /*   */ [waits, load, shut, late, load, waits, load, waits, waits],
  starting: /*  */ [calm, calm, shut, load, load, calm, load, calm, calm],
  missing: /*   */ [none, none, none, any, any, none, none, none, none],
  tooLong: /*   */ [long, long, long, long, long, long, long, long, long],
  refused: /*   */ [deny, deny, deny, deny, deny, deny, deny, deny, own],
  malformed: /* */ [junk, junk, junk, junk, junk, junk, junk, junk, crash],
  failed: /*    */ [fail, fail, fail, fail, fail, fail, fail, fail, fail],
  cutOff: /*    */ [torn, torn, torn, torn, torn, torn, torn, torn, torn],
  halfCall: /*  */ [whole, junk, junk, junk, junk, junk, junk, whole, part],
  silence: /*   */ [slow, slow, slow, slow, slow, slow, slow, slow, slow],
} as const satisfies Record<string, Line>

export type Case = keyof typeof expected

/** Those a stand-in speaks for. The embedded one is real, and has a test of its own. */
export const simulatedEngines = engines.filter(engine => engine !== 'embedded')
export type SimulatedEngine = (typeof simulatedEngines)[number]

export const caseNames = Object.keys(expected) as readonly Case[]

export function cellOf(name: Case, engine: Engine): Cell {
  const cell: Cell | undefined = expected[name][engines.indexOf(engine)]
  if (cell === undefined) throw new Error(`No cell for ${name} with ${engine}.`)
  return cell
}
