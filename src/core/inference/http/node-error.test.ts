import { describe, expect, it } from 'vitest'
import { type ErrorCode, errorCodes } from '../../../shared/errors'
import { nodeError, readRefusal, retryAfter } from './node-error'

/** Status (null: inside a stream that began with 200), body, and what it means. The texts are the servers' own. */
type Case = [status: number | null, body: unknown, code: ErrorCode]

/** The nested form of OpenAI, llama.cpp and LocalAI. */
const nested = (message: string, fields: object = {}) => ({ error: { message, ...fields } })
/** The flat form of SGLang and of vLLM before 0.10. */
const flat = (message: string, code: number) => ({ object: 'error', message, type: 'BadRequestError', code })

const ollama: Case[] = [
  [404, { error: "model 'qwen3:8b' not found" }, 'MODEL_MISSING'],
  [404, { error: 'model "qwen3:8b" not found, try pulling it first' }, 'MODEL_MISSING'],
  [400, { error: 'invalid model name' }, 'MODEL_MISSING'],
  [null, { error: 'pull model manifest: file does not exist' }, 'MODEL_MISSING'],
  [503, { error: 'server busy, please try again.  maximum pending requests exceeded' }, 'NODE_BUSY'],
  [400, { error: 'the input length exceeds the context length' }, 'CONTEXT_TOO_LONG'],
  [
    400,
    { error: 'input exceeds maximum context length and cannot be truncated further' },
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    {
      error:
        'the prompt is longer than the context length currently available to the model; shorten the prompt, adjust the context length in settings, or use a model with a longer context length',
    },
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    {
      error:
        '{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}',
    },
    'CONTEXT_TOO_LONG',
  ],
  [400, { error: 'registry.ollama.ai/library/gemma3:1b does not support tools' }, 'NODE_REFUSED'],
  [400, { error: '"gemma3:1b" does not support thinking' }, 'NODE_REFUSED'],
  [400, { error: '"nomic-embed-text" does not support chat' }, 'NODE_REFUSED'],
  [400, { error: 'registry.ollama.ai/library/gemma3:1b does not support insert' }, 'NODE_REFUSED'],
  [403, { error: 'ollama cloud is disabled: remote model inference is unavailable' }, 'NODE_REFUSED'],
  [500, { error: 'model requires more system memory (9.0 GiB) than is available (4.1 GiB)' }, 'NODE_ERROR'],
  [500, { error: 'llama-server reported out-of-memory during startup: cudaMalloc failed' }, 'NODE_ERROR'],
  [
    500,
    {
      error:
        'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details',
    },
    'NODE_ERROR',
  ],
  // The end of a load, not a load in progress.
  [500, { error: 'llama-server process has terminated: error loading model: missing tensor' }, 'NODE_ERROR'],
  [500, { error: 'timed out waiting for llama-server to start - loading model' }, 'NODE_ERROR'],
  [null, { error: 'an error was encountered while running the model: unexpected EOF' }, 'NODE_ERROR'],
  [null, { error: 'max retries exceeded: write /models/blobs/x: no space left on device' }, 'NODE_ERROR'],
]

const vllm: Case[] = [
  [404, nested('The model `qwen3` does not exist.', { type: 'NotFoundError', code: 404 }), 'MODEL_MISSING'],
  [
    400,
    nested(
      "You passed 9000 input tokens and requested 100 output tokens. However, the model's context length is only 8192 tokens, resulting in a maximum input length of 8092 tokens. Please reduce the length of the input prompt.",
      { type: 'BadRequestError', param: 'input_tokens', code: 400 },
    ),
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    flat(
      "This model's maximum context length is 4096 tokens. However, you requested 6616 tokens (568 in the messages, 6048 in the completion). Please reduce the length of the messages or completion.",
      400,
    ),
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    nested(
      'max_output_tokens=9000cannot be greater than max_total_tokens=8192. Please request fewer output tokens.',
    ),
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    nested('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
    'NODE_REFUSED',
  ],
  [400, nested('Qwen/Qwen3-8B is not a multimodal model', { code: 400 }), 'NODE_REFUSED'],
  [400, nested('At most 0 image(s) may be provided in one prompt.'), 'NODE_REFUSED'],
  [400, nested('The model does not support Embeddings API'), 'NODE_REFUSED'],
  [400, nested('suffix is not currently supported'), 'NODE_REFUSED'],
  [401, { error: 'Unauthorized' }, 'NODE_REFUSED'],
  [
    500,
    nested('EngineCore encountered an issue. See stack trace (above) for the root cause.', { code: 500 }),
    'NODE_ERROR',
  ],
  [503, '', 'NODE_BUSY'],
]

const sglang: Case[] = [
  [
    400,
    flat("The input (61709 tokens) is longer than the model's context length (40960 tokens).", 400),
    'CONTEXT_TOO_LONG',
  ],
  [
    400,
    flat(
      "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 5000 tokens.",
      400,
    ),
    'CONTEXT_TOO_LONG',
  ],
  [503, flat('The request queue is full.', 503), 'NODE_BUSY'],
  [null, flat('The request queue is full.', 503), 'NODE_BUSY'],
]

const llamaCpp: Case[] = [
  [503, nested('Loading model', { code: 503, type: 'unavailable_error' }), 'NODE_LOADING'],
  [
    400,
    nested('request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it', {
      code: 400,
      type: 'exceed_context_size_error',
      n_prompt_tokens: 9000,
      n_ctx: 4096,
    }),
    'CONTEXT_TOO_LONG',
  ],
  [500, nested('Context size has been exceeded.', { code: 500, type: 'server_error' }), 'CONTEXT_TOO_LONG'],
  [
    500,
    nested(
      'input (600 tokens) is too large to process. increase the physical batch size (current batch size: 512)',
    ),
    'CONTEXT_TOO_LONG',
  ],
  [
    500,
    nested('image input is not supported - hint: if this is unexpected, you may need to provide the mmproj', {
      code: 500,
      type: 'server_error',
    }),
    'NODE_REFUSED',
  ],
  [
    501,
    nested('This server does not support embeddings. Start it with `--embeddings`', {
      code: 501,
      type: 'not_supported_error',
    }),
    'NODE_REFUSED',
  ],
  [400, nested('Assistant response prefill is incompatible with enable_thinking.'), 'NODE_REFUSED'],
  [500, nested('tools param requires --jinja flag', { code: 500 }), 'NODE_REFUSED'],
  [400, nested('Failed to parse grammar', { code: 400, type: 'invalid_request_error' }), 'NODE_REFUSED'],
  [401, nested('Invalid API Key', { code: 401, type: 'authentication_error' }), 'NODE_REFUSED'],
  [404, nested('File Not Found', { code: 404, type: 'not_found_error' }), 'MALFORMED_RESPONSE'],
  [404, nested("model 'qwen3' not found", { code: 404 }), 'MODEL_MISSING'],
  [500, nested('failed to load model: exit code 1'), 'NODE_ERROR'],
]

const lmStudio: Case[] = [
  [
    404,
    nested('Failed to load model "qwen3". Error: Model does not exist.', { code: 'model_not_found' }),
    'MODEL_MISSING',
  ],
  [
    404,
    nested('No models loaded. Please load a model in the developer page or use the `lms load` command.'),
    'MODEL_MISSING',
  ],
  [
    400,
    {
      error:
        'Trying to keep the first 6547 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input.',
    },
    'CONTEXT_TOO_LONG',
  ],
  [400, { error: 'Cannot truncate prompt with n_keep (9000) >= n_ctx (4096)' }, 'CONTEXT_TOO_LONG'],
  [400, { error: "'response_format.type' must be 'json_schema' or 'text'" }, 'NODE_REFUSED'],
  [
    400,
    { error: "Invalid tool_choice type: 'object'. Supported string values: none, auto, required" },
    'NODE_REFUSED',
  ],
  [400, { error: 'The model has crashed without additional information. (Exit code: 6)' }, 'NODE_ERROR'],
  [400, { error: 'Model unloaded.' }, 'NODE_ERROR'],
  [
    400,
    {
      error:
        'Failed to load model "x". Error: Model loading was stopped due to insufficient system resources.',
    },
    'NODE_ERROR',
  ],
]

const localAi: Case[] = [
  [
    503,
    nested('model qwen3 is staging on node a (42%, ETA ~2m0s)', {
      code: 'model_loading',
      type: 'model_loading',
    }),
    'NODE_LOADING',
  ],
  [
    503,
    nested('model "qwen3" load is in cooldown after a recent failure; retry after 30s', { code: 503 }),
    'NODE_BUSY',
  ],
  [503, nested('backend inference capacity reached (max_concurrent=4); retry after 1s'), 'NODE_BUSY'],
  [
    404,
    nested('model "qwen3" not found. To see available models, call GET /v1/models', { code: 404 }),
    'MODEL_MISSING',
  ],
  [500, nested('could not load model: rpc error: code = Unknown desc = EOF', { code: 500 }), 'NODE_ERROR'],
]

const openAi: Case[] = [
  [
    404,
    nested('The model `gpt-x` does not exist or you do not have access to it.', { code: 'model_not_found' }),
    'MODEL_MISSING',
  ],
  [
    400,
    nested("This model's maximum context length is 4097 tokens.", { code: 'context_length_exceeded' }),
    'CONTEXT_TOO_LONG',
  ],
  [429, nested('Rate limit reached for requests', { code: 'rate_limit_exceeded' }), 'NODE_BUSY'],
  // Nobody is helped by waiting for it.
  [429, nested('You exceeded your current quota.', { code: 'insufficient_quota' }), 'NODE_REFUSED'],
]

const harombe: Case[] = [
  [503, nested('No.', { code: 'NODE_BUSY' }), 'NODE_BUSY'],
  [404, nested('No.', { code: 'MODEL_MISSING' }), 'MODEL_MISSING'],
  [403, nested('Only an admin may.', { code: 'FORBIDDEN' }), 'NODE_REFUSED'],
  [500, { detail: 'ollama is down' }, 'NODE_ERROR'],
  [422, { detail: [{ loc: ['body', 'messages'], msg: 'field required' }] }, 'NODE_REFUSED'],
]

const anything: Case[] = [
  [404, '404 page not found', 'MALFORMED_RESPONSE'],
  [404, { detail: 'Not Found' }, 'MALFORMED_RESPONSE'],
  [405, { detail: 'Method Not Allowed' }, 'MALFORMED_RESPONSE'],
  [404, '', 'MODEL_MISSING'],
  [204, '', 'MALFORMED_RESPONSE'],
  [301, '', 'NODE_REFUSED'],
  [401, '', 'NODE_REFUSED'],
  [403, '<html>', 'NODE_REFUSED'],
  [413, '', 'NODE_REFUSED'],
  [429, '', 'NODE_BUSY'],
  [500, 'Internal Server Error', 'NODE_ERROR'],
  [502, '<html><title>Bad Gateway</title>', 'NODE_ERROR'],
  [504, '', 'NODE_ERROR'],
]

const read = (status: number | null, body: unknown) => {
  const refusal = typeof body === 'string' ? { ...readRefusal(null), text: body } : readRefusal(body)
  return nodeError({ ...refusal, status: status ?? refusal.status }, 'host', 'qwen3')
}

describe.each<[string, Case[]]>([
  ['Ollama', ollama],
  ['vLLM', vllm],
  ['SGLang', sglang],
  ['llama.cpp', llamaCpp],
  ['LM Studio', lmStudio],
  ['LocalAI', localAi],
  ['OpenAI', openAi],
  ['another harombe', harombe],
  ['any server', anything],
])('what %s says', (_server, cases) => {
  it.each(cases)('%s %j is %s', (status, body, code) => {
    expect(read(status, body)).toMatchObject({ code })
  })
})

describe('nodeError', () => {
  it('knows every code that a server that answers can lead to', () => {
    const told = new Set(
      [ollama, vllm, sglang, llamaCpp, lmStudio, localAi, anything].flat().map(([, , code]) => code),
    )
    const elsewhere: ErrorCode[] = ['NODE_UNREACHABLE', 'STREAM_CUT_OFF', 'TIMEOUT', 'CANCELLED']
    const ofNodes = errorCodes.filter(code => /^(NODE_|MODEL_|CONTEXT_|MALFORMED_)/.test(code))
    expect([...told].sort()).toEqual(ofNodes.filter(code => !elsewhere.includes(code)).sort())
  })

  it('shows what the server said as one harmless line', () => {
    const error = nodeError({ status: 500, text: `a\n\u001b[31mb\u202e${'c'.repeat(5000)}` }, 'host')
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(error.message.length).toBeLessThan(400)
  })

  it('judges a text made to be slow to match as fast as any other', () => {
    const start = performance.now()
    nodeError({ status: 500, text: 'model '.repeat(10_000) + 'loading model '.repeat(1000) }, 'host')
    expect(performance.now() - start).toBeLessThan(100)
  })
})

describe('retryAfter', () => {
  const now = Date.parse('2026-11-01T12:00:00Z')
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['2', 2000],
    ['0.5', 500],
    ['Sun, 01 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 600_000],
    ['soon', undefined],
  ])('reads %j as %s', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds)
  })
})
