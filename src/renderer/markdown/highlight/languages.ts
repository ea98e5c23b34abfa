/** Names models write behind a fence, and the grammar that reads them. Kept apart so that asking costs no grammar. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  bash: ['sh', 'shell', 'zsh', 'console', 'shellscript'],
  c: ['h'],
  cpp: ['c++', 'cc', 'hpp'],
  csharp: ['c#', 'cs'],
  css: ['scss', 'less'],
  diff: ['patch'],
  go: ['golang'],
  ini: ['toml', 'conf'],
  java: [],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  json: ['jsonc', 'json5', 'jsonl'],
  kotlin: ['kt'],
  php: [],
  python: ['py', 'python3'],
  ruby: ['rb'],
  rust: ['rs'],
  sql: ['postgresql', 'mysql', 'sqlite'],
  swift: [],
  typescript: ['ts', 'tsx'],
  xml: ['html', 'svg', 'vue', 'xhtml'],
  yaml: ['yml'],
}

const grammarByName = new Map(
  Object.entries(aliases).flatMap(([grammar, names]) =>
    [grammar, ...names].map(name => [name, grammar] as const),
  ),
)

/** Null for a language we have no grammar for. */
export function grammarFor(language: string): string | null {
  return grammarByName.get(language.toLowerCase()) ?? null
}
