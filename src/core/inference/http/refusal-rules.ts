import type { ErrorCode } from '../../../shared/errors'

/** Who said it and what, for the sentence a person reads. */
export interface Speaker {
  host: string
  /** `: what the server said`, or a full stop. */
  because: string
  model: string | undefined
}

export interface Verdict {
  code: ErrorCode
  text: string
  hint?: string | undefined
}

interface Rule {
  says: RegExp
  /** Texts that `says` takes in by mistake. */
  unless?: RegExp
  verdict(speaker: Speaker): Verdict
}

const tooLong = ({ host, because }: Speaker): Verdict => ({
  code: 'CONTEXT_TOO_LONG',
  text: `The conversation does not fit the model's context on ${host}${because}`,
  hint: 'Shorten it, or use a model or node with a longer context.',
})
const loading = ({ host }: Speaker): Verdict => ({
  code: 'NODE_LOADING',
  text: `${host} is still loading its model.`,
  hint: 'Wait a little.',
})
export const busy = ({ host, because }: Speaker): Verdict => ({
  code: 'NODE_BUSY',
  text: `${host} is busy${because}`,
  hint: 'Wait, or let another node answer.',
})
export const missing = ({ host, because, model }: Speaker): Verdict => ({
  code: 'MODEL_MISSING',
  text: model === undefined ? `${host} lacks the model${because}` : `${host} has no model "${model}".`,
  hint: 'Install the model there, or choose one that the node has.',
})
const refused =
  (what: string, hint?: string) =>
  ({ host, because }: Speaker): Verdict => ({
    code: 'NODE_REFUSED',
    text: `${what.replace('HOST', host)}${because}`,
    hint,
  })
const failed =
  (what: string, hint: string) =>
  ({ host, because }: Speaker): Verdict => ({ code: 'NODE_ERROR', text: `${host} ${what}${because}`, hint })

/** What servers put into `code` or `type` of an error body, where that says more than status and text do. */
export const verdictsByCode: ReadonlyMap<string, (speaker: Speaker) => Verdict> = new Map([
  ['context_length_exceeded', tooLong],
  ['exceed_context_size_error', tooLong],
  ['model_loading', loading],
  ['model_not_found', missing],
  ['rate_limit_exceeded', busy],
  // Waiting helps nobody: the account is empty.
  ['insufficient_quota', refused('The account at HOST is used up')],
  ['not_supported_error', refused('HOST cannot do that')],
])

/**
 * The texts by which servers tell what is wrong, in order: the first that fits decides. Text goes before the status where
 * servers are known to use the wrong one (llama.cpp: 500 for a prompt that is too long; LM Studio: 400 for a crash;
 * anything: inside a 200 stream). What each server says is in node-error.test.ts.
 */
export const rules: readonly Rule[] = [
  {
    says: /\bloading (the )?model\b|\bmodel\b.*\bis (still |being )?(loading|loaded|staging|queued)\b|model is (not ready|being loaded)|still (loading|starting)/i,
    // "error loading model …" is the end of it, not the middle.
    unless:
      /\b(error|fail\w*|unable|could not|cannot|stopped|timed out|already|no models?|context length)\b/i,
    verdict: loading,
  },
  {
    says: /out[- ]of[- ]memory|more (system )?memory|insufficient (system )?resources|cudaMalloc|(unable|failed) to allocate|not enough (system )?memory/i,
    verdict: failed('has not enough memory for the model', 'Use a smaller model or a shorter context there.'),
  },
  {
    says: /no space left on device|disk quota exceeded|not enough (disk )?space/i,
    verdict: failed('has no space left on its disk', 'Delete models there that nobody needs.'),
  },
  {
    says: /server busy|overloaded|maximum pending|too many requests|queue is full|capacity reached/i,
    verdict: busy,
  },
  {
    says: /context (length|window|size|limit)|context the overflows|context overflows|maximum (input|prompt) length|too many (input )?tokens|(prompt|input) is too long|exceeds? the (available|model'?s?|maximum) (context|number of tokens|input)|\bn_ctx\b|\bn_keep\b|too large to process|request fewer output tokens/i,
    verdict: tooLong,
  },
  {
    says: /model .*(not found|does not exist|not exist|is not available)|(unknown|no such|invalid) model|not found, try pulling|no models? (is |are )?loaded|pull model manifest: file does not exist/i,
    verdict: missing,
  },
  {
    says: /does not support tools|tool.?choice.*requires|enable-auto-tool-choice|requires? --jinja|tools?.* not supported/i,
    verdict: refused('The model on HOST cannot use tools', 'Choose a model that supports tools.'),
  },
  {
    says: /not a multimodal|(image|vision|multimodal)( input)?s? (is|are) not supported|does not support (images?|vision|image input)|at most 0 image|missing data required for image input/i,
    verdict: refused('The model on HOST cannot see images', 'Choose a model that can.'),
  },
  {
    says: /does not support (the )?embeddings?|start it with .?--embeddings?|not an embedding model/i,
    verdict: refused('The model on HOST makes no embeddings', 'Choose an embedding model.'),
  },
  {
    says: /has crashed|process (has terminated|no longer running)|unexpectedly stopped|model (is |was )?unloaded|engine ?core|engine (is )?dead/i,
    verdict: failed('lost its model in the middle of the work', 'Look into the log of its server.'),
  },
]
