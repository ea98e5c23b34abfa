import type { Phrases } from '../../phrase-book'

/** What harombe's own tools do, why one is not offered, and how commands are fenced in. */
export const tools: Phrases = {
  'Asks another model, such as a more powerful one, which sees the question only.':
    'Fragt ein anderes Modell, etwa ein stärkeres, das nur die Frage sieht.',
  'Searches earlier chats and their files.': 'Sucht in früheren Chats und ihren Dateien.',
  'Calculates exactly, for every figure that must be right.':
    'Rechnet genau, für jede Zahl, die stimmen muss.',
  'Tells of this machine and the nodes: hardware, models, load.':
    'Erzählt von diesem Rechner und den Knoten: Hardware, Modelle, Last.',
  'Date and time in any zone; adds to dates and tells how far apart they are.':
    'Datum und Uhrzeit in jeder Zone; rechnet mit Daten und sagt, wie weit sie auseinanderliegen.',
  'Searches the web.': 'Sucht im Web.',
  'Reads a web page as Markdown.': 'Liest eine Webseite als Markdown.',
  'Runs a program in the workspace and returns what it prints. Give argv, or command where a shell is needed. The user is asked before it runs.':
    'Startet ein Programm im Arbeitsordner und gibt zurück, was es ausgibt. Vorher wirst du gefragt.',
  'Lists a folder, with sizes.': 'Listet einen Ordner auf, mit Größen.',
  'Reads a text file, whole or by lines. Paths begin in the workspace.':
    'Liest eine Textdatei, ganz oder zeilenweise. Pfade beginnen im Arbeitsordner.',
  'Replaces a part of a text file.': 'Ersetzt einen Teil einer Textdatei.',
  'Finds lines in text files.': 'Findet Zeilen in Textdateien.',
  'Makes a file, or replaces all of it.': 'Legt eine Datei an oder ersetzt sie ganz.',
  'Moves a file or folder into the trash of the workspace.':
    'Legt eine Datei oder einen Ordner in den Papierkorb des Arbeitsordners.',

  'Commands are switched off in harombe.yaml (tools.shell).':
    'Befehle sind in harombe.yaml ausgeschaltet (tools.shell).',
  'No search service is set up; name one under tools.web.provider.':
    'Kein Suchdienst ist eingerichtet; nenne einen unter tools.web.provider.',
  'The address of the search server is missing: tools.web.url.':
    'Die Adresse des Suchservers fehlt: tools.web.url.',
  'The key for {provider} is missing: tools.web.api_key.':
    'Der Schlüssel für {provider} fehlt: tools.web.api_key.',
  'The key for {provider} cannot be read.': 'Der Schlüssel für {provider} lässt sich nicht lesen.',

  'Commands run in bubblewrap: they can write to the workspace only, see neither keys nor what harombe keeps, and reach the network only when that was allowed with the command.':
    'Befehle laufen in bubblewrap: Sie schreiben nur in den Arbeitsordner, sehen weder Schlüssel noch was harombe aufhebt, und erreichen das Netz nur, wenn das mit dem Befehl erlaubt wurde.',
  'Commands are not fenced in: what you allow can do all that you can. On this system harombe knows no fence.':
    'Befehle sind nicht eingezäunt: Was du erlaubst, kann alles, was du kannst. Für dieses System kennt harombe keinen Zaun.',
  'Commands are not fenced in: what you allow can do all that you can. bubblewrap is installed but does not work here; the system may not allow user namespaces.':
    'Befehle sind nicht eingezäunt: Was du erlaubst, kann alles, was du kannst. bubblewrap ist installiert, geht hier aber nicht; vielleicht erlaubt das System keine User-Namespaces.',
  'Commands are not fenced in: what you allow can do all that you can. Install bubblewrap (the package is called bubblewrap) and start harombe again.':
    'Befehle sind nicht eingezäunt: Was du erlaubst, kann alles, was du kannst. Installiere bubblewrap (so heißt auch das Paket) und starte harombe neu.',
}
