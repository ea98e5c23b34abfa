/**
 * What can be seen in a prompt without understanding it. Each feature is a number around 0–1 so that weights compare;
 * patterns name kinds of work, not topics, and cover English plus the most common German, French and Spanish forms.
 */
export interface PromptFeatures {
  /** log10 of the characters beyond a one-line question; 1 ≈ 1,000 characters. */
  length: number
  /** Words that ask for reasoning or synthesis: prove, derive, design, compare, analyse, optimise … */
  reasoning: number
  /** Asks for something to be made: implement, write a program, refactor, essay … */
  making: number
  /** Code in the prompt or asked for. */
  code: number
  /** Formal mathematics. */
  mathematics: number
  /** Separate demands: list items, question marks, "and then", constraints such as "must", "at least". */
  demands: number
  /** Looks like a fact, definition, conversion or greeting. */
  lookup: number
  /** A short everyday command or request for the assistant itself (timer, weather, thanks). */
  everyday: number
}

const reasoningWords =
  /\b(prove|proof|derive|derivation|design|architect|analy[sz]e|analysis|compare|contrast|evaluate|critique|optimi[sz]e|optimal|synthesi[sz]e|trade-?offs?|justify|investigate|diagnose|debug|root cause|strategy|plan (?:a|an|the|out)|step[- ]by[- ]step|in[- ]depth|comprehensive|thorough(?:ly)?|rigorous(?:ly)?|formally|reason(?:ing)? (?:about|through)|implications?|hypothes[ie]s|infer|simulate|beweise|entwirf|analysiere|vergleiche|optimiere|begründe|démontre[rz]?|analyse[rz]?|compare[rz]?|conçois|demuestra|analiza|compara|diseña)\b/giu
// `\b` knows ASCII letters only: beside é, ù or í it sees no end of a word, hence the lookarounds here and below.
const makingWords =
  /\b(implement|refactor|rewrite|write (?:a|an|the|me)|build|create|develop|generate|compose|draft|essay|article|story|report|script|program|function|class|test suite|schema|pipeline|protocol|implementiere|schreibe?|erstelle|rédige|escribe|crea)\b|(?<!\p{L})écris\b/giu
// A keyword counts when code follows on its line; within 120 characters, or a line of keywords would cost its square.
const codeMarks =
  /```|\b(def|class|import|return|const|let|var|async|await|SELECT|FROM|public static|fn|func)\b.{0,120}[({;:=]|#include\b|[{};]\s*$|=>|<\/?[a-z]+>|\b(python|javascript|typescript|rust|golang|sql|bash|regex|api|docker|kubernetes)\b|\bc\+\+/gimu
const mathMarks =
  /\\(?:frac|sum|int|sqrt|begin|mathbb|lim)|\$[^$\n]{2,}\$|\b(theorem|lemma|integral|derivative|eigenvalue|matrix|polynomial|probability|modulo|prime|equation|convergen(?:t|ce)|bijection)\b|\d\s*[\^=<>≤≥]\s*[\dx-z]/giu
const demandMarks =
  /^[^\S\n]*(?:\d+[.)]|[-*•])\s|\?|\b(must|should|at least|at most|exactly|ensure|including|without|then|also|additionally|furthermore|each|constraints?|requirements?)\b/gimu
const lookupStart =
  /^[\p{Ps}\p{Pi}\p{Po}\s]*(?:please\s+|can you (?:tell me|say)\s+|tell me\s+|hey,?\s+|hi,?\s+)?(?:what(?:'s| is| are| was| were)|who(?:'s| is| was| wrote)?|when|where|which|how (?:many|much|old|tall|far|long|do (?:i|you) (?:say|spell))|define|translate|convert|spell|is|are|does|do|did|was ist|wer|wann|wo|wie (?:viele?|heißt|spät)|qu[ei]'?\s?est|qui|quand|combien|quién|cuándo|dónde|cuánto)\b|^[\p{Po}\s]*(?:où|qué)(?!\p{L})/iu
const everydayWords =
  /\b(thanks?|thank you|hello|hi|hey|good (?:morning|night|evening)|timer|alarm|remind(?:er)?|weather|calendar|schedule|shopping list|to-?do|volume|play|song|music|call|text|email|flight|book|restaurant|reservation|recipe|balance|bill|bank|card|account|credit|transfer|battery|traffic|directions|joke|danke|hallo|merci|bonjour|gracias|hola)\b/giu

/** Matches of a global pattern, at most 8. `matchAll` would compile a copy of the pattern every time. */
function count(text: string, pattern: RegExp): number {
  let found = 0
  pattern.lastIndex = 0
  while (found < 8 && pattern.test(text)) found += 1
  return found
}

/** Saturating: the first hit says most. 0, .5, .67, .75 … */
const saturate = (hits: number) => hits / (hits + 1)

/** Long texts are judged by their beginning and end, where instructions stand: bounded work for any length. */
function sample(text: string): string {
  return text.length <= 8000 ? text : `${text.slice(0, 5000)}\n${text.slice(-3000)}`
}

export function extractFeatures(whole: string): PromptFeatures {
  const text = sample(whole)
  const words = text.trim().split(/\s+/u).length
  return {
    length: Math.min(3, Math.max(0, Math.log10(Math.max(1, whole.length / 60)))),
    reasoning: saturate(count(text, reasoningWords)),
    making: saturate(count(text, makingWords)),
    code: saturate(count(text, codeMarks)),
    mathematics: saturate(count(text, mathMarks)),
    demands: saturate(Math.max(0, count(text, demandMarks) - 1)),
    lookup: lookupStart.test(text.trim()) && words <= 25 ? 1 : 0,
    everyday: words <= 20 ? saturate(count(text, everydayWords)) : 0,
  }
}
