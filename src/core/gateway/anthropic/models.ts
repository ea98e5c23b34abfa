import type { ModelEntry, ModelListFormat } from '../model-list'

const one = ({ id, created }: ModelEntry) => ({
  type: 'model',
  id,
  display_name: id,
  created_at: new Date(created * 1000).toISOString(),
  capabilities: null,
  deprecated_at: null,
  lifecycle: 'active',
  line: null,
  max_input_tokens: null,
  max_tokens: null,
  retires_at: null,
})

/** `GET /v1/models` as Anthropic writes it: one page holds them all. */
export const anthropicModels: ModelListFormat = {
  list: entries => ({
    data: entries.map(one),
    has_more: false,
    first_id: entries[0]?.id ?? null,
    last_id: entries.at(-1)?.id ?? null,
  }),
  one,
}
