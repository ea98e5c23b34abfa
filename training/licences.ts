/** Under which a source may be used to train a model that is shipped. */
export const licences: Readonly<Record<string, string>> = {
  llmrouter: 'MIT',
  arena_bench: 'Apache-2.0',
  mt_bench: 'Apache-2.0',
  clinc150: 'CC BY 3.0',
  arena_hard: 'Apache-2.0',
  own: 'Apache-2.0, written for this project',
  snips: 'CC0',
  banking77: 'CC BY 4.0',
  nlu_home: 'CC BY 4.0',
  proofnet: 'MIT',
}
