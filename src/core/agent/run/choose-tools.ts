import type { Tool } from '../tools/types'
import { tokensOfTool } from './told-tools'

/** What a question may be about, by what is seen in it, and the tools for that, the most useful first. */
const kinds: readonly { seen: RegExp; tools: readonly string[] }[] = [
  {
    seen: /https?:\/\/|\bwww\.|\b(?:web|internet|online|website|page|news|search|look up|nachrichten|suche|site|recherche|noticias|busca|notizie|cerca)\b/iu,
    tools: ['web_search', 'web_fetch'],
  },
  {
    seen: /\d\s*[-+*/^×÷%]\s*\d|\b\d+\s*(?:km|kg|miles?|eur|usd|percent|prozent|°)|\b(?:calculate|compute|sum|total|average|convert|how much|rechne|summe|calcule|somme|calcula|suma|somma)\b|[€$£]\s?\d/iu,
    tools: ['calculator'],
  },
  {
    seen: /\b(?:date|time|today|tomorrow|yesterday|day|week|month|o'clock|deadline|datum|uhr|heute|morgen|gestern|tage?|heure|aujourd'hui|demain|jours?|fecha|hora|hoy|mañana|días?|data|ora|oggi|domani)\b|\b\d{4}-\d\d/iu,
    tools: ['date_time'],
  },
  {
    seen: /(?:^|[\s"'`(])(?:~|\.{1,2})?\/[\w.-]|\b[\w-]+\.[a-z]{1,5}\b|\b(?:files?|folders?|director(?:y|ies)|notes?|documents?|code|workspace|dateie?n?|ordner|fichiers?|dossiers?|archivos?|carpetas?|cartell[ae]|pastas?)\b|ファイル|文件|файл/iu,
    tools: ['read_file', 'list_files', 'search_files', 'edit_file', 'write_file', 'delete_file'],
  },
  {
    seen: /\b(?:run|execute|command|shell|terminal|script|install|build|tests?|git|npm|python|befehl|führe|commande|comando|ejecuta)\b/iu,
    tools: ['shell'],
  },
  {
    seen: /\b(?:earlier|last time|remember|did (?:i|we)|we (?:said|talked)|chats?|conversations?|damals|neulich|letztes mal|rappelle|recuerdas|ricordi)\b/iu,
    tools: ['search_memory'],
  },
  {
    seen: /\b(?:nodes?|cluster|machines?|hardware|gpu|cpu|memory|ram|knoten|rechner|model(?:l?s|le)?)\b/iu,
    tools: ['system_info', 'ask_node'],
  },
]

/** Where nothing speaks for any: what most tasks begin with. */
const usual = [
  'read_file',
  'list_files',
  'calculator',
  'web_search',
  'date_time',
  'search_files',
  'web_fetch',
]

const shortestWord = 5
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length >= shortestWord)

export interface ToolRoom {
  /** The user's last words, the newest last. */
  said: readonly string[]
  /** Tools that were called in this conversation: what was begun may have to be gone on with. */
  called: ReadonlySet<string>
  maxTokens: number
}

/**
 * The tools a model is told of: all of them where they have room, else those that fit what the user speaks of, the best first for as
 * long as there is room. Pure, and in the order given, so that what servers have read of a prompt stays the same.
 */
export function chooseTools(tools: readonly Tool[], { said, called, maxTokens }: ToolRoom): readonly Tool[] {
  const costs = new Map(tools.map(tool => [tool, tokensOfTool(tool)]))
  if (costs.values().reduce((sum, cost) => sum + cost, 0) <= maxTokens) return tools
  const text = said.join('\n')
  const words = new Set(wordsOf(text))
  const fitting = kinds.filter(({ seen }) => seen.test(text)).map(kind => kind.tools)

  /** Called before counts most, then being named, then the kind, then the words its maker and the user have in common. */
  function rank({ name, description }: Tool): number {
    const places = fitting.map(names => names.indexOf(name)).filter(place => place >= 0)
    const kind = places.length === 0 ? 0 : 10 - Math.min(...places)
    const own = new Set(wordsOf(`${name.replaceAll(/[_-]/g, ' ')} ${description}`))
    const shared = [...own].filter(word => words.has(word)).length
    return (called.has(name) ? 1_000 : 0) + (text.includes(name) ? 100 : 0) + kind + Math.min(4, shared)
  }
  const ranked = tools.map(tool => ({ tool, rank: rank(tool) }))
  const isAbout = ranked.some(each => each.rank > 0)
  const byUse = ranked.flatMap(({ tool, rank: ownRank }) => {
    const place = usual.indexOf(tool.name)
    if (isAbout) return ownRank > 0 ? [{ tool, rank: ownRank }] : []
    return place < 0 ? [] : [{ tool, rank: usual.length - place }]
  })
  let left = maxTokens
  const chosen = new Set<Tool>()
  for (const { tool } of byUse.toSorted((a, b) => b.rank - a.rank)) {
    const cost = costs.get(tool) ?? 0
    if (cost > left) continue
    left -= cost
    chosen.add(tool)
  }
  return tools.filter(tool => chosen.has(tool))
}
