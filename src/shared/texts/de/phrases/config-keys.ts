import type { Phrases } from '../../phrase-book'

/** What each key of harombe.yaml means: the descriptions of shared/config, shown by the form and the editor. */
export const configKeys: Phrases = {
  // This machine
  'The model of this machine; auto: the one that is loaded, else the first its backend serves.':
    'Das Modell dieses Rechners; auto: das geladene, sonst das erste, das sein Server anbietet.',
  'Tokens a model is loaded with; what needs more is refused, not cut.':
    'Mit so vielen Token wird ein Modell geladen; was mehr braucht, wird abgelehnt, nicht gekürzt.',
  '0 answers the same each time, higher values more freely.':
    '0 antwortet jedes Mal gleich, höhere Werte freier.',
  'Read and kept; changes nothing yet.': 'Wird gelesen und bewahrt; bewirkt noch nichts.',
  'Where the Ollama of this machine answers.': 'Wo das Ollama dieses Rechners antwortet.',
  'Seconds its nodes may be silent before the first token of a model they have in memory.':
    'So viele Sekunden dürfen seine Knoten vor dem ersten Token eines geladenen Modells schweigen.',
  'Where it answers, such as http://localhost:8001.': 'Wo er antwortet, etwa http://localhost:8001.',
  'Sent to it as a bearer token.': 'Wird ihm als Bearer-Token geschickt.',
  'What answers on this machine; embedded: llama.cpp in a process of harombe’s own.':
    'Was auf diesem Rechner antwortet; embedded: llama.cpp in einem eigenen Prozess von harombe.',
  'The same as ollama.host.': 'Dasselbe wie ollama.host.',
  'The same as ollama.timeout.': 'Dasselbe wie ollama.timeout.',
  'A .gguf file, or the name of one in the models folder; without it the first there is.':
    'Eine .gguf-Datei oder der Name einer im Ordner der Modelle; ohne Angabe die erste, die da ist.',
  'What it computes on; auto: the best that is installed and works.':
    'Worauf gerechnet wird; auto: das Beste, was eingerichtet ist und geht.',
  'Threads on the processor; without it one fewer than it has cores.':
    'Threads auf dem Prozessor; ohne Angabe einer weniger, als er Kerne hat.',
  // Agent and tools
  'Steps of one run: a thought of the model and the calls it leads to.':
    'Schritte eines Laufs: ein Gedanke des Modells und die Aufrufe, die daraus folgen.',
  'A run that takes longer answers with what it has. Waiting for you is not counted.':
    'Ein Lauf, der länger dauert, antwortet mit dem, was er hat. Das Warten auf dich zählt nicht.',
  'Tokens read and written by all steps of one run together.':
    'Token, die alle Schritte eines Laufs zusammen lesen und schreiben.',
  'Stands before every chat; empty for none.': 'Steht vor jedem Chat; leer: keiner.',
  'Offer models a shell; each command is asked for.':
    'Modellen eine Shell anbieten; jeder Befehl wird erfragt.',
  'Offer models the files of the workspace; each change is asked for.':
    'Modellen die Dateien des Arbeitsordners anbieten; jede Änderung wird erfragt.',
  'Offer models the web; each search and each page is asked for.':
    'Modellen das Netz anbieten; jede Suche und jede Seite wird erfragt.',
  'Read for the sake of older files; harombe asks before risky calls whatever it says.':
    'Wird älteren Dateien zuliebe gelesen; vor riskanten Aufrufen fragt harombe in jedem Fall.',
  'The folder in which tools read and write; made when it is first needed.':
    'Der Ordner, in dem Werkzeuge lesen und schreiben; er entsteht, wenn er gebraucht wird.',
  'Seconds a command may take.': 'So viele Sekunden darf ein Befehl dauern.',
  'Who is asked when the model searches the web; none: only pages can be fetched.':
    'Wer gefragt wird, wenn das Modell im Netz sucht; none: nur Seiten können geholt werden.',
  'Address of the search server; needed for searxng.': 'Adresse des Suchservers; für searxng nötig.',
  'For brave and tavily.': 'Für brave und tavily.',
  'Hosts of your own network that pages may be fetched from; all others there are refused.':
    'Rechner deines Netzes, von denen Seiten geholt werden dürfen; alle anderen dort werden abgelehnt.',
  'Programs and services whose tools models may use, by name.':
    'Programme und Dienste, deren Werkzeuge Modelle nutzen dürfen, nach Namen.',
  'Switched off it is left alone.': 'Ausgeschaltet bleibt er in Ruhe.',
  'A program that speaks MCP on its standard input and output.':
    'Ein Programm, das auf Standardein- und -ausgabe MCP spricht.',
  'Its arguments.': 'Seine Argumente.',
  'The folder it runs in; absent: your home folder.':
    'Der Ordner, in dem es läuft; ohne Angabe dein persönlicher.',
  'All it gets of the environment beside PATH, HOME and the like.':
    'Alles, was es außer PATH, HOME und dergleichen von der Umgebung bekommt.',
  'Or the address of a server that speaks streamable HTTP.':
    'Oder die Adresse eines Servers, der Streamable HTTP spricht.',
  'Sent to that address only.': 'Werden nur dieser Adresse geschickt.',
  'Accept that what is said to a server on another machine travels there in the clear, over http.':
    'Hinnehmen, dass unverschlüsselt über http reist, was einem Server auf einem anderen Rechner gesagt wird.',
  'Seconds a call may take.': 'So viele Sekunden darf ein Aufruf dauern.',
  'Offer harombe itself to other agents as an MCP server at /mcp; conversations only to an admin token.':
    'harombe selbst anderen Agenten als MCP-Server unter /mcp anbieten; Gespräche nur mit einem Admin-Token.',
  // Memory
  'Switched off, conversations last until harombe quits.':
    'Ausgeschaltet bleiben Gespräche nur, bis harombe endet.',
  'Default: memory.db in the data directory.': 'Vorgabe: memory.db im Datenordner.',
  'Of a conversation, how much is sent with a question; keep it below the context length.':
    'Wie viel eines Gesprächs mit einer Frage geschickt wird; halte es unter der Kontextlänge.',
  'Chats that nobody wrote in for so many days are removed, pinned ones never; 0 keeps all.':
    'Chats, in denen so viele Tage niemand schrieb, werden entfernt, angeheftete nie; 0 behält alle.',
  'Have a small node name chats.': 'Chats von einem kleinen Knoten benennen lassen.',
  'Have a small node summarise what no longer fits into the history.':
    'Was nicht mehr in den Verlauf passt, von einem kleinen Knoten zusammenfassen lassen.',
  'Searches by meaning; auto: the first embedding model that a node serves, off: none.':
    'Sucht nach Bedeutung; auto: das erste Einbettungsmodell, das ein Knoten anbietet, off: keines.',
  // Server
  'Address to listen on; any but loopback needs auth_token, and TLS or insecure_http.':
    'Adresse, unter der gelauscht wird; jede außer Loopback braucht auth_token und TLS oder insecure_http.',
  '0 lets the system choose a free port.': 'Mit 0 wählt das System einen freien Port.',
  'Web pages of other origins that may call the API.':
    'Webseiten anderer Herkunft, die die API rufen dürfen.',
  'File of the TLS certificate.': 'Datei des TLS-Zertifikats.',
  'File of its key.': 'Datei seines Schlüssels.',
  'Callers must send it as a bearer token; needed for any host but loopback.':
    'Wer ruft, muss es als Bearer-Token schicken; für alles außer Loopback nötig.',
  'Ask for the token on loopback too.': 'Auch auf Loopback nach dem Token fragen.',
  'Allow a non-loopback host without TLS.': 'Eine Adresse außer Loopback auch ohne TLS erlauben.',
  // The file
  'Values written once: ${var:name} stands for one wherever a value does.':
    'Einmal geschriebene Werte: ${var:name} steht überall, wo ein Wert stehen kann.',
  'harombe.NAME.yaml beside this file, laid over it in this order.':
    'harombe.NAME.yaml neben dieser Datei, in dieser Reihenfolge darübergelegt.',
  // Cluster
  'explicit: the nodes listed here; mdns: look for others on the network, too.':
    'explicit: die hier genannten Knoten; mdns: auch im Netz nach anderen suchen.',
  'The service that is looked for and announced.': 'Der Dienst, der gesucht und bekannt gegeben wird.',
  'Use nodes found by mdns at once; without it they are only offered.':
    'Über mdns gefundene Knoten gleich nutzen; sonst werden sie nur angeboten.',
  'With mdns: tell others where this machine is, if it listens where they can reach it.':
    'Mit mdns: anderen sagen, wo dieser Rechner ist, wenn er lauscht, wo sie ihn erreichen.',
  'Among equals, the node that is quickest to reach.':
    'Unter Gleichen der Knoten, der am schnellsten erreichbar ist.',
  'When the wanted tier has no usable node: graceful takes the next one, strict is an error.':
    'Hat die gewünschte Stufe keinen brauchbaren Knoten: graceful nimmt die nächste, strict ist ein Fehler.',
  'Of a tier, the node that would be done soonest.': 'Von einer Stufe der Knoten, der zuerst fertig wäre.',
  'When a node dies in mid-answer, have another with the same model go on where it stopped, if that is safe.':
    'Fällt ein Knoten mitten in der Antwort aus, schreibt ein anderer mit demselben Modell weiter, wo das sicher ist.',
  'eco keeps questions on small nodes, quality sends them to larger ones early.':
    'eco hält Fragen auf kleinen Knoten, quality schickt sie früh an größere.',
  'Let redone answers, forced tiers and thumbs shift where your questions go, within bounds.':
    'Wiederholte Antworten, erzwungene Stufen und Daumen verschieben in Grenzen, wohin deine Fragen gehen.',
  'When a small node’s answer seems to fall short: off, offer a larger node, or auto: ask it at once.':
    'Wenn die Antwort eines kleinen Knotens zu kurz greift: off, mit offer einen größeren anbieten, mit auto ihn gleich fragen.',
  'With auto: so many answers are made again at most; beyond that they are offered.':
    'Mit auto: höchstens so viele Antworten entstehen neu; darüber hinaus wird es angeboten.',
  'Requests that may wait for a free slot; more are turned away.':
    'So viele Anfragen dürfen auf einen freien Platz warten; weitere werden abgewiesen.',
  'Seconds a request waits for a slot, or for a node to come back.':
    'So viele Sekunden wartet eine Anfrage auf einen Platz oder darauf, dass ein Knoten zurückkommt.',
  'Keep how each request went. Never what was said.':
    'Bewahrt, wie es jeder Anfrage erging. Nie, was gesagt wurde.',
  'For so many days.': 'So viele Tage lang.',
  'This machine answers too, as the node local.': 'Auch dieser Rechner antwortet, als Knoten local.',
  'Its tier: 0 fast, 1 balanced, 2 powerful.': 'Seine Stufe: 0 schnell, 1 ausgewogen, 2 stark.',
  'Seconds between two checks of a node.': 'Sekunden zwischen zwei Prüfungen eines Knotens.',
  'Seconds until a check counts as failed.': 'Sekunden, bis eine Prüfung als gescheitert gilt.',
  'Try out with small requests what models can do, while they are loaded and nobody uses the node.':
    'Mit kleinen Anfragen erproben, was Modelle können, solange sie geladen sind und niemand den Knoten nutzt.',
  'reload: what is saved comes into force, downloads wait for apply; manual: all of it waits; auto: drift is put right unasked.':
    'reload: was gesichert ist, gilt, Downloads warten aufs Anwenden; manual: alles wartet; auto: Abweichungen werden ungefragt behoben.',
  'Models that must be there, on a tier or on nodes.':
    'Modelle, die da sein müssen, auf einer Stufe oder auf Knoten.',
  'The model, as its servers call it.': 'Das Modell, wie seine Server es nennen.',
  'On one node of this tier at least: the first of them it fits on.':
    'Auf mindestens einem Knoten dieser Stufe: dem ersten, auf den es passt.',
  'On each of these nodes.': 'Auf jedem dieser Knoten.',
  'Keep it in memory there.': 'Dort im Speicher behalten.',
  'Times in which nodes get nothing new, unless somebody asks for one by name.':
    'Zeiten, in denen Knoten nichts Neues bekommen, außer jemand verlangt einen beim Namen.',
  'Begins, local time of the coordinator.': 'Beginn, Ortszeit des Koordinators.',
  'Ends; earlier than `from`: on the next day.': 'Ende; früher als `from`: am nächsten Tag.',
  'Days on which it begins; absent: every day.': 'Tage, an denen es beginnt; ohne Angabe jeden Tag.',
  'Nodes of these tiers.': 'Knoten dieser Stufen.',
  'These nodes, by name.': 'Diese Knoten, nach Namen.',
  'Keep questions on small nodes: always, or at these times.':
    'Fragen auf kleinen Knoten halten: immer oder zu diesen Zeiten.',
  'Requests that run at once on these nodes together; more wait.':
    'So viele Anfragen laufen auf diesen Knoten zusammen zugleich; weitere warten.',
  'So many at once.': 'So viele zugleich.',
  'Who may use these nodes: chat (the window), cli, api (other programs), peer (other harombes).':
    'Wer diese Knoten nutzen darf: chat (das Fenster), cli, api (andere Programme), peer (andere harombes).',
  'Who may use them; nobody else may.': 'Wer sie nutzen darf; sonst niemand.',
  // A node
  'The other machines.': 'Die anderen Rechner.',
  'Its own, at most 63 characters; two names differ by more than case.':
    'Sein eigener, höchstens 63 Zeichen; zwei Namen unterscheiden sich in mehr als Groß und Klein.',
  'Its name on the network or its address, without scheme and port.':
    'Sein Name im Netz oder seine Adresse, ohne Schema und Port.',
  '11434 is Ollama, 8000 another harombe.': '11434 ist Ollama, 8000 ein anderes harombe.',
  'Full address; wins over host and port.': 'Volle Adresse; geht Host und Port vor.',
  'Empty or auto: the first model the node serves.':
    'Leer oder auto: das erste Modell, das der Knoten anbietet.',
  'What it may be used for, besides model; the first that can answers.':
    'Wofür er außer model genutzt werden darf; das erste, das kann, antwortet.',
  '0 fast, 1 balanced, 2 powerful: your own judgement.':
    '0 schnell, 1 ausgewogen, 2 stark: dein eigenes Urteil.',
  'Absent: a harombe peer if its /health says so, else what the server is found to be.':
    'Ohne Angabe: ein harombe, wenn sein /health das sagt, sonst, als was der Server erkannt wird.',
  'Sent to this node only.': 'Wird nur diesem Knoten geschickt.',
  'A disabled node is never used.': 'Ein ausgeschalteter Knoten wird nie genutzt.',
  'Requests it takes at once; default what its server says, else by the kind of server.':
    'Anfragen, die er zugleich nimmt; sonst, was sein Server sagt, sonst nach Art des Servers.',
  'Share of the requests it gets among its tier; default 1.':
    'Sein Anteil an den Anfragen seiner Stufe; Vorgabe 1.',
  'Accept that prompts travel to it in the clear.': 'Hinnehmen, dass Fragen unverschlüsselt zu ihm reisen.',
  'What you know of its models: vision, tools, embeddings, json, reasoning, chat, completion, prefill, or no-vision …':
    'Was du von seinen Modellen weißt: vision, tools, embeddings, json, reasoning, chat, completion, prefill oder no-vision …',
  'Video memory of the machine, GiB; of a shared memory two thirds.':
    'Grafikspeicher des Rechners in GiB; bei gemeinsamem Speicher zwei Drittel.',
  'Main memory of the machine, GiB.': 'Hauptspeicher des Rechners in GiB.',
  'Tokens its models are loaded with; default model.context_length.':
    'Mit so vielen Token werden seine Modelle geladen; Vorgabe model.context_length.',
  'How long a model stays in memory after an answer: seconds, -1 for ever, or 10m; default the server decides.':
    'Wie lange ein Modell nach einer Antwort im Speicher bleibt: Sekunden, -1 für immer oder 10m; sonst entscheidet der Server.',
  'Seconds a loaded model may be silent before its first token.':
    'So viele Sekunden darf ein geladenes Modell vor dem ersten Token schweigen.',
  'Address of its network card, such as 00:11:22:33:44:55, to wake it by.':
    'Adresse seiner Netzwerkkarte, etwa 00:11:22:33:44:55, um ihn zu wecken.',
}
