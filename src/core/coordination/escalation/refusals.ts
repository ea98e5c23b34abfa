import type { Signal } from './types'

/**
 * How models begin when they do not answer, by language. "I can't" alone says nothing ("I can't recommend it enough", a letter
 * that turns an invitation down): what follows must be a thing done for whoever asks. Whether a refusal was deserved cannot
 * be known here, so a person is told that it declined and no more.
 */
const declines: readonly RegExp[] = [
  // English
  /\bI(?:'m| am)? ?(?:sorry|afraid)?,? ?(?:but )?(?:I )?(?:can(?:no|')?t|can not|could ?n[o']t|won't|will not|am unable to|'m unable to|am not able to|'m not able to|unable to|not able to) (?:\w+ly )?(?:assist|help (?:you|with|out)|help[.,!]|provide|answer|fulfill?|comply|generate|create|complete|continue|discuss|share|engage|process|perform|solve|determine|verify|write|do that|do this|give you|offer|support)/i,
  /\b(?:can't|cannot|unable to) (?:assist|help) with (?:that|this)/i,
  // German
  /\bich kann (?:Ihnen |dir |euch |das |dies(?:e[rs]?)? |diese \w+ |dabei |leider |hierzu |bei \w+ |dazu )*(?:leider |nicht |keine? )+(?:\w+ ){0,4}(?:helfen|behilflich|weiterhelfen|beantworten|antworten|geben|erstellen|unterstützen|bereitstellen|nachkommen|ausführen|lösen|schreiben)/i,
  /\bich (?:bin (?:leider )?nicht in der Lage|darf (?:leider )?nicht|kann (?:dabei|damit|hierbei) (?:leider )?nicht)/i,
  // French
  /\bje ne (?:peux|puis|suis) pas (?:en mesure |capable |malheureusement )*(?:de |d')?(?:vous |t'|y )?(?:aider|assister|répondre|fournir|créer|générer|satisfaire|donner|traiter|effectuer|écrire|faire)/i,
  // Spanish
  /\bno (?:puedo|podría|soy capaz de|me es posible) (?:\w+mente )?(?:ayudar|asistir|proporcionar|responder|cumplir|generar|crear|darte|darle|ofrecer|realizar|escribir|continuar)/i,
  // Italian
  /\bnon (?:posso|sono in grado di|riesco a) (?:\w+ )?(?:aiutar|assister|fornir|risponder|generar|crear|soddisfar|darti|offrir|eseguir|scriver)/i,
  // Portuguese
  /\bnão (?:posso|consigo|sou capaz de|é possível) (?:te |lhe |o |a )?(?:ajudar|auxiliar|fornecer|responder|gerar|criar|atender|dar|oferecer|realizar|escrever|continuar)/i,
  // Dutch
  /\bik kan (?:u |je |jou |daar |hier |dat |dit |hierbij |helaas )*(?:niet|geen) (?:\w+ ){0,4}(?:helpen|beantwoorden|geven|maken|assisteren|verstrekken|voldoen|schrijven)/i,
  // Polish
  /\bnie (?:mogę|jestem w stanie|potrafię) (?:\w+ )?(?:pomóc|odpowiedzieć|udzielić|podać|stworzyć|wygenerować|spełnić|napisać|zrobić)/iu,
  // Swedish, Danish, Norwegian
  /\bjag kan (?:tyvärr )?inte (?:hjälpa|svara|ge|skapa|bistå|skriva)|\bjeg kan (?:desværre |dessverre )?ikke (?:hjælpe|hjelpe|svare|give|gi|lave|lage|skrive)/iu,
  // Turkish
  /(?:yardımcı olamam|yardımcı olamıyorum|yanıt veremem|cevap veremem|sağlayamam|oluşturamam|yapamam|yerine getiremem)/iu,
  // Russian, Ukrainian
  /я не (?:могу|способен|в состоянии|имею возможности) (?:вам |тебе |с этим )*(?:помочь|ответить|предоставить|выполнить|создать|дать|написать|обсуждать|продолжить)|я не можу (?:вам |тобі |з цим )*(?:допомогти|відповісти|надати|виконати|створити|дати|написати)/iu,
  // Chinese
  /(?:我|本人)?(?:很抱歉|抱歉|对不起|非常抱歉)?[，,]?\s*我?(?:无法|不能|不可以|没有办法|没办法|無法)(?:为您|为你|给您|给你|帮您|帮你|直接)?(?:提供|回答|协助|帮助|帮忙|完成|生成|满足|讨论|继续|解答|協助|幫助)/u,
  // Japanese
  /(?:お答え|お手伝い|ご提供|提供|回答|対応|お応え|ご案内|作成|お力に)(?:することは?|は|に|が|を)?(?:でき(?:ません|かねます)|いたしかねます|致しかねます|なれません)/u,
  // Korean
  /(?:도와드릴|답변(?:해 ?)?드릴|답변할|제공(?:해 ?)?드릴|제공할|작성할|도움을 드릴|수행할) 수(?:는|가)? 없/u,
  // Arabic, Hindi
  /لا (?:أستطيع|يمكنني|أقدر على) (?:مساعدت|الإجابة|تقديم|توفير|إنشاء|تنفيذ|كتابة|المساعدة)|(?:मदद|सहायता|उत्तर|प्रदान|जवाब)\s*(?:नहीं|करने में असमर्थ|देने में असमर्थ)/u,
]

const doubts: readonly RegExp[] = [
  /\bI(?:'m| am) (?:really |honestly )?not (?:entirely |completely |totally |quite )?(?:sure|certain)\b|\bI (?:really |honestly )?(?:don't|do not) (?:actually )?know\b|\bI (?:don't|do not) have (?:enough|sufficient|any) (?:\w+ )?(?:information|knowledge|details|data|context)/i,
  /\bich (?:bin (?:mir )?(?:leider )?(?:da )?nicht (?:ganz )?sicher|weiß (?:es |das )?(?:leider )?nicht|habe (?:leider )?(?:nicht genügend|nicht genug|keine (?:genauen |ausreichenden )?) ?(?:Informationen|Angaben|Daten|Kenntnis))/i,
  /\bje ne (?:suis pas (?:sûre?|certaine?)|sais pas|dispose pas d(?:e |')(?:suffisamment|assez|informations))/i,
  /\bno (?:estoy (?:del todo |completamente )?segur[oa]|lo sé|sé (?:la respuesta|exactamente)|tengo (?:suficiente )?información)/i,
  /\bnon (?:sono (?:del tutro |del tutto )?sicur[oa]|lo so|ho (?:abbastanza )?informazioni)|\bnão (?:tenho certeza|estou certo|sei|tenho informações)/iu,
  /\bik (?:weet het (?:helaas )?niet|ben (?:er )?niet zeker|heb (?:niet genoeg|onvoldoende) informatie)|\bnie (?:wiem|jestem pew(?:ien|na)|mam (?:wystarczających )?informacji)/iu,
  /я не (?:знаю|уверен|уверена|располагаю (?:достаточной )?информацией)|у меня нет (?:достаточной )?информации/iu,
  /我(?:也)?不(?:太|是很)?(?:确定|清楚|知道)|我(?:没有|沒有)(?:足够|相关|足夠)?的?(?:信息|资料|資訊)/u,
  /(?:よく|はっきり(?:とは)?)?(?:わかりません|分かりません|存じません)|잘 모르겠|확실하지 않|알 수 없습니다|لا أعرف|لست متأكد|मुझे (?:नहीं पता|पता नहीं)|emin değilim|bilmiyorum/u,
]

/** What no model can do without eyes, a network or a clock: a larger one would decline as well. */
const beyondAnyModel =
  /real[- ]?time|live (?:data|information)|(?:brows\w*|access|search|open)\s(?:\w+\s){0,3}(?:internet|web|links?|urls?|files?|websites?|e-?mails?|device|account)|(?:current|today's) (?:weather|date|time|news|price)|your (?:location|screen|camera|microphone|files?|device|account|calendar)|(?:see|view|hear|play|display) (?:\w+ )?(?:images?|pictures?|photos?|audio|videos?)|Echtzeit|aktuelle (?:Wetter|Uhrzeit|Nachrichten)|(?:auf das|aufs) Internet|temps réel|tiempo real|tempo real[ei]|real[- ]?tijd|реальном времени|в интернет|实时|即時|联网|リアルタイム|インターネット|실시간|الوقت الفعلي/iu

const openingCharacters = 320
/** What is not known later on is a part of what is told. */
const doubtCharacters = 160
const shortAnswer = 500

/** What stands in quotation marks is said by somebody else. */
const withoutQuotes = (text: string): string =>
  text.replace(/"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|「[^」]*」/g, ' ')

/** A text written for the user in somebody's name: what it declines is an invitation. */
const isLetter =
  /^\W*(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|件名|主题)\s*[:：]|^\W*(?:dear|hi|hello|hey|liebe[rs]?|sehr geehrte|hallo|cher|chère|bonjour|estimad[oa]|querid[oa]|hola|gentile|caro|cara|prezad[oa]|beste|geachte|szanown|drog[ia]|уважаем|дорог|尊敬的|亲爱的)\s[^\n]{0,60}[,:!，：]\s*\n/iu

/** Whether it opens by declining, or by saying that it does not know. */
export function refusal(content: string): Signal | null {
  const text = content.trim()
  const opening = withoutQuotes(text.slice(0, openingCharacters).replaceAll('’', "'"))
  if (isLetter.test(opening) || beyondAnyModel.test(opening)) return null
  const isShort = text.length < shortAnswer
  if (declines.some(phrase => phrase.test(opening))) {
    return { kind: 'declined', weight: isShort ? 0.6 : 0.3, words: 'it declined' }
  }
  if (!doubts.some(phrase => phrase.test(opening.slice(0, doubtCharacters)))) return null
  // "I'm not sure what you mean, which file is it?" is how one should answer.
  const asksBack = /[?？؟]\s*$/.test(text)
  return {
    kind: 'unsure',
    weight: asksBack ? 0.15 : isShort ? 0.55 : 0.2,
    words: 'it says that it is not sure',
  }
}
