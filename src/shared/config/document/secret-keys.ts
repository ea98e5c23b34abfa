/** Keys whose values are secrets, whatever block they stand in. */
const secretKey =
  /(^|[_-])(token|(?:api[_-]?)?key|api[_-]?keys|secrets?|passwords?|passphrase|credentials?|authorization|cookies?)$/i
/** They only sound like it. */
const plainKeys = new Set(['require_token'])
/** MCP servers get their secrets by these, under names of their own. */
export const secretBlocks = new Set(['env', 'headers'])
/** An argument after which a secret follows as one of its own. */
export const secretFlag = /^--?[\w-]*(token|key|secret|password)$/i
/** Says where the secret is, and is none: what a person looks for. */
export const onlyReference = /^(\s*(bearer\s+)?\$\{(env|secret|var):[\w.-]*\})+\s*$/i

export const isSecretKey = (key: string): boolean => secretKey.test(key) && !plainKeys.has(key)
