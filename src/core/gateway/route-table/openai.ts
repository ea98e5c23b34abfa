import type { RouteRows } from './definition'
import { ask, askWithImages, look } from './kinds'

/** OpenAI's API. */
export const openAiRoutes = {
  openAiChat: {
    ...askWithImages,
    dialect: 'openai',
    path: '/v1/chat/completions',
    summary:
      'OpenAI chat completions. Tools are passed to the model and its calls returned; none is run. Another harombe is answered as under `/api/complete`.',
    request:
      'as OpenAI documents it: `{model, messages, tools?, tool_choice?, parallel_tool_calls?, response_format?, reasoning_effort?, stop?, max_tokens?, max_completion_tokens?, temperature?, top_p?, presence_penalty?, frequency_penalty?, seed?, stream?, stream_options?: {include_usage}}`, and `top_k`, `min_p`. Content is text or parts `text` and `image_url`; images are `data:` URLs (PNG, JPEG, WebP, GIF; 20 MiB together), for harombe fetches none. A last message of the assistant is continued. With `tool_choice` required or a function, the answer is held until it calls one; `parallel_tool_calls: false` delivers the first call only. Refused: tool calls without the results of all, n > 1, logprobs, logit_bias, audio, files',
    response: 'as OpenAI documents it; reasoning comes as `reasoning_content`',
  },
  openAiCompletions: {
    ...ask,
    dialect: 'openai',
    path: '/v1/completions',
    summary: 'OpenAI completions: goes on with a text as it stands, without a chat template.',
    request:
      '`{model, prompt: string | [string], suffix?, echo?, max_tokens?, …}`; what draws tokens and streams as under `/v1/chat/completions`. With `suffix` the gap between both is filled. Refused: several prompts, tokens, n or best_of > 1, logprobs',
    response:
      '`{id, object: "text_completion", created, model, choices: [{text, index, logprobs: null, finish_reason}], usage}`, or the same as server-sent events, then `[DONE]`',
  },
  openAiEmbeddings: {
    ...ask,
    dialect: 'openai',
    path: '/v1/embeddings',
    summary:
      'OpenAI embeddings. With the model `auto` the cluster’s embedding model, the same at every call; the answer names it.',
    request:
      '`{model, input: string | [string] (at most 2048), encoding_format?: "float"|"base64", dimensions?}`; tokens are refused',
    response:
      '`{object: "list", data: [{object: "embedding", index, embedding}], model, usage: {prompt_tokens, total_tokens}}`; base64 is single precision, little-endian',
  },
  openAiResponses: {
    ...askWithImages,
    dialect: 'openai',
    path: '/v1/responses',
    summary:
      'OpenAI responses, without a memory: nothing is stored (`store` is answered false), so each request brings its whole conversation.',
    request:
      '`{model, input: string | [item], instructions?, tools?, tool_choice?, parallel_tool_calls?, text?: {format}, reasoning?: {effort}, max_output_tokens?, temperature?, top_p?, metadata?, stream?}`. Items are messages (parts `input_text`, `input_image` as a `data:` URL, `output_text`), `function_call`, `function_call_output` and `reasoning`; tools are functions. Refused: a `function_call` without its output; and, saying what to do instead: previous_response_id, conversation, background, prompt, built-in tools, files, logprobs',
    response:
      'the response object; reasoning is an item of its own with `reasoning_text`. With `stream: true` the semantic events with `sequence_number`, from `response.created` to `response.completed`, `response.incomplete` (token limit) or `response.failed`',
  },
  openAiModels: {
    ...look,
    dialect: 'openai',
    dialectByHeader: { header: 'anthropic-version', dialect: 'anthropic' },
    path: '/v1/models',
    access: 'drop-in',
    scope: 'read',
    summary:
      'The names a request may use as its model. A server’s file path is listed by its last part, without `.gguf`; what no request may name is left out.',
    response:
      '`{object: "list", data: [{id, object: "model", created, owned_by}]}`; another harombe gets the models it may ask for only, and the version in `harombe`',
  },
  openAiModel: {
    ...look,
    dialect: 'openai',
    dialectByHeader: { header: 'anthropic-version', dialect: 'anthropic' },
    path: '/v1/models/*',
    access: 'drop-in',
    scope: 'read',
    summary: 'One of those names.',
    response: '`{id, object: "model", created, owned_by}`',
  },
} as const satisfies RouteRows
