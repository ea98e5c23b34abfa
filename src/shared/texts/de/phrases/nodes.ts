import type { Phrases } from '../../phrase-book'

/** Errors of nodes and of finding one: coordination, inference/http and the protocols, and what can be done. */
export const nodes: Phrases = {
  '{node} ended its answer without finishing it.': '{node} hat seine Antwort abgebrochen.',
  '{node} began the answer anew instead of going on with it.':
    '{node} hat die Antwort neu begonnen, statt sie fortzusetzen.',
  'Every node is busy, and as many requests wait as may.':
    'Alle Knoten sind ausgelastet, und mehr Anfragen dürfen nicht warten.',
  'Try again in a moment, or raise cluster.queue.max_length.':
    'Versuch es gleich noch einmal, oder erhöhe cluster.queue.max_length.',
  'Try again in a moment, add a node, or raise cluster.queue.max_wait.':
    'Versuch es gleich noch einmal, füge einen Knoten hinzu, oder erhöhe cluster.queue.max_wait.',
  'There is no node named {node}.': 'Es gibt keinen Knoten namens {node}.',
  'The cluster has no nodes yet.': 'Der Cluster hat noch keine Knoten.',
  'Known nodes: {*names}.': 'Bekannte Knoten: {*names}.',
  'There is no node to answer.': 'Es gibt keinen Knoten, der antworten könnte.',
  'The rules of harombe.yaml leave no node: {~reasons}.':
    'Die Regeln in harombe.yaml lassen keinen Knoten übrig: {~reasons}.',
  'Change cluster.policies, or, in quiet hours, ask for a node by its name.':
    'Ändere cluster.policies, oder verlange in Ruhezeiten einen Knoten beim Namen.',
  'No node can answer: {~reasons}.': 'Kein Knoten kann antworten: {~reasons}.',
  '{node} ({~why})': '{node} ({~why})',
  '{node} cannot answer: {~why}.': '{node} kann nicht antworten: {~why}.',
  'Choose another node, or none to let harombe choose.':
    'Wähle einen anderen Knoten, oder keinen und lass harombe wählen.',
  'No node is to be used for the model {model}.': 'Kein Knoten soll für das Modell {model} genutzt werden.',
  'No node serves the model {model}.': 'Kein Knoten bietet das Modell {model} an.',
  'Add it to `models` of a node in harombe.yaml.':
    'Trag es in harombe.yaml bei einem Knoten unter `models` ein.',
  'No node of tier {tier} can answer, and routing is strict.':
    'Kein Knoten der Stufe {tier} kann antworten, und das Routing ist streng.',
  'Bring such a node online, ask for another tier, or set cluster.routing.fallback_strategy to graceful.':
    'Bring einen solchen Knoten online, verlange eine andere Stufe, oder setze cluster.routing.fallback_strategy auf graceful.',
  'Or ask for another tier, or set cluster.routing.fallback_strategy to graceful.':
    'Oder verlange eine andere Stufe, oder setze cluster.routing.fallback_strategy auf graceful.',
  'Start one of the machines that are away, or {~remedy}.':
    'Starte einen der Rechner, die weg sind, oder {~remedy}.',
  'use a model that can': 'nimm ein Modell, das es kann',
  'pull a model that can, such as {model}': 'hol ein Modell, das es kann, etwa {model}',
  'Use a model that can.': 'Nimm ein Modell, das es kann.',
  'Pull a model that can, such as {model}.': 'Hol ein Modell, das es kann, etwa {model}.',
  'No node can {~do}: {~reasons}.': 'Kein Knoten kann {~do}: {~reasons}.',
  'No node can {~do} now: {~reasons}.': 'Kein Knoten kann gerade {~do}: {~reasons}.',
  'No node of tier {tier} can {~do}: {~reasons}.': 'Kein Knoten der Stufe {tier} kann {~do}: {~reasons}.',
  'No node of tier {tier} can {~do} now: {~reasons}.':
    'Kein Knoten der Stufe {tier} kann gerade {~do}: {~reasons}.',
  'This needs about {#needs} tokens of context; the largest window among the nodes that can be used holds {#holds} ({model} on {node}).':
    'Das braucht etwa {#needs} Token Kontext; die nutzbaren Knoten fassen höchstens {#holds} ({model} auf {node}).',
  'This needs about {#needs} tokens of context, which no node of tier {tier} holds: the largest window there holds {#holds} ({model} on {node}).':
    'Das braucht etwa {#needs} Token Kontext, die kein Knoten der Stufe {tier} fasst: dort sind es höchstens {#holds} ({model} auf {node}).',
  'Routing is strict, so no other tier is asked.':
    'Das Routing ist streng, darum wird keine andere Stufe gefragt.',
  'Shorten it, or raise model.context_length, or context_length of a node, in harombe.yaml.':
    'Kürze es, oder erhöhe model.context_length oder das context_length eines Knotens in harombe.yaml.',
  'No model is known to make embeddings.': 'Von keinem Modell ist bekannt, dass es Embeddings macht.',
  'The answer was stopped.': 'Die Antwort wurde angehalten.',
  'No complete answer within {#time}.': 'Keine vollständige Antwort innerhalb von {#time}.',
  'Nobody listens any more.': 'Niemand hört mehr zu.',
  'Embedding failed.': 'Das Embedding ist gescheitert.',
  '{node} began this answer and goes on with it.': '{node} hat diese Antwort begonnen und setzt sie fort.',
  '{node} fell silent.': '{node} ist verstummt.',
  'Is the machine awake, and its server running?': 'Ist der Rechner wach, und läuft sein Server?',
  '{node} failed twice on this question, and no other node can answer.':
    '{node} ist an dieser Frage zweimal gescheitert, und kein anderer Knoten kann antworten.',
  '{#count} nodes failed on this question, so it was not sent to another.':
    '{#count} Knoten sind an dieser Frage gescheitert, darum ging sie an keinen weiteren.',
  'The question itself may be what breaks them; try it shorter or split it.':
    'Vielleicht liegt es an der Frage selbst; kürze oder teile sie.',
  'Not asked: {~reasons}.': 'Nicht gefragt: {~reasons}.',
  'Nothing answered at {*address} within {#time}.':
    'Unter {*address} hat innerhalb von {#time} nichts geantwortet.',
  'Is the machine awake, the address right, and the port open in its firewall?':
    'Ist der Rechner wach, die Adresse richtig und der Port in seiner Firewall offen?',
  '{*address} could not be asked.': '{*address} konnte nicht gefragt werden.',
  'That is this harombe itself.': 'Das ist dieses harombe selbst.',
  "List the machine's model server instead.": 'Trag stattdessen den Modell-Server des Rechners ein.',
  'The demo node {node} is left out: a node in harombe.yaml has the same name.':
    'Der Demo-Knoten {node} entfällt: Ein Knoten in harombe.yaml heißt genauso.',
  'It is not known how to wake {node}.': 'Es ist nicht bekannt, wie {node} zu wecken ist.',
  "Write the address of its network card as wake.mac, such as '00:11:22:33:44:55'.":
    "Trag die Adresse seiner Netzwerkkarte als wake.mac ein, etwa '00:11:22:33:44:55'.",
  'Nothing could be sent to wake {node}.': 'Um {node} zu wecken, konnte nichts gesendet werden.',
  'Is this machine on the same network, by IPv4?': 'Ist dieser Rechner im selben Netz, über IPv4?',
  'The coordinator is not running.': 'Der Koordinator läuft nicht.',

  '{*host} answered with a web page.': '{*host} hat mit einer Webseite geantwortet.',
  '{*host} answered in an encoding nobody asked for.':
    '{*host} hat in einer Kodierung geantwortet, um die niemand bat.',
  'Something else listens there. Check the port and the backend of the node.':
    'Dort lauscht etwas anderes. Prüfe Port und Backend des Knotens.',
  '{*host} did not answer {*what} in time.': '{*host} hat nicht rechtzeitig auf {*what} geantwortet.',
  '{*host} does not speak HTTP.': '{*host} spricht kein HTTP.',
  'Check the port of the node.': 'Prüfe den Port des Knotens.',
  '{*host} closed the connection in the middle of the answer.':
    '{*host} hat die Verbindung mitten in der Antwort geschlossen.',
  'Nothing listens at {*host}.': 'Unter {*host} lauscht nichts.',
  'Start the model server there, or check the port.': 'Starte dort den Modell-Server, oder prüfe den Port.',
  'The name {*host} could not be resolved.': 'Der Name {*host} konnte nicht aufgelöst werden.',
  'Check the spelling, or use the IP address.': 'Prüfe die Schreibweise, oder nimm die IP-Adresse.',
  '{*host} did not take the connection in time.': '{*host} hat die Verbindung nicht rechtzeitig angenommen.',
  'Check that the machine is awake and that its firewall allows the port.':
    'Prüfe, ob der Rechner wach ist und seine Firewall den Port erlaubt.',
  'The connection to {*host} was given up.': 'Die Verbindung zu {*host} wurde aufgegeben.',
  'The certificate of {*host} is not trusted ({*cause}).':
    'Dem Zertifikat von {*host} wird nicht vertraut ({*cause}).',
  'Install its certificate authority on this machine, or use its http address.':
    'Installiere dessen Zertifizierungsstelle auf diesem Rechner, oder nimm die http-Adresse.',
  '{*host} does not speak TLS.': '{*host} spricht kein TLS.',
  'Use http instead of https.': 'Nimm http statt https.',
  '{*host} closed the connection before it answered.':
    '{*host} hat die Verbindung vor der Antwort geschlossen.',
  '{*host} redirects to another address; that is not followed.':
    '{*host} leitet auf eine andere Adresse um; dem wird nicht gefolgt.',
  'Write the final address into the configuration.': 'Trag die endgültige Adresse in die Konfiguration ein.',
  '{*host} does not accept our token (HTTP 401).': '{*host} nimmt unser Token nicht an (HTTP 401).',
  'Check auth_token of this node.': 'Prüfe auth_token dieses Knotens.',
  '{*host} answers, but not as this kind of server.': '{*host} antwortet, aber nicht als ein solcher Server.',
  'Check the port and the backend of the node.': 'Prüfe Port und Backend des Knotens.',
  'Check the backend of the node.': 'Prüfe das Backend des Knotens.',
  'Look into the log of its server.': 'Sieh ins Protokoll seines Servers.',
  'The address of the node is not an http or https URL.':
    'Die Adresse des Knotens ist keine http- oder https-URL.',
  'Write it like http://192.168.1.20:11434.': 'Schreib sie wie http://192.168.1.20:11434.',
  'The address of the node contains a user name or password.':
    'Die Adresse des Knotens enthält einen Benutzernamen oder ein Passwort.',
  'Put the secret into auth_token instead.': 'Trag das Geheimnis stattdessen in auth_token ein.',
  'The token has characters that HTTP cannot carry.':
    'Das Token enthält Zeichen, die HTTP nicht übertragen kann.',
  'Copy auth_token again, without spaces or line breaks.':
    'Kopier auth_token noch einmal, ohne Leerzeichen und Umbrüche.',
  'Shorten it, or use a model or node with a longer context.':
    'Kürze es, oder nimm ein Modell oder einen Knoten mit mehr Kontext.',
  '{*host} is still loading its model.': '{*host} lädt noch sein Modell.',
  'Wait a little.': 'Warte ein wenig.',
  'Wait, or let another node answer.': 'Warte, oder lass einen anderen Knoten antworten.',
  '{*host} has no model "{*model}".': '{*host} hat kein Modell „{*model}“.',
  'Install the model there, or choose one that the node has.':
    'Installiere das Modell dort, oder wähle eines, das der Knoten hat.',
  'Use a smaller model or a shorter context there.': 'Nimm dort ein kleineres Modell oder weniger Kontext.',
  'Delete models there that nobody needs.': 'Lösche dort Modelle, die niemand braucht.',
  'Choose a model that supports tools.': 'Wähle ein Modell, das Werkzeuge unterstützt.',
  'Choose a model that can.': 'Wähle ein Modell, das es kann.',
  'Choose an embedding model.': 'Wähle ein Embedding-Modell.',
  'The node did not answer in time.': 'Der Knoten hat nicht rechtzeitig geantwortet.',
  'The request was cancelled.': 'Die Anfrage wurde abgebrochen.',
  '{*host} answers, but not with embeddings.': '{*host} antwortet, aber nicht mit Embeddings.',
  '{*host} answers, but not about a model.': '{*host} antwortet, aber nicht über ein Modell.',
  '{*host} answers, but is not an Ollama server.': '{*host} antwortet, ist aber kein Ollama-Server.',
  '{*host} finds no model "{*model}" to pull.': '{*host} findet kein Modell „{*model}“ zum Holen.',
  'Check the name at ollama.com/library.': 'Prüfe den Namen auf ollama.com/library.',
  '{*host} fell silent while pulling.': '{*host} ist beim Holen verstummt.',
  '{*host} answers, but not as one that pulls a model.':
    '{*host} antwortet, aber nicht wie einer, der ein Modell holt.',
  '{*host} stopped before the model was there.': '{*host} hat aufgehört, bevor das Modell da war.',
  'Ollama cannot go on with an empty text.': 'Ollama kann einen leeren Text nicht fortsetzen.',
  'Let another node answer, or give it a beginning.':
    'Lass einen anderen Knoten antworten, oder gib einen Anfang vor.',
  "{*host} answers, but not in Ollama's format.": '{*host} antwortet, aber nicht im Format von Ollama.',
  '{*host} makes no embeddings.': '{*host} macht keine Embeddings.',
  '{*host} does not number its embeddings properly.': '{*host} nummeriert seine Embeddings nicht richtig.',
  '{*host} answers, but not as llama.cpp.': '{*host} antwortet, aber nicht als llama.cpp.',
  '{*host} could not load "{*model}".': '{*host} konnte „{*model}“ nicht laden.',
  '{*host} did not load "{*model}" in time.': '{*host} hat „{*model}“ nicht rechtzeitig geladen.',
  '{*host} is still starting.': '{*host} startet noch.',
  '{*host} answers, but does not speak the OpenAI API.':
    '{*host} antwortet, spricht aber nicht die OpenAI-API.',
  '{*host} gave up in the middle of the answer.': '{*host} hat mitten in der Antwort aufgegeben.',
  '{*host} answers, but not in the OpenAI format.': '{*host} antwortet, aber nicht im OpenAI-Format.',
  '{*host} stopped before the answer was complete.':
    '{*host} hat aufgehört, bevor die Antwort vollständig war.',
  '{*host} answers, but not as a harombe node.': '{*host} antwortet, aber nicht als harombe-Knoten.',
  '{*host} lets only its admin change its models.': '{*host} lässt nur seinen Admin Modelle ändern.',
  'Put an admin token of that harombe into auth_token of this node, or do it there.':
    'Trag ein Admin-Token jenes harombe bei diesem Knoten als auth_token ein, oder tu es dort.',
  'The server at {*host} cannot {~do}.': 'Der Server unter {*host} kann nicht {~do}.',
  'Let another node answer.': 'Lass einen anderen Knoten antworten.',
  '{*host} said nothing for {#time}.': '{*host} hat {#time} lang nichts gesagt.',
  'The model may be too large for that machine.': 'Vielleicht ist das Modell für jenen Rechner zu groß.',
  '{*host} fell silent in the middle of the answer.': '{*host} ist mitten in der Antwort verstummt.',
  '{*host} answered nothing.': '{*host} hat nichts geantwortet.',
  'Ask again; if it happens often, look into the log of its server.':
    'Frag noch einmal; passiert es oft, sieh ins Protokoll seines Servers.',
  'The answer could not be read.': 'Die Antwort war nicht lesbar.',
  'The answer ended before it was complete.': 'Die Antwort endete, bevor sie vollständig war.',
  'An embedded engine has no address to be reached at.': 'Eine eingebaute Engine hat keine Adresse.',
  'Run harombe on that machine and list it with backend: harombe; for this machine set inference.backend.':
    'Starte harombe auf jenem Rechner und trag ihn mit backend: harombe ein; für diesen Rechner setze inference.backend.',
  'Something answers at {*address}, but it is neither harombe nor Ollama nor an OpenAI-compatible server.':
    'Unter {*address} antwortet etwas, das weder harombe noch Ollama noch ein OpenAI-kompatibler Server ist.',
  'Check the port. Usual ones: Ollama 11434, harombe and vLLM 8000, llama.cpp 8080, LM Studio 1234.':
    'Prüfe den Port. Üblich sind: Ollama 11434, harombe und vLLM 8000, llama.cpp 8080, LM Studio 1234.',

  'The connection to the coordinator was lost.': 'Die Verbindung zum Koordinator ist abgerissen.',
  'Try again when it is back.': 'Versuch es noch einmal, wenn sie wieder da ist.',
  'This is more than harombe takes at once.': 'Das ist mehr, als harombe auf einmal annimmt.',
  'Send a shorter text.': 'Schick einen kürzeren Text.',
  'The caller cancelled the request.': 'Die Anfrage wurde abgebrochen.',
  'Too many requests a second on this connection.': 'Zu viele Anfragen pro Sekunde auf dieser Verbindung.',
  'Something went wrong inside harombe (reference {reference}).':
    'In harombe ist etwas schiefgegangen (Kennung {reference}).',
  'The log has the details under this reference.': 'Einzelheiten stehen unter dieser Kennung im Protokoll.',
  'Something went wrong inside harombe while answering.':
    'Beim Antworten ist in harombe etwas schiefgegangen.',
  'The other side reported an error that could not be read.':
    'Die Gegenseite hat einen Fehler gemeldet, der nicht lesbar war.',
  'The answer is longer than {#count} bytes.': 'Die Antwort ist länger als {#count} Bytes.',
  'An execution ended without an outcome.': 'Ein Lauf endete ohne Ergebnis.',
  'Pull one, such as nomic-embed-text, name the model to use, or write `capabilities: [embeddings]` at its node.':
    'Hol eines, etwa nomic-embed-text, nenne das Modell, oder trag bei seinem Knoten `capabilities: [embeddings]` ein.',
  "Write six pairs of hexadecimal digits, such as '00:11:22:33:44:55'.":
    "Schreib sechs Paare hexadezimaler Ziffern, etwa '00:11:22:33:44:55'.",
}
