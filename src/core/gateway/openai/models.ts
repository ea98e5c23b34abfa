import type { ModelListFormat } from '../model-list'

const one: ModelListFormat['one'] = ({ id, owner, created }) => ({
  id,
  object: 'model',
  created,
  owned_by: owner,
})

export const openAiModels: ModelListFormat = {
  list: entries => ({ object: 'list', data: entries.map(one) }),
  one,
}
