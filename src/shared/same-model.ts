const latest = ':latest'

const isLatestOf = (full: string, bare: string) =>
  full.length === bare.length + latest.length &&
  full.endsWith(latest) &&
  full.startsWith(bare) &&
  !bare.includes(':')

/** Ollama lists `qwen2.5` as `qwen2.5:latest`; both name the same model. */
export const isSameModel = (a: string, b: string): boolean => a === b || isLatestOf(a, b) || isLatestOf(b, a)

/** One of the names that `isSameModel` holds to be the same. */
export const plainName = (name: string): string => {
  const bare = name.endsWith(latest) ? name.slice(0, -latest.length) : name
  return bare.includes(':') ? name : bare
}
