/** How a fence of a file's code is called, by the ending of its name. */
const languages: Readonly<Record<string, string>> = {
  ...{
    bash: 'bash',
    bat: 'bat',
    c: 'c',
    cc: 'cpp',
    clj: 'clojure',
    cmake: 'cmake',
    cpp: 'cpp',
    cs: 'csharp',
  },
  ...{
    css: 'css',
    cjs: 'js',
    dart: 'dart',
    diff: 'diff',
    ex: 'elixir',
    exs: 'elixir',
    fs: 'fsharp',
    go: 'go',
  },
  ...{ gradle: 'gradle', graphql: 'graphql', h: 'c', hpp: 'cpp', hs: 'haskell', html: 'html', ini: 'ini' },
  ...{
    java: 'java',
    jl: 'julia',
    js: 'js',
    json: 'json',
    jsonl: 'json',
    jsx: 'jsx',
    kt: 'kotlin',
    kts: 'kotlin',
  },
  ...{
    less: 'less',
    lua: 'lua',
    m: 'objectivec',
    mjs: 'js',
    mts: 'ts',
    cts: 'ts',
    nix: 'nix',
    patch: 'diff',
  },
  ...{
    php: 'php',
    pl: 'perl',
    ps1: 'powershell',
    proto: 'protobuf',
    py: 'python',
    r: 'r',
    rb: 'ruby',
    rs: 'rust',
  },
  ...{ sass: 'sass', scala: 'scala', scss: 'scss', sh: 'bash', sql: 'sql', svelte: 'svelte', swift: 'swift' },
  ...{ tex: 'latex', tf: 'hcl', toml: 'toml', ts: 'ts', tsx: 'tsx', vue: 'vue', xml: 'xml', yaml: 'yaml' },
  ...{ yml: 'yaml', zig: 'zig', zsh: 'bash' },
}

const wholeNames: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  'cmakelists.txt': 'cmake',
  gemfile: 'ruby',
  rakefile: 'ruby',
}

/** The language's name as a Markdown fence has it; null when the file's name tells none. */
export function codeLanguageOf(name: string): string | null {
  const lower = name.toLowerCase()
  const own = wholeNames[lower]
  if (own !== undefined) return own
  const ending = /\.([a-z0-9]+)$/.exec(lower)?.[1] ?? ''
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? null) : null
}

const codeLine =
  /^(?:\s*(?:import |from \S+ import |export |const |let |var |function |class |def |fn |pub |use |package |#include|#define|public |private |return\b|if \(|for \(|while \(|switch \(|SELECT |INSERT |CREATE )|.*[{};]\s*$|\s*(?:\/\/|\/\*|<\/?[a-z]+[^>]*>))/

/** Signs and words that prose has at few of its line ends. */
export function looksLikeCode(sample: string): boolean {
  if (sample.startsWith('#!')) return true
  const lines = sample
    .slice(0, 16_384)
    .split('\n')
    // A line of a page is short; a longer one is not worth a pattern's time.
    .map(line => line.slice(0, 300))
    .filter(line => line.trim() !== '')
  if (lines.length < 3) return false
  return lines.filter(line => codeLine.test(line)).length >= lines.length * 0.4
}

export function looksLikeMarkdown(sample: string): boolean {
  const text = sample.slice(0, 16_384)
  const marks = text.match(/^(?:#{1,6} \S|```|\s{0,3}[-*] \S|\|.*\|$)/gm)?.length ?? 0
  return /^#{1,6} \S/m.test(text) && marks >= 3
}
