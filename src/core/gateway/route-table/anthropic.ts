import type { RouteRows } from './definition'
import { askWithImages } from './kinds'

/** Anthropic's API, but for the list of models, which shares OpenAI's address. */
export const anthropicRoutes = {
  anthropicMessages: {
    ...askWithImages,
    dialect: 'anthropic',
    path: '/v1/messages',
    summary:
      "Anthropic's messages. Tools are passed to the model and its calls returned; none is run. A stream that fails ends with an `error` event and without `message_stop`.",
    request:
      'as Anthropic documents it: `{model, max_tokens, messages, system?, tools?, tool_choice?, thinking?, output_config?: {effort, format}, stop_sequences?, temperature?, top_p?, top_k?, stream?}`. Blocks: text, image (base64 only, 20 MiB together), tool_use, tool_result; thinking is taken and dropped. A last message of the assistant is continued. `tool_choice` any or a tool holds the answer until it calls one; `disable_parallel_tool_use` delivers the first call only. metadata, cache_control and betas are ignored. Refused: images by URL, documents, tools that run at Anthropic, mcp_servers',
    response:
      'as Anthropic documents it; thoughts come only when `thinking` asks for them. `stop_reason` is end_turn, max_tokens or tool_use: no backend tells that a stop sequence ended the answer. What a backend did not count is estimated. Errors: `{type: "error", error: {type, message}, request_id}`, 529 overloaded_error for busy',
  },
  anthropicCountTokens: {
    ...askWithImages,
    dialect: 'anthropic',
    path: '/v1/messages/count_tokens',
    // It only counts.
    answers: false,
    summary:
      'An estimate of how many tokens a conversation is: which model answers, and so which tokenizer counts, is not known. An image counts 1000.',
    request: 'as `/v1/messages`, without `max_tokens`',
    response: '`{input_tokens}`',
  },
} as const satisfies RouteRows
