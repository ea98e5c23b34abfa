import type { Phrases } from '../../phrase-book'

/** What keeps harombe.yaml, its overlays and its secrets from being read or written: core/config, shared/config/document. */
export const configFile: Phrases = {
  '{path}: {~what} ({file}, line {#line}, column {#column}).':
    '{path}: {~what} ({file}, Zeile {#line}, Spalte {#column}).',
  '{path}: {~what} ({file}, line {#line}, column {#column}) and {#more} more.':
    '{path}: {~what} ({file}, Zeile {#line}, Spalte {#column}) und {#more} weitere.',
  '{path} cannot be written: {*why}.': '{path} lässt sich nicht schreiben: {*why}.',
  'Check that the file and its folder are writable for your user.':
    'Sieh nach, ob du die Datei und ihren Ordner schreiben darfst.',
  '{file} is being changed by another program all the time.':
    '{file} wird von einem anderen Programm fortwährend geändert.',
  'Try again when the other program has finished.':
    'Versuche es noch einmal, wenn das andere Programm fertig ist.',
  '{file} was changed by somebody else meanwhile.': '{file} wurde inzwischen von anderer Seite geändert.',
  'Look at both versions and decide which one to keep.':
    'Sieh dir beide Fassungen an und entscheide, welche bleibt.',
  'Nothing was written.': 'Es wurde nichts geschrieben.',
  'Correct the file first.': 'Berichtige zuerst die Datei.',
  'Put it back first; `backups` beside it has copies.':
    'Leg sie zuerst wieder hin; in `backups` daneben sind Kopien.',
  'The file is gone.': 'Die Datei ist verschwunden.',
  'The file ends in the middle of a line, as if it had been cut off.':
    'Die Datei endet mitten in einer Zeile, als wäre sie abgeschnitten worden.',
  '{file} ends in the middle of a line, as if it had been cut off.':
    '{file} endet mitten in einer Zeile, als wäre sie abgeschnitten worden.',
  '{file} is empty.': '{file} ist leer.',
  '{file} decides on {key}.': 'Über {key} entscheidet {file}.',
  'Change it in that file; what is changed here goes into the file below it, and would not count.':
    'Ändere es in jener Datei; was hier geändert wird, geht in die Datei darunter und würde nicht gelten.',
  'There is no folder for secrets here.': 'Hier gibt es keinen Ordner für Geheimnisse.',
  'No secret stands in the clear at {path} of {file}.':
    'An der Stelle {path} von {file} steht kein Geheimnis im Klartext.',
  '{name} is not the name of an overlay.': '{name} ist nicht der Name einer Überlagerung.',
  'Write the part between harombe. and .yaml, such as home; several with commas.':
    'Schreib den Teil zwischen harombe. und .yaml, etwa home; mehrere mit Kommas.',
  'There is no {file} that can be read; write one beside this file, or take {name} out of the overlays.':
    'Es gibt kein {file}, das sich lesen lässt; schreib eine neben diese Datei, oder nimm {name} aus overlays heraus.',
  'An overlay names no further ones; write them into the file itself':
    'Eine Überlagerung nennt keine weiteren; schreib sie in die Datei selbst',
  'There is no variable {name}. There are {*names}': 'Es gibt keine Variable {name}. Es gibt {*names}',
  'There is no variable {name}. Write it under variables':
    'Es gibt keine Variable {name}. Schreib sie unter variables',
  'There is no variable without a name. There are {*names}':
    'Es gibt keine Variable ohne Namen. Es gibt {*names}',
  'There is no variable without a name. Write it under variables':
    'Es gibt keine Variable ohne Namen. Schreib sie unter variables',
  'The variable {name} is not one value': 'Die Variable {name} ist nicht ein einzelner Wert',
  'The variable {name} refers to itself': 'Die Variable {name} verweist auf sich selbst',
  'The variables make the file too long': 'Die Variablen machen die Datei zu lang',
  'The variables make this longer than {#count} characters':
    'Die Variablen machen dies länger als {#count} Zeichen',
  'The secret behind this mask is not known any more; write the value or a reference such as {reference}.':
    'Das Geheimnis hinter dieser Maske ist nicht mehr bekannt; schreib den Wert oder einen Verweis wie {reference}.',
  'This mask stands for no secret; write the value or a reference such as {reference}.':
    'Diese Maske steht für kein Geheimnis; schreib den Wert oder einen Verweis wie {reference}.',
  'What this mask hides cannot stand inside another text; write the value or a reference such as {reference}.':
    'Was diese Maske verbirgt, kann nicht in einem anderen Text stehen; schreib den Wert oder einen Verweis wie {reference}.',
}
