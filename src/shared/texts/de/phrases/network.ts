import type { Phrases } from '../../phrase-book'

/** What the network check and the search for other machines say: coordination/discovery. */
export const network: Phrases = {
  'To share this machine, set server.host to 0.0.0.0, with server.auth_token and TLS, and start harombe again.':
    'Um diesen Rechner zu teilen, setze server.host auf 0.0.0.0, mit server.auth_token und TLS, und starte harombe neu.',
  'Is the network connected? Another address may have been assigned: server.host 0.0.0.0 is every one.':
    'Ist das Netz verbunden? Vielleicht gilt eine andere Adresse: server.host 0.0.0.0 ist jede.',
  'Others reach harombe at {*address}.': 'Andere erreichen harombe unter {*address}.',
  'This machine is in no network.': 'Dieser Rechner ist in keinem Netz.',
  'Plug in a cable or join a wireless network; harombe notices within ten seconds.':
    'Steck ein Kabel an oder tritt einem WLAN bei; harombe merkt es binnen zehn Sekunden.',
  'Only networks of containers and tunnels were found: {*names}.':
    'Nur Netze von Containern und Tunneln gefunden: {*names}.',
  'Machines are not looked for: cluster.discovery.method is explicit.':
    'Rechner werden nicht gesucht: cluster.discovery.method ist explicit.',
  'Set it to mdns to find other harombes by themselves.':
    'Setze es auf mdns, damit andere harombes von selbst gefunden werden.',
  'Another program keeps UDP port 5353 for itself.': 'Ein anderes Programm behält UDP-Port 5353 für sich.',
  'UDP port 5353 cannot be used ({*why}).': 'UDP-Port 5353 ist nicht nutzbar ({*why}).',
  'Find it with `ss -lunp` or `netstat`, and let it share the port or end it.':
    'Such es mit `ss -lunp` oder `netstat`, und lass es den Port teilen, oder beende es.',
  'Nodes can be added by address.': 'Knoten lassen sich über ihre Adresse hinzufügen.',
  'There is no network to try it on.': 'Es gibt kein Netz, um es zu versuchen.',
  'Multicast is blocked: {*why}.': 'Multicast ist blockiert: {*why}.',
  'Look at the firewall of this machine (UDP port 5353), and for VPN programs that take over the network.':
    'Sieh nach der Firewall dieses Rechners (UDP-Port 5353) und nach VPN-Programmen, die das Netz übernehmen.',
  'Multicast works, and {*what}.': 'Multicast geht: {*what}.',
  'Multicast leaves this machine and comes back to it, but nobody else answers.':
    'Multicast verlässt diesen Rechner und kommt zurück, aber niemand sonst antwortet.',
  'There was nothing to try it with.': 'Es gab nichts, womit es zu versuchen war.',
  'If nothing is found, allow UDP port 5353{*where}.': 'Wird nichts gefunden, erlaube UDP-Port 5353{*where}.',
  'No firewall was found that says whether it is on.': 'Keine Firewall gefunden, die sagt, ob sie an ist.',
  'Windows takes this for a public network and lets nobody in.':
    'Windows hält das für ein öffentliches Netz und lässt niemanden herein.',
  'Windows takes this for a network of your own.': 'Windows hält das für dein eigenes Netz.',
  'The firewall ({*name}) is off.': 'Die Firewall ({*name}) ist aus.',
  'A firewall is on ({*name}); what it lets through only an administrator may see.':
    'Eine Firewall ist an ({*name}); was sie durchlässt, darf nur ein Administrator sehen.',
  'Is its server running, and does it listen on more than its own loopback address?':
    'Läuft sein Server, und lauscht er auf mehr als seiner Loopback-Adresse?',
  'Is the machine awake? A firewall that drops packets looks the same.':
    'Ist der Rechner wach? Eine Firewall, die Pakete verwirft, sieht genauso aus.',
  'Is the machine on, and in the same network?': 'Ist der Rechner an und im selben Netz?',
  'Is this machine connected?': 'Ist dieser Rechner verbunden?',
  '{host}: the name {name} leads nowhere.': '{host}: Der Name {name} führt nirgendwohin.',
  'Write its address instead, or correct the name.':
    'Schreib stattdessen seine Adresse, oder berichtige den Namen.',
  '{node}: {*address} answers in {#time}.': '{node}: {*address} antwortet in {#time}.',
  'That is slow for a network at home.': 'Für ein Heimnetz ist das langsam.',
  'Nothing can be heard: {*why}.': 'Nichts ist zu hören: {*why}.',
  'No network can be listened to: {*why}.': 'In kein Netz lässt sich lauschen: {*why}.',
  'Nothing can be sent: {*why}.': 'Nichts lässt sich senden: {*why}.',

  'Run a command': 'Befehl ausführen',
  'Read a file': 'Datei lesen',
  'Write a file': 'Datei schreiben',
  'Edit a file': 'Datei ändern',
  'Delete a file': 'Datei löschen',
  'Delete a folder': 'Ordner löschen',
  'List files': 'Dateien auflisten',
  'List a folder': 'Ordner auflisten',
  'Search files': 'Dateien durchsuchen',
  'Search the web': 'Im Web suchen',
  'Read a web page': 'Webseite lesen',
  Calculate: 'Rechnen',
  'Date and time': 'Datum und Uhrzeit',
  'Look at the machines': 'Die Rechner ansehen',
  'Search earlier chats': 'Frühere Chats durchsuchen',
  'Ask another node': 'Anderen Knoten fragen',
}
