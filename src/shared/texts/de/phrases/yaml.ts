import type { Phrases } from '../../phrase-book'

/** Mistakes in YAML: shared/config/document/yaml-words. */
export const yaml: Phrases = {
  'This line has no value; write "key: value", or indent it below what it belongs to.':
    'Diese Zeile hat keinen Wert; schreib „Schlüssel: Wert“ oder rück sie unter das ein, wozu sie gehört.',
  'This is no "key: value" line; write a colon and a space behind the key.':
    'Das ist keine Zeile „Schlüssel: Wert“; schreib hinter den Schlüssel Doppelpunkt und Leerzeichen.',
  'This key stands in no line with the others; indent it as they are.':
    'Dieser Schlüssel steht nicht auf einer Höhe mit den anderen; rück ihn ein wie sie.',
  'This entry stands in no line with the others; indent its "- " as theirs.':
    'Dieser Eintrag steht nicht auf einer Höhe mit den anderen; rück sein "- " ein wie ihres.',
  'This stands among the entries of a list; begin it with "- ".':
    'Das steht zwischen den Einträgen einer Liste; beginne es mit "- ".',
  'A quote is opened and never closed; close it.':
    'Ein Anführungszeichen wird geöffnet und nie geschlossen; schließ es.',
  'A { is opened and never closed; close it with }.':
    'Eine { wird geöffnet und nie geschlossen; schließ sie mit }.',
  'A [ is opened and never closed; close it with ].':
    'Eine [ wird geöffnet und nie geschlossen; schließ sie mit ].',
  'Nothing more may stand behind this value; put all of it in quotes.':
    'Hinter diesem Wert darf nichts mehr stehen; setz alles zusammen in Anführungszeichen.',
  'A value cannot begin with this character; put it in quotes.':
    'Mit diesem Zeichen kann kein Wert beginnen; setz ihn in Anführungszeichen.',
  'Write a space before the # of the comment.': 'Schreib vor das # des Kommentars ein Leerzeichen.',
  'There is a comma too many; remove it.': 'Hier steht ein Komma zu viel; nimm es weg.',
  'A comma is missing before this.': 'Davor fehlt ein Komma.',
  'This \\ means nothing here; write \\\\ for a backslash, or use single quotes.':
    'Dieses \\ bedeutet hier nichts; schreib \\\\ für einen Backslash oder nimm einfache Anführungszeichen.',
  'Begin this text on the next line, or put it in quotes.':
    'Beginne diesen Text in der nächsten Zeile oder setz ihn in Anführungszeichen.',
  'A key must be a text; put it in quotes.':
    'Ein Schlüssel muss ein Text sein; setz ihn in Anführungszeichen.',
  'The line below this value stands too far in; indent it as this one.':
    'Die Zeile unter diesem Wert ist zu weit eingerückt; rück sie ein wie diese.',
  'A space is missing behind the colon; write "key: value".':
    'Hinter dem Doppelpunkt fehlt ein Leerzeichen; schreib „Schlüssel: Wert“.',
}
