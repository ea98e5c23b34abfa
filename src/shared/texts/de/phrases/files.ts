import type { Phrases } from '../../phrase-book'

/** Chats, attachments and the disk: memory, agent/approvals and the chat service. */
export const files: Phrases = {
  'This call does not wait for a decision any more.':
    'Dieser Aufruf wartet nicht mehr auf eine Entscheidung.',
  'What waits now is not what was shown.': 'Was jetzt wartet, ist nicht das, was zu sehen war.',
  'Look at it again and decide anew.': 'Sieh es dir noch einmal an und entscheide neu.',
  'This call is asked for every time; it cannot be allowed for longer.':
    'Nach diesem Aufruf wird jedes Mal gefragt; er lässt sich nicht länger erlauben.',
  'This conversation holds text from {*sources}, which may have told the model to do this.':
    'Dieser Chat enthält fremden Text, der das Modell dazu gebracht haben kann.',
  'What is allowed could not be written to the disk.':
    'Was erlaubt ist, konnte nicht auf die Platte geschrieben werden.',
  'Look whether the disk is full.': 'Sieh nach, ob die Platte voll ist.',
  'The audit could not be written, so nothing was done.':
    'Das Protokoll konnte nicht geschrieben werden, darum geschah nichts.',
  'The audit is closed.': 'Das Protokoll ist geschlossen.',
  'The message could not be stored.': 'Die Nachricht konnte nicht gespeichert werden.',
  'Only an answer can be written again.': 'Nur eine Antwort kann neu geschrieben werden.',
  'There is no such conversation.': 'Diesen Chat gibt es nicht.',
  'This conversation was deleted.': 'Dieser Chat wurde gelöscht.',
  'There is no such message.': 'Diese Nachricht gibt es nicht.',
  'There is no such folder.': 'Diesen Ordner gibt es nicht.',
  'This folder was removed.': 'Dieser Ordner wurde entfernt.',
  'There is no such file.': 'Diese Datei gibt es nicht.',
  'There is no such fact.': 'Diesen Merksatz gibt es nicht.',
  'This message belongs to another conversation.': 'Diese Nachricht gehört zu einem anderen Chat.',
  'The message to follow belongs to another conversation.':
    'Die Nachricht davor gehört zu einem anderen Chat.',
  'This answer was finished before.': 'Diese Antwort war schon fertig.',
  'The answer could not be saved.': 'Die Antwort konnte nicht gespeichert werden.',
  'It is kept in memory and saved as soon as that is possible.':
    'Sie bleibt im Speicher und wird gesichert, sobald es geht.',
  'Only a finished answer can be judged.': 'Nur eine fertige Antwort kann bewertet werden.',
  'What was read of the file could not be stored. Attach it again.':
    'Was aus der Datei gelesen wurde, konnte nicht gespeichert werden. Häng sie noch einmal an.',
  'Too many files are being read at once.': 'Es werden zu viele Dateien auf einmal gelesen.',
  'Wait until the others are read.': 'Warte, bis die anderen gelesen sind.',
  'This file is being attached already.': 'Diese Datei wird schon angehängt.',
  'The file is still being read.': 'Die Datei wird noch gelesen.',
  'The file could not be read.': 'Die Datei konnte nicht gelesen werden.',
  'Text, Markdown, code, PDF and PNG, JPEG, WebP or GIF images can be attached.':
    'Anhängen lassen sich Text, Markdown, Code, PDF und Bilder als PNG, JPEG, WebP oder GIF.',
  'Office documents cannot be read. Save it as PDF or plain text and attach that.':
    'Office-Dokumente sind nicht lesbar. Sichere es als PDF oder reinen Text und häng das an.',
  'Archives are not opened. Unpack it and attach the files in it.':
    'Archive werden nicht geöffnet. Entpack es und häng die Dateien darin an.',
  'Sound and video cannot be read.': 'Ton und Video sind nicht lesbar.',
  'The file is empty.': 'Die Datei ist leer.',
  'Reading the file took longer than half a minute. Attach a smaller part of it.':
    'Das Lesen der Datei hat länger als eine halbe Minute gedauert. Häng einen kleineren Teil an.',
  'Reading the file took more memory than it may. Attach a smaller part of it.':
    'Das Lesen der Datei hat mehr Speicher gebraucht, als es darf. Häng einen kleineren Teil an.',
  'The file could not be read. Save it anew in another program and attach that.':
    'Die Datei war nicht lesbar. Sichere sie in einem anderen Programm neu und häng das an.',
  'The image has {#size} MB; up to {#most} MB can be sent. Make it smaller.':
    'Das Bild hat {#size} MB; bis zu {#most} MB lassen sich senden. Mach es kleiner.',
  'The image is damaged: it does not say how large it is.':
    'Das Bild ist beschädigt: Es sagt nicht, wie groß es ist.',
  'The image has {#width} × {#height} pixels, which is more than models read. Scale it down.':
    'Das Bild hat {#width} × {#height} Pixel, mehr als Modelle lesen. Verkleinere es.',
  'The file begins as text and goes on as something else.':
    'Die Datei beginnt als Text und geht als etwas anderes weiter.',
  'There is nothing in the file but blanks.': 'In der Datei stehen nur Leerzeichen.',
  'The PDF is protected with a password. Save it without one and attach that.':
    'Das PDF ist mit einem Passwort geschützt. Sichere es ohne und häng das an.',
  'The PDF is damaged and cannot be read. Open it in another program and save it anew.':
    'Das PDF ist beschädigt und nicht lesbar. Öffne es in einem anderen Programm und sichere es neu.',
  'The PDF has {#count} pages; up to {#most} are read. Split it.':
    'Das PDF hat {#count} Seiten; bis zu {#most} werden gelesen. Teile es.',
  'There is no text in this PDF: its pages are pictures, as from a scanner. Run text recognition on it, or attach the pages as images.':
    'In diesem PDF ist kein Text: Seine Seiten sind Bilder, wie aus einem Scanner. Lass eine Texterkennung laufen, oder häng die Seiten als Bilder an.',
  'The file has more than {#count} million characters of text. Split it, and attach the part that matters.':
    'Die Datei hat mehr als {#count} Millionen Zeichen Text. Teile sie, und häng den Teil an, auf den es ankommt.',
  'The file could not be put aside while it is being sent.':
    'Die Datei konnte während des Sendens nicht zwischengespeichert werden.',
  'Check that there is space on the disk that holds the data directory.':
    'Prüfe, ob auf der Platte mit dem Datenverzeichnis Platz ist.',
  'There is no such upload; it may have taken longer than ten minutes.':
    'Diese Übertragung gibt es nicht; vielleicht hat sie länger als zehn Minuten gedauert.',
  'Attach the file again.': 'Häng die Datei noch einmal an.',
  'A file may have up to {#size} MB.': 'Eine Datei darf bis zu {#size} MB haben.',
  'Attach the part of it that matters.': 'Häng den Teil an, auf den es ankommt.',
  'Too many files are being sent at once.': 'Es werden zu viele Dateien auf einmal gesendet.',
  'Wait until the others are there.': 'Warte, bis die anderen da sind.',
  'This is not the part of the file that comes next.': 'Das ist nicht der nächste Teil der Datei.',
  'The file has more bytes than was said.': 'Die Datei hat mehr Bytes als angekündigt.',
  'The file is not here as a whole yet.': 'Die Datei ist noch nicht ganz da.',

  'The disk is full.': 'Die Platte ist voll.',
  'Free some space; saving is tried again by itself.': 'Schaff Platz; gesichert wird dann von selbst.',
  'The disk reported an error.': 'Die Platte hat einen Fehler gemeldet.',
  'Check the disk that holds the data directory.': 'Prüfe die Platte mit dem Datenverzeichnis.',
  'The {*file} is read-only.': 'Schreibgeschützt: {*file}.',
  'Make the file and its folder writable for your user.':
    'Mach die Datei und ihren Ordner für deinen Benutzer beschreibbar.',
  'Another program has locked the {*file}.': 'Ein anderes Programm hat gesperrt: {*file}.',
  'Close the program that has it open; saving is tried again by itself.':
    'Schließ das Programm, das sie offen hat; gesichert wird dann von selbst.',
  'The {*file} cannot be opened.': 'Nicht zu öffnen: {*file}.',
  'Check that its folder exists and is writable for your user.':
    'Prüfe, ob ihr Ordner da und für deinen Benutzer beschreibbar ist.',
  'The {*file} may not be opened.': 'Darf nicht geöffnet werden: {*file}.',
  'The {*file} is damaged.': 'Beschädigt: {*file}.',
  'Restart harombe: it sets the damaged file aside and goes back to the newest good backup.':
    'Starte harombe neu: Es legt die beschädigte Datei beiseite und nimmt die neueste gute Sicherung.',
  'The conversations could not be saved.': 'Die Chats konnten nicht gesichert werden.',
  '{~problem} Too much is waiting to be saved.': '{~problem} Es wartet zu viel aufs Sichern.',
  'The disk is slow.': 'Die Platte ist langsam.',
  'Nothing more can be kept until the conversations can be written again.':
    'Mehr lässt sich nicht behalten, bis die Chats wieder geschrieben werden können.',
}
