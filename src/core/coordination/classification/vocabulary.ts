/**
 * Words that tell what kind of work a text asks for. A trailing `*` takes all endings, as these languages inflect. Groups
 * name work, not topics a test might hold; each is one number for the trained model, which decides what it is worth.
 */
export const vocabulary = {
  proof: `derive derives derivation* disprove* conjecture* leite herleit* herleitung abzuleiten prouver démontrer établi* dérivez demostrar deduce deduz* prove dimostrare derivare deduci demonstre afleid* вывед* выведите udowodnij wyprowadź kanıtla* ispatla* türet* أثبت برهن اشتق استنتج साबित सिद्ध व्युत्पन्न prove proves proven proof* lemma theorem* corollary contradiction induction irrational rigorous* beweis* widerspruch
    démontre* démonstration preuve prouve* demuestr* demostra* prueba dimostra* dimostrazione provar prove-se bewijs* докаж* доказ* теорем* udowodni*`,
  mathematics: `equation* polynomial* integral* derivative* eigenvalue* matrix matrices vector* modulo mod congruent prime primes probability
    probabilities triangle* circle* radius perimeter hypotenuse angle* angles slope parabola hyperbola ellipse logarithm* sin cos tan sine cosine
    quadratic coefficient* integer* integers divisor* divisible multiple remainder digit digits fraction* decimal inequality convergen* bijection
    manifold topolog* algebra* calculus geometr* trigonometr* asymptot* arithmetic factorial permutation* combination* sequence vertex vertices
    graph coordinates square cube sqrt sum product domain gleichung* wahrscheinlichkeit* dreieck* kreis* matrizen ganzzahl* ganze primzahl* winkel
    ableitung équation* probabilité* intégrale* dérivée triangles cercle* rayon entiers racine ecuación ecuaciones probabilidad derivada triángulo
    círculo entero* matriz equazion* probabilità derivata triangolo cerchio intero interi equação probabilidade уравнен* вероятност* матриц* интеграл*
    треугольник* числ* równani* prawdopodobie*`,
  calculation: `calculate* calculation* compute computes solve solves solved evaluate simplify determine estimate total average percent percentage per each
    twice half many much cost costs price prices paid pays earn earns sold sells sell bought buys hours minutes days weeks miles km meters feet inches
    gallons liters pounds kg speed distance rate profit discount interest berechne* löse* gesamt* durchschnitt* prozent* kosten kostet calcule* résou*
    combien moyenne coûte* calcula* calcular resuelv* cuánto* cuántos promedio calcola* risolv* quanto quanti quante calcul* resolv* вычисл* реши* решите сколько
    oblicz* ile bereken*`,
  code: `code coding function functions method methods class classes program programs programming script scripts algorithm* variable* array arrays
    string strings tuple tuples list lists dictionary dict loop recursion recursive compile* compiler debug* bug bugs syntax runtime python javascript
    typescript java rust golang kotlin swift php ruby perl c++ c# scala haskell sql html css bash powershell shell regex api json xml yaml react vue
    angular django flask node nodejs pytorch tensorflow pandas numpy matplotlib github git unity matlab latex excel vba macro query queries endpoint
    funktion programm* skript code-beispiel fonction programme función programa código funzione programma codice função функци* код программ* скрипт*
    funkcj* kod`,
  systems: `docker kubernetes linux kernel server servers deploy* deployment database databases distributed concurren* thread threads threading mutex
    async asynchronous cache caching latency throughput network networking protocol* tcp udp http https websocket oauth jwt encryption aws azure gcp
    terraform nginx postgres postgresql mysql mongodb redis kafka microservice* backend frontend architecture* scalab* cluster* memory gpu cuda cpu
    firmware arduino esp32 raspberry pipeline pipelines systemd ssh vpn dns proxy driver drivers plugin config configuration configure verteilt* architektur
    datenbank* architettura arquitectura arquitetura сервер*`,
  implementation: `geschrieben implementeer yaz* uygula* اكتب أنشئ लिखिए लिखो बनाइए implement* refactor* rewrite build* develop* create creates generate write code-golf optimi* integrate setup install implementier*
    erstelle* entwickl* schreibe* écri* rédige* crée* créer développe* implémente* escrib* crea crear desarrolla* implementa* scriv* svilupp* crie escrev*
    desenvolv* напиш* создай* создать разработ* реализ* napisz stwórz zaimplement*`,
  design: `redesign* plane auslegung dimensionier* tasarla* geliştir* zaprojektuj zaproponuj ontwerp ontwikkel صمّم صمم خطط अभिकल्प डिज़ाइन योजना design* architect* strateg* roadmap framework* blueprint planning plan plans proposal propos* specification* requirements entwirf* entwurf entwerfe*
    konzept* strategie* konzipier* conçois concev* conception diseñ* estrategia* progetta* strategia planej* projet* спроектир* стратеги* план zaprojektuj
    ontwerp*`,
  analysis: `weigh* reconcile* predict* defend refute critically quantify valora evalúe analizza analysiere beurteile abwäge confrontez pesez évaluez oceń porównaj rozstrzygnij değerlendir* karşılaştır* eleştirel beoordeel vergelijk оцен* сопостав* قيّم قارن حلل मूल्यांकन तुलना विश्लेषण analy* compare* comparison contrast* evaluat* critique* criticall* assess* investigat* diagnos* tradeoff* trade-off* implication* justify
    justification hypothes* synthesi* infer* interpret* argue argument* examin* differenc* difference advantages disadvantages pros cons vergleich* bewert*
    begründe* abwägung* untersuche* erörter* comparer comparez évalue* critiqu* différence* compara* evalú* diferencia* confront* valuta* differenz*
    avalie diferença* сравн* проанализ* анализ* оцен* porównaj przeanalizuj`,
  optimisation: `optimi* optimal improve* enhance* efficient* efficiency performance faster complexity minimal minimi* maximi* heuristic* np-hard amortized
    verbesser* effizien* améliore* efficace mejora* eficien* miglior* efficien* улучш* оптимиз*`,
  fault: `fix fixes error errors exception exceptions traceback undefined null crash* fail fails failed failing doesn't broken issue warning wrong debug
    fehler fehlermeldung erreur* corrige* errore errori ошибк* исправ*`,
  explanation: `açıkla* اشرح समझाइए समझाओ niçin neden explain* explanation describe* why how meaning mean means understand reason reasons elaborate tell erklär* beschreib* warum wie weshalb expliqu*
    décri* pourquoi comment explica* describ* descri* perché spiega* explique por-que объясн* опиш* почему как wyjaśnij dlaczego leg-uit waarom hoe`,
  summary: `summar* tl;dr paraphrase* rephrase* proofread* shorten condense outline bullet reword zusammenfass* fasse résum* reformul* resum* riassum* riformul*
    resuma обобщ* кратко streść samenvat*`,
  story: `hikaye şiir fıkra قصة قصيدة نكتة कहानी कविता चुटकुला story stories poem poems poetry haiku limerick lyrics song fiction novel character characters scene dialogue plot protagonist fairy tale joke jokes
    funny humorous creative imaginary imagine fantasy screenplay script geschichte* gedicht* erzähl* witz histoire poème conte* raconte* blague imagin*
    historia* poema* cuento* chiste* storia racconto poesia barzelletta imagina história conto piada истори* рассказ* стих* шутк* opowiadani* wiersz żart`,
  letter: `email emails e-mail letter letters essay article blog post posts tweet caption captions slogan slogans speech description headline paragraph* message
    resume cv cover linkedin instagram advertisement newsletter brief* aufsatz artikel blogbeitrag beitrag lettre courriel essai discours carta correo ensayo
    artículo lettera articolo saggio redação artigo письм* стать* эссе list artykuł`,
  roleplay: `roleplay role-play act acting pretend persona embody character expert assistant sherlock stark gandalf specialist professional consultant
    schlüpf* verkörpere stell incarne* imaginez actúa encarna impersona interpreta immagin* atue finja представь притвор* udawaj`,
  extraction: `extract* identify count occurrences mentioned following passage paragraph excerpt table csv json categor* classif* label sort order alphabetical*
    rank name names highlight extrahier* identifizier* zähle* folgenden absatz tabelle extrais extrayez identifie* suivant* paragraphe compte* extrae*
    identifi* siguiente* párrafo estrai* elenca* seguent* conta извлек* определ* следующ* перечисл* wymień`,
  translation: `translate* translation spell pronounce synonym* antonym* grammar grammatical* übersetz* traduis traduire traduction traduc* traduzi* traduir
    перевед* переведи przetłumacz vertaal`,
  everyday: `ışıkları alarmı hatırlat hava wecker licht منبّه ذكّرني الطقس अलार्म मौसम याद timer alarm remind* reminder weather calendar schedule shopping volume play music playlist call text flight flights book hotel restaurant
    reservation recipe balance bill bank card account credit transfer battery traffic directions lights light thermostat wecker wetter termin einkaufsliste
    erinnere minuteur météo rappelle réveil temporizador alarma clima tiempo recuérdame sveglia meteo ricordami despertador lembre погод* будильник напомни
    pogoda budzik przypomnij wekker`,
  greeting: `thanks thank hello hi hey goodbye bye please sorry morning evening welcome danke hallo bitte tschüss merci bonjour salut gracias hola adiós grazie
    ciao obrigad* olá спасибо привет dziękuję cześć dank`,
  lookup: `who when where which what whats who's what's whose capital president population founded invented born died located located discovered wer wann wo was
    welche* wieviel* hauptstadt qui quand où quel quelle quels quelles capitale quién cuándo dónde cuál qué chi quando dove quale qual quem onde кто когда где
    какой какая столица kto kiedy gdzie stolica wie hoofdstad`,
  society: `culture* cultural society social history historical histor* politic* econom* ethic* philosoph* moral religion* art democracy government law policy
    education environment* climate psycholog* communit* identity tradition* gesellschaft* kultur* politi* wirtschaft* société* polit* sociedad società
    sociedade обществ* культур* экономик*`,
  science: `superconduct* plasma landau hawking radiation spacetime cosmolog* astrophys* renormali* hamiltonian lagrangian tensor* operator* spectral homotopy cohomology sheaf riemann hilbert banach sobolev stochast* kinetics orbit* quantenfeld* physik* molecule* atom atoms electron* reaction* enthalpy voltage current resistance circuit* quantum relativity velocity acceleration force friction mass energy
    momentum pressure temperature thermodynamic* entropy equilibrium concentration mol mole moles ph acid* ions frequency wavelength magnetic capacitor
    inductance torque gene genes genome protein* cell cells enzyme* neuron* differential stochastic regression bayesian markov gradient neural hypothesis
    spannung widerstand geschwindigkeit molekül* vitesse énergie réaction velocidad energía reacción velocità energia скорост* энерги* реакци*`,
  profession: `patient* clinical diagnosis treatment symptom* dosage medication* legal contract* lawsuit liability tax taxes audit accounting investment portfolio
    hedge valuation revenue marketing stakeholder* compliance regulat* iso engineering manufacturing supply logistics vertrag* steuer* contrat impôt*
    contrato impuest* contratto`,
  puzzle: `riddle* puzzle* logic liar* truth knight* knaves deduce houses row left right behind front taller older younger sister sisters brother brothers
    sibling* doors prisoners hats weigh marbles coins dice cards balls candle* rätsel énigme* devinette acertijo* indovinello enigma загадк*`,
  constraint: `must should exactly least most only never always without ensure avoid unless except limit within constraint* requirement* include including
    muss müssen mindestens höchstens genau ohne nur darf doit doivent moins exactement sans uniquement debe deben menos exactamente sin solo deve devono
    almeno esattamente senza должен должна минимум ровно только без musi dokładnie tylko`,
  detail: `detail* comprehensive thorough* in-depth complete full step steps extensive advanced professional complex sophisticated production production-ready
    ausführlich* detailliert* umfassend* détaill* approfondi* complet* detallad* exhaustiv* completa completo dettagliat* подробн* детальн* szczegółow*
    uitgebreid*`,
  sequel: `then also additionally furthermore moreover finally next after before second third afterwards anschließend danach außerdem zudem puis ensuite enfin
    luego además después finalmente poi inoltre infine depois além затем также потом następnie`,
  advice: `best tips suggest* recommend* advice ideas idea should help need want good better favorite opinion think feel tipps empfiehl* empfehl* vorschl* conseil*
    recommand* suggér* consej* recomiend* consigli* suggeri* conselho* recomend* совет* посовет* порекоменд* polec*`,
} as const satisfies Record<string, string>

export type WorkKind = keyof typeof vocabulary

/** Told by phrases alone. */
export const phraseOnlyKinds = ['stepwise', 'persona', 'onlyAnswer'] as const
type PhraseOnlyKind = (typeof phraseOnlyKinds)[number]

/** Scripts without spaces between words, and phrases: looked for as they stand. */
export const phrases = {
  proof: [
    '推导',
    '求证',
    '導出',
    '証明せよ',
    '示せ',
    '도출',
    '유도하',
    'show that',
    'zeige, dass',
    'montrer que',
    'montrez que',
    '证明',
    '証明',
    '증명',
  ],
  mathematics: [
    '方程',
    '概率',
    '函数',
    '积分',
    '矩阵',
    '三角',
    '確率',
    '関数',
    '積分',
    '行列',
    '확률',
    '방정식',
    '함수',
    '적분',
    '행렬',
    '정수',
    '整数',
    '半径',
  ],
  calculation: [
    'how many',
    'how much',
    'wie viel',
    '计算',
    '多少',
    '計算',
    'いくつ',
    'いくら',
    '계산',
    '얼마',
    '몇',
  ],
  code: [
    '代码',
    '函数',
    '程序',
    '脚本',
    '算法',
    'コード',
    'プログラム',
    'スクリプト',
    'アルゴリズム',
    '코드',
    '프로그램',
    '스크립트',
    '알고리즘',
  ],
  systems: ['服务器', '分布式', '数据库', 'サーバー', '分散', 'データベース', '서버', '분산', '데이터베이스'],
  implementation: ['实现', '编写', '开发', '実装', '作成', '開発', '구현', '작성', '개발'],
  design: ['设计', '方案', '架构', '設計', '戦略', '설계', '전략'],
  analysis: [
    '权衡',
    '对比',
    '論じ',
    '検討',
    '비판적',
    '검토',
    '검증',
    '分析',
    '比较',
    '评估',
    '区别',
    '比較',
    '評価',
    '違い',
    '분석',
    '비교',
    '평가',
    '차이',
  ],
  optimisation: ['优化', '改进', '最適化', '改善', '최적화', '개선'],
  fault: ['错误', '修复', 'エラー', '修正', '오류', '에러'],
  explanation: ['解释', '为什么', '如何', '说明', '説明', 'なぜ', '설명', '왜', '어떻게'],
  summary: ['总结', '概括', '要約', '요약'],
  story: ['故事', '诗', '小说', '物語', '詩', 'ジョーク', '이야기', '시를', '소설', '笑话'],
  letter: ['邮件', '文章', '信', 'メール', '手紙', 'エッセイ', '이메일', '편지', '에세이', '博客'],
  roleplay: [
    'act as',
    'pretend to be',
    'pretend you',
    'role of',
    '扮演',
    '假设你',
    '角色',
    '演じ',
    'ふりをし',
    '역할',
    '척',
  ],
  extraction: ['提取', '列出', '识别', '抽出', '추출', '나열', '식별'],
  translation: ['翻译', '翻訳', '번역'],
  everyday: ['天气', '闹钟', '提醒', '天気', 'アラーム', 'タイマー', '날씨', '알람', '타이머'],
  greeting: ['谢谢', '你好', 'ありがとう', 'こんにちは', '감사', '안녕'],
  lookup: ['谁', '什么时候', '哪里', '首都', '誰', 'いつ', 'どこ', '누구', '언제', '어디', '수도'],
  society: ['社会', '文化', '历史', '经济', '歴史', '経済', '사회', '문화', '역사', '경제'],
  detail: ['in depth', 'in detail', '详细', '全面', '詳しく', '詳細', '자세', '상세'],
  constraint: ['no more than', 'do not', "don't", '必须', '至少', '必ず', '以上', '반드시', '최소'],
  stepwise: [
    'step by step',
    'step-by-step',
    'schritt für schritt',
    'étape par étape',
    'paso a paso',
    'passo dopo passo',
    'passo a passo',
    'think through',
    '一步',
    'ステップ',
    '단계별',
    'шаг за шагом',
  ],
  persona: [
    'you are a',
    'you are an',
    "you're a",
    'your task',
    'i want you to',
    'du bist ein',
    'vous êtes',
    'tu es un',
    'eres un',
    'sei un',
    'você é um',
    'ты —',
    '你是',
    'あなたは',
    '당신은',
  ],
  onlyAnswer: [
    'respond with only',
    'only respond',
    'only the',
    'just answer',
    'one word',
    'single word',
    'yes or no',
    'true or false',
    'answer with',
    'output only',
    'nur mit',
    'seulement par',
    'solo con',
    '只回答',
    'だけ答え',
  ],
} as const satisfies Partial<Record<WorkKind | PhraseOnlyKind, readonly string[]>>

export type PhraseKind = keyof typeof phrases
