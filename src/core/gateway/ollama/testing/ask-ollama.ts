import type { createAsker } from '../../testing/ask-gateway'

export const hello = [{ role: 'user', content: 'Hi' }]

/** Asks the shortest question that an address of Ollama's takes, changed as told. */
export const createOllamaAsker =
  (post: ReturnType<typeof createAsker>['post']) =>
  (body: object = {}, path = '/api/chat') =>
    post(path, { model: 'auto', ...(path === '/api/chat' ? { messages: hello } : { prompt: 'Hi' }), ...body })
