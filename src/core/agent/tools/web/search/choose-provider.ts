import type { Config } from '../../../../../shared/config/schema'
import { isHarombeError } from '../../../../../shared/errors'
import { createBrave } from './brave'
import type { SearchProvider } from './provider'
import { createSearxng } from './searxng'
import { createTavily } from './tavily'

export type ProviderChoice = { provider: SearchProvider } | { unavailable: string }

const keyed = { brave: createBrave, tavily: createTavily }

/** Who is asked, as the file says, or why nobody is, in a sentence. `url` is searxng's alone, so that no key goes to it. */
export function chooseProvider(
  { provider, url, api_key: key }: Config['tools']['web'],
  resolveSecret: (value: string) => string,
): ProviderChoice {
  if (provider === 'none')
    return { unavailable: 'No search service is set up; name one under tools.web.provider.' }
  if (provider === 'searxng') {
    return url === undefined
      ? { unavailable: 'The address of the search server is missing: tools.web.url.' }
      : { provider: createSearxng(url) }
  }
  if (key === undefined) return { unavailable: `The key for ${provider} is missing: tools.web.api_key.` }
  try {
    return { provider: keyed[provider]({ key: resolveSecret(key) }) }
  } catch (error) {
    return { unavailable: isHarombeError(error) ? error.message : `The key for ${provider} cannot be read.` }
  }
}
