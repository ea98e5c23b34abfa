import type { Phrases } from '../../phrase-book'

/** What is wrong with harombe.yaml, and who may reach harombe: core/config, gateway, preferences. */
export const config: Phrases = {
  'Until it is corrected the last good version is in use.':
    'Bis sie berichtigt ist, gilt die letzte gute Fassung.',
  'Until it is corrected the defaults are in use.': 'Bis sie berichtigt ist, gelten die Vorgaben.',
  '{path}: {~what} (line {#line}, column {#column}).': '{path}: {~what} (Zeile {#line}, Spalte {#column}).',
  '{path}: {~what} (line {#line}, column {#column}) and {#more} more.':
    '{path}: {~what} (Zeile {#line}, Spalte {#column}) und {#more} weitere.',
  '{path}: {~what}': '{path}: {~what}',
  'Two versions stand here; keep one of them, or both without the marks around them.':
    'Hier stehen zwei Fassungen; behalte eine, oder beide ohne die Marken darum.',
  'is missing': 'fehlt',
  '{*value} is not a text': '{*value} ist kein Text',
  '{*value} is not a number': '{*value} ist keine Zahl',
  '{*value} is not a whole number': '{*value} ist keine ganze Zahl',
  '{*value} is not true or false': '{*value} ist nicht true oder false',
  '{*value} is not a list': '{*value} ist keine Liste',
  '{*value} is not a group of "key: value" lines': '{*value} ist keine Gruppe von Zeilen „Schlüssel: Wert“',
  '{*value} is not a {key}': '{*value} passt nicht zu {key}',
  'write true or false, without quotes': 'schreib true oder false, ohne Anführungszeichen',
  'write a number': 'schreib eine Zahl',
  'write {#number} without quotes': 'schreib {#number} ohne Anführungszeichen',
  'write a number without decimals': 'schreib eine Zahl ohne Nachkommastellen',
  'write one value': 'schreib einen einzelnen Wert',
  'put it in quotes': 'setz es in Anführungszeichen',
  'begin each entry on a line of its own with "- "': 'beginne jeden Eintrag auf eigener Zeile mit "- "',
  'write its keys below it, indented by two spaces':
    'schreib seine Schlüssel darunter, zwei Leerzeichen eingerückt',
  '{*value} cannot be used': '{*value} geht hier nicht',
  '{*value} cannot be used. {~advice}': '{*value} geht hier nicht. {~advice}',
  'the text is too short': 'der Text ist zu kurz',
  'the text is too long': 'der Text ist zu lang',
  '{*value} is too small': '{*value} ist zu klein',
  'write at least {#count}': 'schreib mindestens {#count}',
  'write at most {#count}': 'schreib höchstens {#count}',
  'write at least {#count} characters': 'schreib mindestens {#count} Zeichen',
  'write at most {#count} characters': 'schreib höchstens {#count} Zeichen',
  'write more than {#count}': 'schreib mehr als {#count}',
  'write less than {#count}': 'schreib weniger als {#count}',
  'write {*choices}': 'schreib {*choices}',
  'write {*choices} or {last}': 'schreib {*choices} oder {last}',
  '{*value} is too large': '{*value} ist zu groß',
  'The file is empty.': 'Die Datei ist leer.',
  'The file cannot be read: {*why}.': 'Die Datei lässt sich nicht lesen: {*why}.',
  'The file is UTF-16; save it as UTF-8.': 'Die Datei ist UTF-16; sichere sie als UTF-8.',
  'The file is not valid UTF-8; save it as UTF-8.':
    'Die Datei ist kein gültiges UTF-8; sichere sie als UTF-8.',
  'The file contains a NUL character; remove it, or save the file as UTF-8.':
    'Die Datei enthält ein NUL-Zeichen; entferne es, oder sichere die Datei als UTF-8.',
  'The file must consist of "key: value" lines.': 'Die Datei muss aus Zeilen „Schlüssel: Wert“ bestehen.',
  'A tab indents this line; use spaces.': 'Ein Tabulator rückt diese Zeile ein; nimm Leerzeichen.',
  'A second document begins here (---); only one is read.':
    'Hier beginnt ein zweites Dokument (---); nur eines wird gelesen.',
  'This value contains ": "; put it in quotes.': 'Dieser Wert enthält ": "; setz ihn in Anführungszeichen.',
  'The key {key} is there twice; remove one of the two.':
    'Den Schlüssel {key} gibt es zweimal; entferne einen davon.',
  'harombe does not listen for other machines at {host}.':
    'harombe lauscht unter {host} nicht auf andere Rechner.',
  'Choose one of the addresses shown now.': 'Wähle eine der Adressen, die jetzt zu sehen sind.',
  'The preferences could not be kept.': 'Die Einstellungen konnten nicht gesichert werden.',
  'They hold until harombe ends. Check that the disk is not full.':
    'Sie gelten, bis harombe endet. Sieh nach, ob die Platte voll ist.',
}
