import type { Phrases } from '../../phrase-book'

/** Why harombe.yaml cannot be changed in a place, and what its aliases must not: shared/config/document. */
export const configEdit: Phrases = {
  'harombe.yaml has a mistake in line {line}: {problem}':
    'harombe.yaml hat in Zeile {line} einen Fehler: {problem}',
  'Put it right in the text first.': 'Berichtige ihn zuerst im Text.',
  '{place} is written in a way that cannot be changed from here.':
    '{place} ist so geschrieben, dass es sich von hier aus nicht ändern lässt.',
  'Change it in the text.': 'Ändere es im Text.',
  '{place} is nothing but *{alias}: what it says stands elsewhere, at &{anchor}.':
    '{place} ist nichts als *{alias}: Was da gilt, steht anderswo, bei &{anchor}.',
  'To change it by itself, write the entry out in the text instead of *{alias}.':
    'Um es für sich zu ändern, schreib den Eintrag im Text aus statt *{alias}.',
  'This node is nothing but *{alias}: what it says stands elsewhere. Write it out in the text to change it here.':
    'Dieser Knoten ist nichts als *{alias}: Was da gilt, steht anderswo. Schreib ihn im Text aus, um ihn hier zu ändern.',
  '{list} has no entry {number}.': '{list} hat keinen Eintrag {number}.',
  'There is no node called "{name}" in harombe.yaml.': 'In harombe.yaml gibt es keinen Knoten „{name}“.',
  'No nodes are listed yet.': 'Noch sind keine Knoten eingetragen.',
  'There are: {names}.': 'Es gibt: {names}.',
  'There is already a node called "{name}".': 'Es gibt schon einen Knoten „{name}“.',
  'Choose another name.': 'Nimm einen anderen Namen.',
  'There is already a variable called "{name}".': 'Es gibt schon eine Variable „{name}“.',
  'There is no variable called "{name}" in harombe.yaml.': 'In harombe.yaml gibt es keine Variable „{name}“.',
  'No variables are listed yet.': 'Noch sind keine Variablen eingetragen.',
  'Write the value itself instead of *{alias}: what &{anchor} names must not contain an alias.':
    'Schreib den Wert selbst statt *{alias}: Was &{anchor} benennt, darf keinen Alias enthalten.',
  'There is no &{anchor} above this alias *{alias}.': 'Über diesem Alias *{alias} steht kein &{anchor}.',
  'There are more than {count} aliases; write the values themselves.':
    'Es gibt mehr als {count} Aliasse; schreib die Werte selbst.',
  'The aliases stand for too much text; write the values themselves.':
    'Die Aliasse stehen für zu viel Text; schreib die Werte selbst.',
  'A merge key (<<) takes the keys of a map with an anchor: write <<: *name.':
    'Ein Merge-Schlüssel (<<) übernimmt die Schlüssel einer Gruppe mit Anker: Schreib <<: *name.',
  '*{alias} is no map, so its keys cannot be taken over; put &{anchor} behind the ":" or "-" of the map, on a line without a key.':
    '*{alias} ist keine Gruppe, also lassen sich keine Schlüssel übernehmen; setz &{anchor} hinter das ":" oder "-" der Gruppe, in eine Zeile ohne Schlüssel.',
}
