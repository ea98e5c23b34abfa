const snake = (key: string) => key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
const camel = (key: string) => key.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase())

function withKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(inner => withKeys(inner, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [rename(key), withKeys(inner, rename)]),
  )
}

/** A value of the contract as `--json` prints it: every key in snake_case, as in harombe.yaml and over HTTP. */
export const toSnakeCase = (value: unknown): unknown => withKeys(value, snake)

/** Back to a value of the contract; still to be parsed. */
export const toCamelCase = (value: unknown): unknown => withKeys(value, camel)
