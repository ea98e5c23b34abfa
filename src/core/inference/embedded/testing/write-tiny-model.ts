import { writeFileSync } from 'node:fs'

/**
 * A llama model of half a megabyte with random weights: nonsense as text, but every step of the real engine runs on it.
 * Plain erasable TypeScript without imports of ours, since scripts/write-tiny-model.mjs runs it unbundled.
 */
export interface TinyModelOptions {
  seed?: number | undefined
  name?: string | undefined
  /** Tokens the model says it was trained for; default 4096. */
  contextLength?: number | undefined
  /**
   * How likely an answer ends after each token: `often` gives answers of a few dozen tokens, `never` such that end by
   * their limit only.
   */
  ends?: 'often' | 'never' | undefined
  /** Begins every answer with a thought, which ends after a few dozen tokens or never; default: it does not think. */
  thinks?: 'briefly' | 'endlessly' | undefined
  /** Jinja; default ChatML. Null: none at all. */
  chatTemplate?: string | null | undefined
}

export const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"

const width = 64
const layers = 2
const heads = 4
const keyValueHeads = 2
const headWidth = width / heads
const hidden = 128

const tokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const
type Token = readonly [text: string, type: number]

const bytes = Array.from(
  { length: 256 },
  (_, byte): Token => [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, tokenType.byte],
)
const vocabulary: readonly Token[] = [
  ['<unk>', tokenType.unknown],
  ['<s>', tokenType.control],
  ['</s>', tokenType.control],
  ...bytes,
  ['<|im_start|>', tokenType.control],
  ['<|im_end|>', tokenType.control],
  ['<think>', tokenType.userDefined],
  ['</think>', tokenType.userDefined],
  ['<tool_call>', tokenType.userDefined],
  ['</tool_call>', tokenType.userDefined],
  ...Array.from('▁etaoinsrhd').map((letter): Token => [letter, tokenType.normal]),
]
const indexOf = (token: string) => vocabulary.findIndex(([text]) => text === token)
const endToken = indexOf('<|im_end|>')
/** Two places of the state that no layer writes to. */
const bias = 0
const afterNewline = 1

/** mulberry32: small, seeded, the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const u32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
const u64 = (value: number) => {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}
const f32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeFloatLE(value)
  return buffer
}
const string = (value: string) => {
  const text = Buffer.from(value)
  return Buffer.concat([u64(text.length), text])
}

const valueType = { u32: 4, i32: 5, f32: 6, string: 8, array: 9 } as const
const entry = (key: string, type: number, value: Buffer) => Buffer.concat([string(key), u32(type), value])
const number = (key: string, value: number) => entry(key, valueType.u32, u32(value))
const text = (key: string, value: string) => entry(key, valueType.string, string(value))
const list = (key: string, type: number, values: readonly Buffer[]) =>
  entry(key, valueType.array, Buffer.concat([u32(type), u64(values.length), ...values]))

function metadata({ name = 'tiny-random', contextLength = 4096, chatTemplate = chatMl }: TinyModelOptions) {
  const entries = [
    text('general.architecture', 'llama'),
    text('general.name', name),
    text('general.size_label', '118K'),
    text('general.license', 'cc0-1.0'),
    number('general.file_type', 0),
    number('llama.context_length', contextLength),
    number('llama.embedding_length', width),
    number('llama.block_count', layers),
    number('llama.feed_forward_length', hidden),
    number('llama.attention.head_count', heads),
    number('llama.attention.head_count_kv', keyValueHeads),
    number('llama.rope.dimension_count', headWidth),
    number('llama.vocab_size', vocabulary.length),
    entry('llama.attention.layer_norm_rms_epsilon', valueType.f32, f32(1e-5)),
    text('tokenizer.ggml.model', 'llama'),
    list(
      'tokenizer.ggml.tokens',
      valueType.string,
      vocabulary.map(([token]) => string(token)),
    ),
    list(
      'tokenizer.ggml.scores',
      valueType.f32,
      vocabulary.map((_, index) => f32(-index)),
    ),
    list(
      'tokenizer.ggml.token_type',
      valueType.i32,
      vocabulary.map(([, type]) => u32(type)),
    ),
    number('tokenizer.ggml.unknown_token_id', 0),
    number('tokenizer.ggml.bos_token_id', 1),
    number('tokenizer.ggml.eos_token_id', endToken),
  ]
  if (chatTemplate !== null) entries.push(text('tokenizer.chat_template', chatTemplate))
  return entries
}

interface Tensor {
  name: string
  /** Innermost first, as GGUF has it. */
  shape: readonly number[]
  values: Float32Array
}

/**
 * Every embedding is 3 in its first place, which no layer writes to: what the output weighs that place with is therefore
 * added to a token's odds whatever the context. Printable ASCII is favoured by it, so that answers are readable. The second
 * place is the same for the odds of what follows a new line, which is the last token before an answer.
 */
function tensors(random: () => number, { ends = 'often', thinks }: TinyModelOptions): Tensor[] {
  const gaussian = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random())
  const matrix = (name: string, columns: number, rows: number, scale: number): Tensor => ({
    name,
    shape: [columns, rows],
    values: Float32Array.from({ length: columns * rows }, () => gaussian() * scale),
  })
  const ones = (name: string): Tensor => ({ name, shape: [width], values: new Float32Array(width).fill(1) })

  const embedding = matrix('token_embd.weight', width, vocabulary.length, 1)
  const output = matrix('output.weight', width, vocabulary.length, 0.25)
  for (const [index, [token, type]] of vocabulary.entries()) {
    embedding.values[index * width + bias] = 3
    embedding.values[index * width + afterNewline] = token === '<0x0A>' ? 8 : 0
    output.values[index * width + afterNewline] = thinks !== undefined && token === '<think>' ? 8 : 0
    const byte = type === tokenType.byte ? Number.parseInt(token.slice(3, 5), 16) : -1
    const isReadable = (byte >= 0x20 && byte < 0x7f) || (type === tokenType.normal && token.length > 0)
    output.values[index * width + bias] = isReadable ? 1 : -4
  }
  output.values[endToken * width + bias] = ends === 'often' ? 1.4 : -20
  if (thinks !== undefined)
    output.values[indexOf('</think>') * width + bias] = thinks === 'briefly' ? 1.4 : -20
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const name = (part: string) => `blk.${layer}.${part}.weight`
    const writers = [
      matrix(name('attn_output'), width, width, 0.15),
      matrix(name('ffn_down'), hidden, width, 0.1),
    ]
    for (const { shape, values } of writers) values.fill(0, 0, 2 * (shape[0] ?? 0))
    const keyValueWidth = keyValueHeads * headWidth
    return [
      ones(name('attn_norm')),
      matrix(name('attn_q'), width, width, 0.15),
      matrix(name('attn_k'), width, keyValueWidth, 0.15),
      matrix(name('attn_v'), width, keyValueWidth, 0.15),
      ones(name('ffn_norm')),
      matrix(name('ffn_gate'), width, hidden, 0.15),
      matrix(name('ffn_up'), width, hidden, 0.15),
      ...writers,
    ]
  })
  return [embedding, ...blocks.flat(), ones('output_norm.weight'), output]
}

const alignment = 32
const padding = (length: number) => Buffer.alloc((alignment - (length % alignment)) % alignment)

/** The whole file. The same options give the same bytes. */
export function tinyModel(options: TinyModelOptions = {}): Buffer {
  const entries = metadata(options)
  const all = tensors(createRandom(options.seed ?? 1), options)
  const data: Buffer[] = []
  const descriptions: Buffer[] = []
  let offset = 0
  for (const { name, shape, values } of all) {
    const content = Buffer.from(values.buffer)
    const filler = padding(content.length)
    const dimensions = shape.map(u64)
    descriptions.push(Buffer.concat([string(name), u32(shape.length), ...dimensions, u32(0), u64(offset)]))
    data.push(content, filler)
    offset += content.length + filler.length
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(all.length),
    u64(entries.length),
    ...entries,
    ...descriptions,
  ])
  return Buffer.concat([head, padding(head.length), ...data])
}

export function writeTinyModel(path: string, options: TinyModelOptions = {}): void {
  writeFileSync(path, tinyModel(options))
}
