import type { DenseName } from './dense-features'

/** Features that say one thing together, and what they say where they are in a text. The same words in both directions. */
export interface EvidenceGroup {
  words: string
  features: readonly DenseName[]
  /** Where these are in a text too, the words mean something else: a script for Python is no play. */
  unless?: readonly DenseName[]
}

export const evidenceGroups: readonly EvidenceGroup[] = [
  { words: 'it asks for a proof', features: ['proof', 'proof first'] },
  { words: 'it has formulas', features: ['latex', 'hasLatex', 'operators'] },
  {
    words: 'it is about mathematics',
    features: ['mathematics', 'mathematics first', 'mathematical', 'mathematicalKinds', 'contest'],
  },
  {
    words: 'it asks for quantities',
    features: ['calculation', 'calculation first', 'wordProblem', 'wordProblemNumbers'],
  },
  { words: 'it has code in it', features: ['codeFences', 'codeLines', 'signatures', 'examplesInCode'] },
  {
    words: 'it is about programming',
    features: ['code', 'code first', 'aboutTechnology', 'aboutTechnologyLong'],
  },
  { words: 'it is about servers, systems or hardware', features: ['systems', 'systems first'] },
  { words: 'it wants something made', features: ['implementation', 'implementation first'] },
  { words: 'it asks for a design or a plan', features: ['design', 'design first'] },
  { words: 'it asks for analysis or comparison', features: ['analysis', 'analysis first'] },
  { words: 'it wants something made better', features: ['optimisation', 'optimisation first'] },
  { words: 'it is about something that fails', features: ['fault', 'fault first'] },
  { words: 'it asks for an explanation', features: ['explanation', 'explanation first'] },
  { words: 'it asks for a summary or other words', features: ['summary', 'summary first'] },
  {
    words: 'it is about a story, a poem or a joke',
    features: ['story', 'story first'],
    unless: ['code', 'aboutTechnology'],
  },
  { words: 'it is about a letter, a post or an essay', features: ['letter', 'letter first', 'composes'] },
  { words: 'it gives a part to play', features: ['roleplay', 'roleplay first', 'persona'] },
  { words: 'it wants things found in a text', features: ['extraction', 'extraction first', 'givenMaterial'] },
  { words: 'it is about translation or spelling', features: ['translation', 'translation first'] },
  { words: 'it is an everyday request', features: ['everyday', 'everyday first'] },
  { words: 'it is friendly conversation', features: ['greeting', 'greeting first'] },
  { words: 'it asks for a fact', features: ['lookup', 'lookup first', 'trivia'] },
  { words: 'it is about society, history or culture', features: ['society', 'society first'] },
  { words: 'it is about science', features: ['science', 'science first'] },
  {
    words: 'it is about a profession, such as law or medicine',
    features: ['profession', 'profession first'],
  },
  { words: 'it is a puzzle', features: ['puzzle', 'puzzle first'] },
  { words: 'it sets conditions', features: ['constraint', 'constraint first'] },
  { words: 'it wants much detail', features: ['detail', 'detail first', 'stepwise'] },
  { words: 'it has several steps', features: ['sequel', 'sequel first', 'listItems'] },
  { words: 'it asks for advice or ideas', features: ['advice', 'advice first'] },
  { words: 'it wants a bare answer', features: ['onlyAnswer'] },
  { words: 'it offers answers to choose from', features: ['options'] },
  { words: 'it has many numbers', features: ['numbers', 'digitShare'] },
]

/** Told by how much text there is, not by whether there is some. */
export const sizeFeatures: readonly DenseName[] = [
  'length',
  'farFromUsualLength',
  'words',
  'brief',
  'lines',
  'sentences',
  'lineLength',
  'oneLine',
]
