import type { Signal } from './types'

/** Scripts that two languages tell apart by; Japanese is Han with kana in between. */
const scripts = {
  Latin: /\p{Script=Latin}/gu,
  Cyrillic: /\p{Script=Cyrillic}/gu,
  Greek: /\p{Script=Greek}/gu,
  Arabic: /\p{Script=Arabic}/gu,
  Hebrew: /\p{Script=Hebrew}/gu,
  Devanagari: /\p{Script=Devanagari}/gu,
  Thai: /\p{Script=Thai}/gu,
  Hangul: /\p{Script=Hangul}/gu,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  Han: /\p{Script=Han}/gu,
} as const
type Script = keyof typeof scripts

/** Frequent words that no other of these languages has in that frequency. */
const commonWords: Readonly<Record<string, string>> = {
  English: 'the and is are was of with that this have for you your what how when would should can from they',
  German:
    'der die das und ist nicht ein eine mit für auf wie ich sie wir werden auch dem den zu kann wird bei',
  French:
    'le les est une des dans pour que qui pas vous nous avec sur cette sont mais plus ou être comment du',
  Spanish: 'el los es una que para con por las del como pero más este esta son hay muy cómo qué puedo al se',
  Italian:
    'il che di è una per con sono della nel gli più questo anche come non alla dei puoi cosa sul degli',
  Portuguese:
    'o os é uma que para com não por mais como dos das em você são isso ao pelo seu também fazer um',
  Dutch: 'de het een is van en niet met voor dat zijn op te hoe wat je ik maar ook aan wordt kun deze naar',
  Polish: 'jest nie się na to że do jak w z czy co dla są przez tego może od ale tak jego który oraz po',
  Swedish: 'och är att det som en inte för på av med till kan den ett hur har om vad eller från jag de',
  Turkish: 've bir bu için ile ne nasıl olarak da de çok daha gibi değil mi en olan var ama kadar her',
}
const languageOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(commonWords)
    .flatMap(([language, words]) => words.split(' ').map(word => ({ word, language })))
    .reduce(
      (index, { word, language }) => index.set(word, [...(index.get(word) ?? []), language]),
      new Map<string, string[]>(),
    ),
)

const lookedAt = 4000
const word = /\p{L}+/gu

/** Code, names of files and addresses are the same in every language. */
const prose = (text: string): string =>
  text
    .slice(0, lookedAt)
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .split(/\s+/)
    .filter(part => !/[\\/_@]/.test(part))
    .join(' ')

interface ScriptUse {
  letters: number
  main: Script | null
  share(script: Script): number
}

function scriptsOf(text: string): ScriptUse {
  const counts = new Map<Script, number>()
  for (const [name, pattern] of Object.entries(scripts) as [Script, RegExp][]) {
    counts.set(name, text.match(pattern)?.length ?? 0)
  }
  const letters = counts.values().reduce((sum, count) => sum + count, 0)
  const share = (script: Script): number => (letters === 0 ? 0 : (counts.get(script) ?? 0) / letters)
  const isJapanese = share('Kana') >= 0.08 && share('Kana') + share('Han') >= 0.6
  const main = isJapanese ? 'Kana' : [...counts.keys()].find(script => share(script) >= 0.6)
  return { letters, main: main ?? null, share }
}

/** The language most of its frequent words are of; null where that is not plain. */
function languageIn(text: string): string | null {
  const scores = new Map<string, number>()
  let hits = 0
  for (const [found] of text.toLowerCase().matchAll(word)) {
    const languages = languageOf.get(found)
    if (languages === undefined) continue
    hits += 1
    for (const language of languages) {
      scores.set(language, (scores.get(language) ?? 0) + 1 / languages.length)
    }
  }
  const [first, second] = [...scores].toSorted((a, b) => b[1] - a[1])
  if (first === undefined || hits < 4 || first[1] < 3) return null
  return first[1] >= 2 * (second?.[1] ?? 0) ? first[0] : null
}

/** A language is named, or a text in one is worked on: then the answer may be in any. */
const isAboutLanguage =
  /translat|übersetz|tradu|tradu[cz]|vertaal|przet[łl]um|översätt|çevir|перев[её]?[дсо]|переклад|翻译|翻譯|翻訳|訳し|译成|번역|ترجم|अनुवाद|\b(?:english|german|french|spanish|italian|portuguese|dutch|polish|swedish|turkish|russian|ukrainian|chinese|mandarin|japanese|korean|arabic|hebrew|hindi|greek|latin|thai|englisch|deutsch|französisch|spanisch|italienisch|russisch|japanisch|chinesisch|anglais|allemand|français|espagnol|inglés|inglese|inglês|alemán|tedesco|alemão|francés|francese|francês|español|italiano|engels|duits|frans|angielsk\w*|niemieck\w*|hiragana|katakana|kanji|pinyin|lyrics|haiku|quote|zitat|phrase|word|proverb|poem|song)\b|английск|немецк|французск|по-русски|английською|英语|英文|英語|中文|日语|日本語|韩语|法语|德语|영어|한국어|일본어|الإنجليزية|العربية|अंग्रेज़ी|हिंदी/iu

const words = 'it is in another language than the question'

/** Whether it answers in another language or script although nobody asked for one. */
export function otherLanguage(content: string, question: string): Signal | null {
  const [asked, said] = [prose(question), prose(content)]
  if (isAboutLanguage.test(asked)) return null
  const [from, to] = [scriptsOf(asked), scriptsOf(said)]
  if (from.main === null || from.letters < 8 || to.letters < 20) return null
  const isOther = to.main !== null && to.main !== from.main
  // Japanese may be written in Han alone for a line, and a question of a few Han may be Japanese.
  const isHanPair = [from.main, to.main].every(script => script === 'Han' || script === 'Kana')
  if (isOther && !isHanPair) return { kind: 'other_language', weight: 0.65, words }
  if (isOther && to.letters >= 60) return { kind: 'other_language', weight: 0.55, words }
  if (from.main === 'Latin' && from.share('Han') === 0 && to.letters >= 60 && to.share('Han') >= 0.2) {
    return { kind: 'other_language', weight: 0.55, words: 'part of it is in another script' }
  }
  if (isOther || from.main !== 'Latin') return null
  const [languageAsked, languageSaid] = [languageIn(asked), languageIn(said)]
  if (languageAsked === null || languageSaid === null || languageAsked === languageSaid) return null
  return { kind: 'other_language', weight: 0.55, words }
}
