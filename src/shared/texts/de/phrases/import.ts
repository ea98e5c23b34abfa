import type { Phrases } from '../../phrase-book'

/** What `harombe import` found: core/config/import. */
export const imported: Phrases = {
  '{*name} answers at {url}: this machine answers with it.':
    '{*name} antwortet unter {url}: Dieser Rechner antwortet damit.',
  '{*name} answers at {url}: the node {*node}.': '{*name} antwortet unter {url}: der Knoten {*node}.',
  '{*node} seems to be at {url} now: give it that address if it is so.':
    '{*node} scheint jetzt unter {url} zu sein: Gib ihm diese Adresse, wenn es so ist.',
  '{url} calls itself {*name}, which looks like {*node}: left out, add it by hand if it is yours.':
    '{url} nennt sich {*name}, was wie {*node} aussieht: ausgelassen; nimm ihn von Hand auf, wenn er deiner ist.',
}
