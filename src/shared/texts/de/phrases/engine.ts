import type { Phrases } from '../../phrase-book'

/** harombe's own engine and its model files: inference/embedded. */
export const engine: Phrases = {
  'The embedded engine is not installed: run `harombe engine install`.':
    'Die eingebaute Engine ist nicht installiert: `harombe engine install`.',
  'Not in use yet: `harombe engine use` lets this machine answer with it.':
    'Noch nicht in Gebrauch: `harombe engine use` lässt diesen Rechner damit antworten.',
  'It is outdated: `harombe engine install` brings {version}.':
    'Sie ist veraltet: `harombe engine install` bringt {version}.',
  'This harombe has no engine of its own.': 'Dieses harombe hat keine eigene Engine.',
  'Check the permissions of the folder, and whether something still uses it.':
    'Prüfe die Rechte des Ordners, und ob ihn noch etwas benutzt.',
  'Install Node.js 24 from nodejs.org, which brings npm, and try again.':
    'Installiere Node.js 24 von nodejs.org, das npm mitbringt, und versuch es noch einmal.',
  'There is no ready-made engine for {*platform}.': 'Für {*platform} gibt es keine fertige Engine.',
  'Run Ollama or another server on this machine and set inference.backend to it.':
    'Starte auf diesem Rechner Ollama oder einen anderen Server, und setze inference.backend darauf.',
  'There is no engine with {gpu} for {*platform}.': 'Für {*platform} gibt es keine Engine mit {gpu}.',
  'Leave --gpu away: the engine then uses what this machine has.':
    'Lass --gpu weg: Die Engine nutzt dann, was dieser Rechner hat.',
  'The package registry cannot be reached.': 'Das Paketverzeichnis ist nicht erreichbar.',
  'Connect this machine to the internet, or set a registry or proxy in ~/.npmrc, and try again.':
    'Verbinde diesen Rechner mit dem Internet, oder trag in ~/.npmrc ein Verzeichnis oder einen Proxy ein, und versuch es noch einmal.',
  'Make room and try again.': 'Schaff Platz, und versuch es noch einmal.',
  'A package is not the one harombe was tested with: its checksum differs.':
    'Ein Paket ist nicht das, mit dem harombe getestet wurde: Seine Prüfsumme weicht ab.',
  'Do not use that registry.': 'Nutze dieses Verzeichnis nicht.',
  'The package registry lacks a package the engine needs.':
    'Dem Paketverzeichnis fehlt ein Paket, das die Engine braucht.',
  'Try again later, or use another registry: a mirror may be behind.':
    'Versuch es später, oder nimm ein anderes Verzeichnis: Ein Spiegel kann hinterher sein.',
  'The installation was stopped.': 'Die Installation wurde angehalten.',
  'The model file could not be written ({*why}).':
    'Die Modelldatei konnte nicht geschrieben werden ({*why}).',
  'Make room, or check the permissions of the models folder.':
    'Schaff Platz, oder prüfe die Rechte des Modell-Ordners.',
  'The download needs {#size} more, and only {#free} are free in {*folder}.':
    'Der Download braucht noch {#size}, und in {*folder} sind nur {#free} frei.',
  'Make room on that disk, or choose a smaller model.':
    'Schaff Platz auf dieser Platte, oder wähle ein kleineres Modell.',
  'What came is no GGUF file.': 'Was kam, ist keine GGUF-Datei.',
  'The address may lead to a page instead of the file.':
    'Die Adresse führt vielleicht zu einer Seite statt zur Datei.',
  'The connection was cut in the middle of the download.': 'Die Verbindung riss mitten im Download ab.',
  'More came than was announced.': 'Es kam mehr als angekündigt.',
  'The download ended before the file was complete.': 'Der Download endete, bevor die Datei vollständig war.',
  'The server does not say how large the file is.': 'Der Server sagt nicht, wie groß die Datei ist.',
  'The file is not the one that was announced: its checksum differs.':
    'Die Datei ist nicht die angekündigte: Ihre Prüfsumme weicht ab.',
  'Try again; if it happens again, do not use that source.':
    'Versuch es noch einmal; passiert es wieder, nutze diese Quelle nicht.',
  'The server does not give out the file from its beginning.':
    'Der Server gibt die Datei nicht von vorn aus.',
  'The catalogue has no safe address for {model}.': 'Der Katalog hat keine sichere Adresse für {model}.',
  '{*name} is no name a model can have.': 'So kann kein Modell heißen: {*name}.',
  'Nobody knows where to get {model}.': 'Woher {model} zu holen ist, ist nicht bekannt.',
  'Choose one of the catalogue, or name a file as hf.co/owner/repository/file.gguf.':
    'Wähle eines aus dem Katalog, oder nenne eine Datei wie hf.co/owner/repository/file.gguf.',
  'The models folder {*folder} cannot be read.': 'Der Modell-Ordner {*folder} ist nicht lesbar.',
  'Check its permissions, and that it is a folder.': 'Prüfe seine Rechte, und ob es ein Ordner ist.',
  'This machine has no model file called "{*name}".':
    'Dieser Rechner hat keine Modelldatei namens „{*name}“.',
  "{*file} is not in harombe's own folder, so it is left alone.":
    '{*file} liegt nicht im Ordner von harombe und bleibt darum unberührt.',
  'Delete the file yourself, and take it out of inference.embedded.model.':
    'Lösche die Datei selbst, und nimm sie aus inference.embedded.model heraus.',
  '{*file} could not be deleted.': '{*file} konnte nicht gelöscht werden.',
  '{host} does not give this file to everybody (HTTP {#code}).':
    '{host} gibt diese Datei nicht jedem (HTTP {#code}).',
  'Its license may have to be accepted first: download it in a browser and put it into the models folder.':
    'Vielleicht muss erst die Lizenz angenommen werden: Lade sie im Browser und leg sie in den Modell-Ordner.',
  '{host} has no such file.': '{host} hat keine solche Datei.',
  'Check the name.': 'Prüfe den Namen.',
  '{host} asks to come back later (HTTP {#code}).': '{host} bittet, später wiederzukommen (HTTP {#code}).',
  '{host} could not send the file (HTTP {#code}).': '{host} konnte die Datei nicht senden (HTTP {#code}).',
  '{host} cannot be reached.': '{host} ist nicht erreichbar.',
  'Is this machine connected to the internet?': 'Ist dieser Rechner mit dem Internet verbunden?',
  'The conversation has {#count} tokens, and the model is loaded for {#most}.':
    'Der Chat hat {#count} Token, und das Modell ist für {#most} geladen.',
  'Shorten it, or set a larger model.context_length in harombe.yaml.':
    'Kürze ihn, oder setze in harombe.yaml ein größeres model.context_length.',
  'The installed engine does not run on this machine.':
    'Die installierte Engine läuft auf diesem Rechner nicht.',
  'The model called a tool with arguments that do not fit it.':
    'Das Modell hat ein Werkzeug mit unpassenden Argumenten aufgerufen.',
  'There is not enough memory {*what}.': 'Der Speicher reicht nicht ({*what}).',
  'Choose a smaller model, or set a smaller model.context_length in harombe.yaml.':
    'Wähle ein kleineres Modell, oder setze in harombe.yaml ein kleineres model.context_length.',
  'The embedded engine cannot see images.': 'Die eingebaute Engine kann keine Bilder sehen.',
  'Let a node answer whose model can, with Ollama for instance.':
    'Lass einen Knoten antworten, dessen Modell es kann, etwa mit Ollama.',
  'The embedded engine said nothing for {#time}.': 'Die eingebaute Engine hat {#time} lang nichts gesagt.',
  'The model may be too large for this machine.': 'Vielleicht ist das Modell für diesen Rechner zu groß.',
  'The embedded engine fell silent in the middle of the answer.':
    'Die eingebaute Engine ist mitten in der Antwort verstummt.',
  'The model answered nothing.': 'Das Modell hat nichts geantwortet.',
  'Ask again, or try another model.': 'Frag noch einmal, oder nimm ein anderes Modell.',
  'The engine stopped before the answer was complete.':
    'Die Engine hat aufgehört, bevor die Antwort vollständig war.',
  'The engine could not be asked.': 'Die Engine konnte nicht gefragt werden.',
  'The engine process was ended.': 'Der Prozess der Engine wurde beendet.',
  'The engine process ended unexpectedly ({*why}).':
    'Der Prozess der Engine ist unerwartet geendet ({*why}).',
  'Ask again: it is started anew. If it happens often, the model may be too large for this machine.':
    'Frag noch einmal: Er wird neu gestartet. Passiert es oft, ist das Modell vielleicht zu groß für diesen Rechner.',
  'The engine process ended unexpectedly {#count} times in a row ({*why}), so it is not started again for {#time}.':
    'Der Prozess der Engine ist {#count}-mal hintereinander unerwartet geendet ({*why}) und wird erst in {#time} wieder gestartet.',
  'The download leads to {*address}, which is not safe.':
    'Der Download führt zu {*address}; das ist nicht sicher.',
  '{host} redirects to nowhere.': '{host} leitet ins Nirgendwo um.',
  '{host} redirects without end.': '{host} leitet endlos um.',
  '{host} sent another part of the file than was asked for.':
    '{host} hat einen anderen Teil der Datei gesendet als verlangt.',
}
