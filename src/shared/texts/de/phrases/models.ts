import type { Phrases } from '../../phrase-book'

/** Models on nodes, whether they fit, what this machine is good for: coordination/models, hardware. */
export const models: Phrases = {
  '{model} needs about {#needs}; the most that a single node has for a model is {#most} ({node}).':
    '{model} braucht etwa {#needs}; ein einzelner Knoten hat für ein Modell höchstens {#most} ({node}).',
  'Choose a smaller one, or let an engine that spreads a model over machines serve it as one node: docs/engines.md.':
    'Nimm ein kleineres, oder lass eine Engine, die ein Modell auf Rechner verteilt, es als einen Knoten anbieten: docs/engines.md.',
  '{node} went away.': '{node} ist ausgefallen.',
  'Pull it again when the machine is back; what was fetched is kept where the server can.':
    'Hol es noch einmal, wenn der Rechner wieder da ist; was schon geladen ist, bleibt, wo der Server das kann.',
  'Try again when the machine is back.': 'Versuch es noch einmal, wenn der Rechner wieder da ist.',
  '{node} has no disk space left for {model}.': '{node} hat keinen Platz mehr für {model}.',
  'Delete a model there or free some space, then pull it again.':
    'Lösche dort ein Modell oder schaff Platz, dann hol es noch einmal.',
  'The model server on {node} may not change its models folder.':
    'Der Modell-Server auf {node} darf seinen Modell-Ordner nicht ändern.',
  'Give the user it runs as the right to write there.': 'Gib seinem Benutzer dort Schreibrechte.',
  'It was cancelled.': 'Es wurde abgebrochen.',
  'Something unexpected happened ({*what}).': 'Etwas Unerwartetes ist passiert ({*what}).',
  'The coordinator is stopping.': 'Der Koordinator wird beendet.',
  '{model} is being pulled on {node}.': '{model} wird gerade auf {node} geholt.',
  '{model} is being loaded on {node}.': '{model} wird gerade auf {node} geladen.',
  '{model} is being unloaded on {node}.': '{model} wird gerade auf {node} entladen.',
  '{model} is being deleted on {node}.': '{model} wird gerade auf {node} gelöscht.',
  'Wait until that has ended, or cancel it.': 'Warte, bis das vorbei ist, oder brich es ab.',
  'Too much is being done with models at once.': 'Mit Modellen geschieht gerade zu viel auf einmal.',
  'Wait until some of it has ended, then pull it again.':
    'Warte, bis etwas fertig ist, dann hol es noch einmal.',
  'Wait until some of it has ended, then load it again.':
    'Warte, bis etwas fertig ist, dann lade es noch einmal.',
  'Wait until some of it has ended, then unload it again.':
    'Warte, bis etwas fertig ist, dann entlade es noch einmal.',
  'Wait until some of it has ended, then delete it again.':
    'Warte, bis etwas fertig ist, dann lösche es noch einmal.',
  'There is no such job any more.': 'Diesen Vorgang gibt es nicht mehr.',
  '{node} has not answered yet.': '{node} hat noch nicht geantwortet.',
  'Start the machine or check its address.': 'Starte den Rechner, oder prüfe seine Adresse.',
  'Enable {node} first.': 'Schalte {node} zuerst ein.',
  '{node} does not let others pull its models.': '{node} lässt andere keine Modelle holen.',
  '{node} does not let others load its models.': '{node} lässt andere keine Modelle laden.',
  '{node} does not let others unload its models.': '{node} lässt andere keine Modelle entladen.',
  '{node} does not let others delete its models.': '{node} lässt andere keine Modelle löschen.',
  'Do it on that machine.': 'Tu es auf jenem Rechner.',
  '{model} may be answering on {node} now.': '{model} antwortet vielleicht gerade auf {node}.',
  'Delete it when its answer has ended.': 'Lösche es, wenn seine Antwort fertig ist.',

  '{~need}, which fits the {#room} that {node} has for models on its GPU.':
    '{~need}; das passt in die {#room}, die {node} auf der GPU für Modelle hat.',
  '{~need}, more than the GPU of {node} holds; the rest runs from main memory, several times slower.':
    '{~need}, mehr als die GPU von {node} fasst; der Rest läuft aus dem Hauptspeicher, um ein Mehrfaches langsamer.',
  '{~need}, which fits the main memory of {node}; without a GPU for it, it runs slowly.':
    '{~need}; das passt in den Hauptspeicher von {node}; ohne GPU läuft es langsam.',
  '{~need}, which fits the main memory of {node}; how much of it the GPU holds is not known.':
    '{~need}; das passt in den Hauptspeicher von {node}; wie viel davon die GPU fasst, ist nicht bekannt.',
  '{~need}, more than the {#room} that {node} has for models.':
    '{~need}, mehr als die {#room}, die {node} für Modelle hat.',
  '{~need}; nobody knows how much memory {node} has for models.':
    '{~need}; wie viel Speicher {node} für Modelle hat, ist nicht bekannt.',
  '{node} does not say how large the model is.': '{node} sagt nicht, wie groß das Modell ist.',
  'It takes {#size} with a context of {#count} tokens': 'Es belegt {#size} bei {#count} Token Kontext',
  'It takes about {#size} with a context of {#count} tokens':
    'Es belegt etwa {#size} bei {#count} Token Kontext',
  'It takes, by what was seen in use, about {#size} with a context of {#count} tokens':
    'Es belegt, wie im Betrieb gesehen, etwa {#size} bei {#count} Token Kontext',

  '{*owner} has {#all} of {~memory}; the {#share} of it that a model may use has room for {*model}.':
    '{*owner} hat {#all} {~memory}; in den {#share} davon, die ein Modell nutzen darf, ist Platz für {*model}.',
  'memory shared with the system': 'Speicher, den er mit dem System teilt',
  'video memory': 'Videospeicher',
  'No GPU that a model can use was found, so the processor does the work; {~why}.':
    'Keine für Modelle nutzbare GPU gefunden, darum rechnet der Prozessor; {~why}.',
  '{*owner} has only {#size}, so the processor does the work; {~why}.':
    '{*owner} hat nur {#size}, darum rechnet der Prozessor; {~why}.',
  'half of the {#size} of main memory is room for {model}':
    'in der Hälfte der {#size} Hauptspeicher ist Platz für {model}',
  '{model} is the largest that still answers quickly there, though main memory has room for more':
    '{model} ist das größte, das dort noch schnell antwortet, obwohl der Hauptspeicher mehr fasst',
  'The number of physical processor cores could not be read.':
    'Die Zahl der Prozessorkerne konnte nicht gelesen werden.',
  "{*gpu} is there but its driver is not: install NVIDIA's driver to use it.":
    '{*gpu} ist da, aber sein Treiber fehlt: Installiere den Treiber von NVIDIA.',
  '{*gpu} does not tell how much memory it has, so it is not counted.':
    '{*gpu} sagt nicht, wie viel Speicher er hat, und zählt darum nicht.',
  '{*tool} did not answer within {#count} seconds.':
    '{*tool} hat nicht innerhalb von {#count} Sekunden geantwortet.',
  '{*tool} listed no GPU and gave no reason.': '{*tool} hat keine GPU genannt und keinen Grund.',
  "NVIDIA's driver does not answer: its GPUs cannot be used until the driver is installed again or the machine restarted.":
    'Der Treiber von NVIDIA antwortet nicht: Seine GPUs sind erst nutzbar, wenn er neu installiert oder der Rechner neu gestartet ist.',
  "NVIDIA's driver was updated while the old one is still loaded: restart the machine to use its GPUs.":
    'Der Treiber von NVIDIA wurde aktualisiert, der alte ist noch geladen: Starte den Rechner neu.',
  "NVIDIA's driver is installed but finds none of its GPUs.":
    'Der Treiber von NVIDIA ist installiert, findet aber keine seiner GPUs.',
  'The system did not list its graphics cards: {*why}.':
    'Das System hat seine Grafikkarten nicht genannt: {*why}.',

  'Runs anywhere, for sorting and short replies.': 'Läuft überall, zum Sortieren und für kurze Antworten.',
  'Quick on a processor alone, for small everyday questions.':
    'Schnell auch ohne GPU, für kleine Fragen im Alltag.',
  'A good first model for an 8 GB graphics card; not for commercial use.':
    'Ein gutes erstes Modell für eine Grafikkarte mit 8 GB; nicht für kommerzielle Nutzung.',
  'Small, with a long context.': 'Klein, mit langem Kontext.',
  'A solid, widely used model for European languages.':
    'Ein solides, verbreitetes Modell für europäische Sprachen.',
  'The all-rounder for a graphics card with 12 GB or more.': 'Der Allrounder für eine Grafikkarte ab 12 GB.',
  'Long documents and tools on one graphics card.': 'Lange Dokumente und Werkzeuge auf einer Grafikkarte.',
  'Reasons before it answers when that helps; strong with tools.':
    'Denkt vor der Antwort nach, wenn es hilft; stark mit Werkzeugen.',
  'Careful writing and analysis with 24 GB of video memory.':
    'Sorgfältiges Schreiben und Analysieren mit 24 GB Videospeicher.',
  'Mathematics and logic; English above all, no tools.':
    'Mathematik und Logik; vor allem Englisch, keine Werkzeuge.',
  'The reasoning model for 16 GB of video memory.': 'Das nachdenkende Modell für 16 GB Videospeicher.',
  'Fast for its size, since a sixth of it works on each token; always reasons.':
    'Schnell für seine Größe, da je Token nur ein Sechstel rechnet; denkt immer nach.',
  'Programs, and long contexts; a tenth of it works on each token.':
    'Programmieren und lange Kontexte; je Token rechnet ein Zehntel.',
  'Reasons at the speed of a small model; a tenth of it works on each token.':
    'Denkt nach, so schnell wie ein kleines Modell; je Token rechnet ein Zehntel.',
  'Hard questions on a workstation with 48 GB.': 'Schwierige Fragen auf einer Workstation mit 48 GB.',
  'The strongest dense reasoning model for one 32 GB card.':
    'Das stärkste dichte nachdenkende Modell für eine Karte mit 32 GB.',
  'Long documents with care, on two large cards or 96 GB of unified memory.':
    'Lange Dokumente mit Sorgfalt, auf zwei großen Karten oder 96 GB gemeinsamem Speicher.',
  'The largest of its family, for machines made for it.':
    'Das größte der Familie, für Rechner, die dafür gebaut sind.',
  'For 80 GB and more; answers quickly there, since little of it works on each token.':
    'Für 80 GB und mehr; antwortet dort schnell, da je Token nur wenig rechnet.',
  'Looks at images on a small machine, in 140 languages.':
    'Sieht Bilder an, auf einem kleinen Rechner, in 140 Sprachen.',
  'Reads documents, tables and screens.': 'Liest Dokumente, Tabellen und Bildschirme.',
  'Images, tools and reasoning in one, with a long context that costs little.':
    'Bilder, Werkzeuge und Nachdenken in einem, mit langem Kontext, der wenig kostet.',
  'Images and text with 16 GB of video memory.': 'Bilder und Text mit 16 GB Videospeicher.',
  'The strongest of its family for images, on a 24 GB card.':
    'Das stärkste der Familie für Bilder, auf einer Karte mit 24 GB.',
  'Vectors for search on any machine; English above all.':
    'Vektoren für die Suche auf jedem Rechner; vor allem Englisch.',
  'Vectors for long texts in more than a hundred languages.':
    'Vektoren für lange Texte in mehr als hundert Sprachen.',
  'Vectors for search across languages.': 'Vektoren für die Suche über Sprachen hinweg.',
}
