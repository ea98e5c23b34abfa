import { describe, expect, it } from 'vitest'
import { readTurn, type TurnKind } from './turn'

const answer = 'Here is the design. It keeps one counter for each client and refills it as time goes by.'

/** How a message is read after a request of the same language and its answer. */
const kindAfter = (text: string, assistant = answer) =>
  readTurn([
    { role: 'user', content: 'Design a rate limiter for a payment service and justify each choice.' },
    { role: 'assistant', content: assistant },
    { role: 'user', content: text },
  ]).kind

const goesOn: readonly TurnKind[] = ['agreement', 'continuation', 'same', 'answer']

/** Of each language: thanks / to go on / a correction / another form / a reason / the same for others. */
const languages: Record<
  string,
  Record<'trivial' | 'goesOn' | 'correction' | 'cosmetic' | 'why' | 'same', string[]>
> = {
  English: {
    trivial: [
      'thanks',
      'Thank you so much!',
      'ok',
      'Great, bye!',
      'thanks for your help',
      'Perfect!!',
      '👍',
      'ok, thanks',
      'no thanks',
      'got it',
    ],
    goesOn: [
      'yes, go ahead',
      'fix it',
      'try again',
      'Continue.',
      'Yes please',
      'ok, go on',
      'sure',
      'please continue',
      'yes, do it',
    ],
    correction: [
      "no, that's wrong",
      'still fails',
      "It doesn't work: TypeError: x is not a function",
      'that is not correct',
      "Sorry, but it's still wrong",
    ],
    cosmetic: [
      'shorter please',
      'as a table',
      'in German please',
      'can you make it shorter?',
      'in one sentence',
      'too long',
      'translate it to French',
    ],
    why: ['why?', 'How?', 'Explain why.', 'explain that', 'are you sure?', '?'],
    same: ['the same for the other two files', 'do the same for the login page', 'same thing in Rust'],
  },
  German: {
    trivial: [
      'danke',
      'Geht jetzt, danke!',
      'Vielen Dank!',
      'ok danke',
      'super, tschüss',
      'alles klar',
      'danke für deine Hilfe',
    ],
    goesOn: [
      'ja, mach das',
      'mach weiter',
      'behebe es',
      'noch einmal bitte',
      'weiter',
      'ja bitte',
      'versuch es noch einmal',
    ],
    correction: [
      'nein, das ist falsch',
      'geht immer noch nicht',
      'funktioniert nicht: Segmentation fault',
      'das stimmt nicht',
    ],
    cosmetic: [
      'kürzer bitte',
      'als Tabelle',
      'auf Englisch bitte',
      'kannst du es kürzer machen',
      'in einem Satz',
    ],
    why: ['warum?', 'Wieso?', 'erklär das bitte', 'bist du sicher?'],
    same: ['dasselbe für die anderen beiden Dateien', 'das gleiche für die Login-Seite'],
  },
  French: {
    trivial: ['merci', 'Merci beaucoup !', "d'accord", 'parfait, merci', 'au revoir'],
    goesOn: ['oui, vas-y', 'continue', 'corrige-le', 'réessaie', 'la suite', 'encore une fois'],
    correction: ["non, c'est faux", 'ça ne marche toujours pas', "ce n'est pas correct", 'ca marche pas'],
    cosmetic: ['plus court', 'sous forme de tableau', "en anglais s'il te plaît", 'en une phrase'],
    why: ['pourquoi ?', 'comment ?', 'explique', 'tu es sûr ?'],
    same: ['la même chose pour les deux autres fichiers', 'pareil pour la page de connexion'],
  },
  Spanish: {
    trivial: ['gracias', '¡Muchas gracias!', 'vale', 'perfecto, gracias', 'adiós'],
    goesOn: ['sí, adelante', 'sigue', 'arréglalo', 'inténtalo de nuevo', 'continúa por favor', 'si'],
    correction: ['no, eso está mal', 'sigue sin funcionar', 'no es correcto', 'todavía no funciona'],
    cosmetic: ['más corto', 'en una tabla', 'en inglés por favor', 'en una frase'],
    why: ['¿por qué?', 'por que', '¿cómo?', '¿estás seguro?'],
    same: ['lo mismo para los otros dos archivos', 'haz lo mismo con la página de inicio'],
  },
  Italian: {
    trivial: ['grazie', 'Grazie mille!', 'va bene', 'perfetto, grazie', 'arrivederci'],
    goesOn: ['sì, procedi', 'continua', 'correggilo', 'riprova', 'vai avanti'],
    correction: ['no, è sbagliato', 'non funziona ancora', 'non è corretto'],
    cosmetic: ['più breve', 'in una tabella', 'in inglese per favore', 'in una frase'],
    why: ['perché?', 'spiega', 'sei sicuro?'],
    same: ['lo stesso per gli altri due file', 'fai lo stesso per la pagina di login'],
  },
  Portuguese: {
    trivial: ['obrigado', 'Muito obrigada!', 'tá bom', 'perfeito, valeu', 'tchau'],
    goesOn: ['sim, pode fazer', 'continue', 'corrija isso', 'tente novamente', 'prossiga'],
    correction: ['não, isso está errado', 'ainda não funciona', 'não está correto'],
    cosmetic: ['mais curto', 'em uma tabela', 'em inglês por favor', 'numa frase'],
    why: ['por quê?', 'como assim?', 'tem certeza?'],
    same: ['o mesmo para os outros dois arquivos', 'faça o mesmo para a página de login'],
  },
  Dutch: {
    trivial: ['bedankt', 'Dank je wel!', 'begrepen', 'top, bedankt', 'doei'],
    goesOn: ['ja, ga je gang', 'ga door', 'los het op', 'probeer het opnieuw', 'ja graag'],
    correction: ['nee, dat klopt niet', 'het werkt nog steeds niet', 'dat is fout'],
    cosmetic: ['korter graag', 'als tabel', 'in het Engels alsjeblieft', 'in één zin'],
    why: ['waarom?', 'leg uit', 'weet je het zeker?'],
    same: ['hetzelfde voor de andere twee bestanden', 'doe hetzelfde voor de inlogpagina'],
  },
  Polish: {
    trivial: ['dzięki', 'Dziękuję bardzo!', 'rozumiem', 'super, dzięki', 'do widzenia'],
    goesOn: ['tak, zrób to', 'kontynuuj', 'popraw to', 'spróbuj ponownie', 'jeszcze raz'],
    correction: ['nie, to jest źle', 'nadal nie działa', 'to nieprawda'],
    cosmetic: ['krócej', 'w tabeli', 'po angielsku proszę', 'w jednym zdaniu'],
    why: ['dlaczego?', 'wyjaśnij', 'jesteś pewien?'],
    same: ['to samo dla pozostałych dwóch plików', 'zrób to samo dla strony logowania'],
  },
  Russian: {
    trivial: ['спасибо', 'Большое спасибо!', 'понятно', 'отлично, спасибо', 'до свидания'],
    goesOn: ['да, давай', 'продолжай', 'исправь это', 'попробуй ещё раз', 'дальше'],
    correction: ['нет, это неправильно', 'всё ещё не работает', 'это неверно'],
    cosmetic: ['короче', 'в виде таблицы', 'на английском пожалуйста', 'в одном предложении'],
    why: ['почему?', 'объясни', 'ты уверен?'],
    same: ['то же самое для двух других файлов', 'сделай то же для страницы входа'],
  },
  Turkish: {
    trivial: ['teşekkürler', 'Çok teşekkür ederim!', 'anladım', 'harika, sağ ol', 'görüşürüz'],
    goesOn: ['evet, yap', 'devam et', 'düzelt', 'tekrar dene', 'evet lütfen'],
    correction: ['hayır, bu yanlış', 'hâlâ çalışmıyor', 'bu doğru değil'],
    cosmetic: ['daha kısa', 'tablo olarak', 'İngilizce lütfen', 'tek cümleyle'],
    why: ['neden?', 'açıkla', 'emin misin?'],
    same: ['aynısını diğer iki dosya için yap', 'aynı şeyi giriş sayfası için'],
  },
  Japanese: {
    trivial: ['ありがとう', 'ありがとうございます！', 'わかりました', '了解です', 'さようなら'],
    goesOn: ['はい、お願いします', '続けて', '直してください', 'もう一度お願いします', '続けてください'],
    correction: ['違います', 'まだ動きません', 'それは間違いです'],
    cosmetic: ['もっと短くしてください', '表にしてください', '英語でお願いします', '箇条書きで'],
    why: ['なぜですか？', 'どうして？', '説明してください', '本当ですか？'],
    same: ['他の二つのファイルも同じようにして', '同じことを残りにも'],
  },
  Chinese: {
    trivial: ['谢谢', '非常感谢！', '好的', '明白了，谢谢', '再见'],
    goesOn: ['是的，继续', '继续', '修复它', '再试一次', '请继续', '继续吧'],
    correction: ['不对', '还是不行', '这是错的', '运行失败了'],
    cosmetic: ['短一点', '用表格', '请用英文', '用一句话总结', '翻译成英文'],
    why: ['为什么？', '解释一下', '你确定吗？'],
    same: ['对其他两个文件做同样的', '另外两个文件也一样'],
  },
  Korean: {
    trivial: ['감사합니다', '고마워요!', '알겠습니다', '완벽해요, 감사합니다', '안녕히 계세요'],
    goesOn: ['네, 진행해주세요', '계속해줘', '고쳐주세요', '다시 시도해줘', '계속 해주세요'],
    correction: ['틀렸어요', '아직도 안 돼요', '작동하지 않습니다'],
    cosmetic: ['더 짧게 해주세요', '표로 정리해 주세요', '영어로 해줘', '한 문장으로'],
    why: ['왜요?', '설명해줘', '확실해요?'],
    same: ['나머지 두 파일도 똑같이 해줘', '로그인 페이지도 똑같이'],
  },
  Arabic: {
    trivial: ['شكرا', 'شكراً جزيلاً!', 'حسناً', 'ممتاز، شكرا', 'مع السلامة'],
    goesOn: ['نعم، تفضل', 'استمر', 'أصلحه', 'حاول مرة أخرى', 'اكمل'],
    correction: ['لا، هذا خطأ', 'ما زال لا يعمل', 'غير صحيح'],
    cosmetic: ['أقصر من فضلك', 'في جدول', 'بالإنجليزية', 'في جملة واحدة'],
    why: ['لماذا؟', 'اشرح', 'هل أنت متأكد؟'],
    same: ['نفس الشيء بالنسبة للملفين الآخرين', 'افعل الشيء نفسه للصفحة الثانية'],
  },
  Hindi: {
    trivial: ['धन्यवाद', 'बहुत बहुत धन्यवाद!', 'ठीक है', 'बढ़िया, शुक्रिया', 'अलविदा'],
    goesOn: ['हाँ, करो', 'जारी रखें', 'इसे ठीक करो', 'फिर से कोशिश करो', 'आगे बढ़ें'],
    correction: ['नहीं, यह गलत है', 'अभी भी काम नहीं कर रहा', 'यह सही नहीं है'],
    cosmetic: ['और छोटा करो', 'तालिका में', 'अंग्रेज़ी में', 'एक वाक्य में'],
    why: ['क्यों?', 'समझाओ', 'विस्तार से बताओ'],
    same: ['बाकी दो फाइलों के लिए भी यही करो', 'यही काम लॉगिन पेज के लिए भी करो'],
  },
}

describe.each(Object.entries(languages))('a follow-up in %s', (_language, examples) => {
  it.each(examples.trivial)('%j asks for nothing', text => expect(kindAfter(text)).toBe('trivial'))
  it.each(examples.goesOn)('%j goes on with the request', text => expect(goesOn).toContain(kindAfter(text)))
  it.each(examples.correction)('%j says that it was wrong', text =>
    expect(kindAfter(text)).toBe('correction'),
  )
  it.each(examples.cosmetic)('%j wants another form', text => expect(kindAfter(text)).toBe('cosmetic'))
  it.each(examples.why)('%j asks for reasons', text => expect(kindAfter(text)).toBe('why'))
  it.each(examples.same)('%j wants the same for others', text => expect(kindAfter(text)).toBe('same'))
})

describe('a new question after hard work', () => {
  it.each([
    "what's the capital of France?",
    'What time is it?',
    'Who wrote Hamlet?',
    'How do I say good morning in Spanish?',
    'Convert 10 miles to kilometres',
    'Why is the sky blue?',
    'Explain whyever people like olives on pizza',
    'And what is the capital of France?',
    'Was ist die Hauptstadt von Frankreich?',
    'Wie spät ist es?',
    'Und wie hoch ist der Mount Everest?',
    'Quelle est la capitale de la France ?',
    'Où est la gare ?',
    '¿Quién escribió Don Quijote?',
    'Qual è la capitale della Francia?',
    'Qual é a capital da França?',
    'Wat is de hoofdstad van Frankrijk?',
    'Jaka jest stolica Francji?',
    'Какая столица Франции?',
    'Fransa’nın başkenti neresi?',
    'フランスの首都はどこですか',
    '法国的首都是哪里？',
    '이탈리아의 수도는 어디인가요?',
    'ما هي عاصمة فرنسا؟',
    'फ्रांस की राजधानी क्या है?',
  ])('%j stands alone', text => expect(kindAfter(text)).toBe('request'))
})

describe('work that names what it is about', () => {
  it.each<[string, TurnKind]>([
    ['now write the tests', 'continuation'],
    ['Now add refunds to the payment service', 'addition'],
    ['what about refunds?', 'addition'],
    ['use Rust instead', 'addition'],
    ['ok but do it in Rust', 'same'],
    ['rewrite it in Rust', 'same'],
    ['réécris-le en Rust', 'same'],
    ['Rustで書き直してください', 'same'],
    ['shorter and in German', 'cosmetic'],
    ['in Python pls', 'same'],
    ['how do I sort a list in Python?', 'request'],
    ['Perfect. Now tell me a joke', 'request'],
    ['What does TLS stand for?', 'request'],
    ['add tests', 'reference'],
    ['добавь тесты', 'reference'],
    ['the second one', 'reference'],
    ['Explain the second choice again', 'why'],
    ['another joke', 'reference'],
    ['next train to Berlin', 'request'],
    ['more about Berlin in winter please', 'request'],
    ['start a timer', 'request'],
    ['tell me a joke', 'request'],
    ['Danke, und wie spät ist es?', 'request'],
    ['Los Angeles weather', 'request'],
  ])('%j is read as %s', (text, kind) => expect(kindAfter(text)).toBe(kind))
})

describe('a short word after a question of the assistant', () => {
  const offers = 'I can add a sliding window and prove its bounds. Shall I implement it?'

  it.each([
    ...['ok', '👍', '👍🏽', '👌', '✅', 'sure', 'Alright.', 'gut', '好的', 'yes'],
    ...[
      'up to you',
      'whichever you prefer',
      'du entscheidest',
      'comme tu veux',
      'como quieras',
      'お任せします',
    ],
  ])('%j agrees', text => expect(kindAfter(text, offers)).toBe('agreement'))

  it.each(['thanks', 'no', 'no thanks', 'not now', 'nein danke'])('%j still asks for nothing', text =>
    expect(kindAfter(text, offers)).toBe('trivial'),
  )

  it.each(['ok', '👍'])('%j to "anything else?" asks for nothing', text =>
    expect(kindAfter(text, 'It is done. Is there anything else I can help you with?')).toBe('trivial'),
  )

  it.each(['Rust', 'Python 3', 'postgres', '2'])('%j answers it', text =>
    expect(kindAfter(text, 'Which one should I use?')).toBe('answer'),
  )

  it.each([
    'no, the first one',
    'nein, die erste',
    'non, le premier',
    'no, el primero',
    'いいえ、最初のほうで',
  ])('%j refuses one thing and asks for another', text => expect(kindAfter(text, offers)).toBe('answer'))

  it.each(["no, that's all", 'non merci, ça va', 'no gracias, eso es todo', '👎'])('%j refuses', text =>
    expect(kindAfter(text, offers)).toBe('trivial'),
  )
})

describe('what was pasted without a word of its own', () => {
  const code = '```ts\nexport const take = (limiter: Limiter) => limiter.tokens > 0\n```'
  const errors = [
    'Traceback (most recent call last):\n  File "a.py", line 4, in take\n    refill()\nClockError: time went back',
    'TypeError: x is not a function\n    at take (limiter.js:3:4)',
    'error[E0382]: borrow of moved value\n  --> src/main.rs:4:5',
    "src/limiter.ts(3,5): error TS2304: Cannot find name 'x'.",
    'main.c:3:5: error: expected expression',
    'I get this:\n\n--- FAIL: TestTake (0.00s)',
    '```\npanic: runtime error: index out of range\n```',
  ]

  it.each(errors)('says that the code before was not right: %j', text =>
    expect(kindAfter(text, code)).toBe('correction'),
  )

  it('may be about something else where nothing was made and no word is shared', () => {
    for (const text of errors) {
      if (!/limiter/.test(text)) expect(kindAfter(text, 'Good morning.')).toBe('request')
    }
  })

  it('is what the assistant asked for, or more of the same', () => {
    const json = '{\n  "colour": 3,\n  "width": 4,\n  "names": ["a"]\n}'
    expect(kindAfter(json, 'What is in your settings now?')).toBe('answer')
    expect(kindAfter(code)).toBe('addition')
    expect(kindAfter(json)).toBe('request')
  })

  it('leaves what it is about to be gone back to', () => {
    const request = 'Design a rate limiter for a payment service and justify each choice.'
    const turn = readTurn([
      { role: 'user', content: request },
      { role: 'assistant', content: code },
      { role: 'user', content: errors[0] ?? '' },
      { role: 'assistant', content: code },
      { role: 'user', content: 'continue' },
    ])
    expect(turn.parts.map(({ text }) => text)).toContain(request)
  })

  it.each([
    'Why does it fail?\n\n```\nTypeError: x is not a function\n```',
    'Write a parser for lines such as these:\nerror: one\nerror: two',
  ])('is not all of %j', text => expect(kindAfter(text, code)).not.toBe('correction'))
})
