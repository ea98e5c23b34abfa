import type { Area } from '../area'

export const errors: Area<'errors'> = {
  NO_NODE_AVAILABLE: {
    title: 'Kein Knoten konnte diese Frage nehmen',
    hint: 'Mindestens ein Knoten muss eingeschaltet und freigegeben sein. Gibt es keinen, füge einen hinzu, oder starte die Demo.',
  },
  TIER_UNAVAILABLE: {
    title: 'Kein Knoten dieser Stufe ist verfügbar',
    hint: 'Wähle Auto oder eine andere Stufe, und versuch es noch einmal.',
  },
  NOT_SUPPORTED: {
    title: 'Kein Knoten kann, was das verlangt',
    hint: 'Hol ein Modell, das es kann, oder wähle einen anderen Knoten oder ein anderes Modell.',
  },
  ALL_NODES_FAILED: {
    title: 'Jeder gefragte Knoten ist gescheitert',
    hint: '„Warum dieser Knoten?“ unten zeigt, was jeder gesagt hat.',
  },
  NODE_UNREACHABLE: {
    title: 'Der Knoten ist nicht erreichbar',
    hint: 'Vielleicht schläft er oder ist nicht im Netz.',
  },
  NODE_BUSY: { title: 'Der Knoten ist ausgelastet', hint: 'Versuch es gleich noch einmal.' },
  NODE_LOADING: { title: 'Der Knoten lädt noch sein Modell', hint: 'Versuch es gleich noch einmal.' },
  MODEL_MISSING: {
    title: 'Dieses Modell ist nicht da',
    hint: 'Hol es auf einen Knoten, oder wähle ein anderes Modell.',
  },
  CONTEXT_TOO_LONG: {
    title: 'Dieser Chat ist zu lang für das Modell',
    hint: 'Frag in einem neuen Chat, oder wähle einen Knoten mit mehr Kontext.',
  },
  NODE_REFUSED: { title: 'Der Knoten hat die Anfrage abgelehnt', hint: 'Sein eigenes Protokoll sagt mehr.' },
  MALFORMED_RESPONSE: {
    title: 'Der Knoten hat etwas Unlesbares geantwortet',
    hint: 'Vielleicht läuft dort ein anderer Server.',
  },
  STREAM_CUT_OFF: {
    title: 'Die Antwort wurde abgeschnitten',
    hint: 'Die Verbindung zum Knoten ist abgerissen. Versuch es noch einmal.',
  },
  NODE_ERROR: {
    title: 'Der Knoten hat einen Fehler gemeldet',
    hint: 'Versuch es noch einmal, oder wähle einen anderen Knoten.',
  },
  TIMEOUT: {
    title: 'Der Knoten hat zu lange gebraucht',
    hint: 'Versuch es noch einmal, oder wähle eine kleinere Stufe.',
  },
  INTERRUPTED: {
    title: 'harombe wurde beim Schreiben geschlossen',
    hint: 'Versuch es noch einmal, um eine ganze Antwort zu bekommen.',
  },
  DISCONNECTED: {
    title: 'Die Verbindung zum Koordinator ist abgerissen',
    hint: 'Sie wird wiederhergestellt; versuch es dann noch einmal.',
  },
  STORAGE_FAILED: { title: 'Der Chat konnte nicht gesichert werden', hint: 'Prüfe, ob die Platte voll ist.' },
  RATE_LIMITED: { title: 'Zu viele Anfragen auf einmal', hint: 'Versuch es gleich noch einmal.' },
  PAYLOAD_TOO_LARGE: { title: 'Die Nachricht ist zu lang', hint: 'Schick sie in Teilen.' },
  BAD_REQUEST: {
    title: 'Die Anfrage wurde nicht angenommen',
    hint: 'Ändere die Nachricht, und versuch es noch einmal.',
  },
  NOT_FOUND: {
    title: 'Das gibt es nicht mehr',
    hint: 'Es wurde gelöscht, vielleicht in einem anderen Fenster.',
  },
  FORBIDDEN: { title: 'Dieses Fenster darf das nicht', hint: 'Melde dich mit einem neuen Link an.' },
  INTERNAL: { title: 'In harombe ist etwas schiefgegangen', hint: 'Einzelheiten stehen im Protokoll.' },
  UNAUTHENTICATED: { title: 'Du bist nicht angemeldet', hint: 'Öffne harombe mit einem neuen Link.' },
  CONFLICT: {
    title: 'Das hat sich inzwischen geändert',
    hint: 'Sieh es dir noch einmal an, und versuch es dann noch einmal.',
  },
  KEY_REUSED: { title: 'Das wurde schon einmal als etwas anderes gesendet', hint: 'Versuch es noch einmal.' },
  UNSUPPORTED_MEDIA_TYPE: {
    title: 'Diese Art von Datei wird nicht gelesen',
    hint: 'Sichere sie als eine andere, und versuch es noch einmal.',
  },
  CONFIG_INVALID: { title: 'Die Konfiguration hat einen Fehler', hint: 'Behebe ihn unter Konfiguration.' },
  CANCELLED: { title: 'Das wurde angehalten', hint: 'Versuch es noch einmal.' },
  LOCKED: { title: 'Ein anderes harombe hat das offen', hint: 'Beende es, und versuch es dann noch einmal.' },
}
