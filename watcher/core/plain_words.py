"""Words that say nothing about what a mail is about, and the phrases by which one mail speaks of another, in the sixteen languages; all folded (small letters, no accents).

A word here covers what begins with it and is at most three letters longer. The commonest words of three letters or fewer are left out anyway.
"""

import re
from functools import cache

from watcher.core.folding import fold

_VAGUE = """
    hello hallo greetings question query request information meeting update news call chat message mail email letter contact inquiry enquiry
    important urgent reminder hey dear about follow following followup regarding quick short brief note test subject none untitled thanks thank you please help answer reply response
    touch base introduction intro your our my the and for from with new info faq
    guten morgen frage anfrage nachfrage ruckfrage information besprechung termin gesprach anruf nachricht schreiben kontakt wichtig dringend erinnerung betreff bitte danke hilfe antwort gruss gruesse kurz neue neues
    fraga forfragan mote samtal meddelande brev kontakt viktigt paminnelse tack hjalp svar hej halsning arende angaende
    sporgsmal foresporgsel mode samtale besked opkald vigtigt pamindelse hilsen tak hjaelp vedr vedrorende
    sporsmal foresporsel henvendelse mote beskjed viktig paminnelse hilsen takk hjelp angaende
    kysymys tiedustelu kysely tapaaminen palaveri viesti tiedoksi tarkea muistutus kiitos vastaus terve moikka yhteydenotto asia
    vraag verzoek afspraak overleg gesprek bericht belangrijk herinnering bedankt dank antwoord betreft informatie korte
    bonjour salut question demande renseignement information reunion rendez vous appel message courrier contact important urgent rappel relance merci reponse objet suite prise
    hola buenos dias pregunta consulta solicitud informacion reunion llamada mensaje correo contacto importante urgente recordatorio gracias respuesta saludos asunto duda
    ciao buongiorno salve domanda richiesta informazioni informazione riunione appuntamento chiamata messaggio contatto importante urgente promemoria sollecito grazie risposta saluti oggetto
    pytanie zapytanie prosba informacja informacje spotkanie rozmowa wiadomosc kontakt wazne pilne przypomnienie dziekuje odpowiedz witam dzien dobry sprawa czesc
    dotaz otazka zadost prosba informace schuzka hovor zprava kontakt dulezite urgentni pripominka pripomenuti dekuji odpoved dobry den zdravim vec ahoj
    ola bom dia pergunta duvida pedido informacao informacoes reuniao chamada ligacao mensagem contato contacto importante urgente lembrete obrigado obrigada resposta assunto
    вопрос запрос просьба информация встреча звонок сообщение письмо контакт важно срочно напоминание спасибо ответ здравствуите привет добрыи день тема обращение
    お願い お問い合わせ 質問 ご質問 件 ご連絡 連絡 確認 ご確認 お礼 御礼 打ち合わせ 会議 重要 至急 について の件 ご相談 相談 返信
    你好 您好 问题 咨询 请教 请问 询问 会议 电话 联系 重要 紧急 提醒 谢谢 感谢 回复 关于 邮件 通知
"""
_COMMON = """
    that this these those there here where when what which while with without would could should will shall have having been being were they them their than then also just only very much many more most some
    such same other another each every both into onto over under after before during between again still already yet soon later today tomorrow yesterday week weeks month months year years time times days monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december make made making take taken give given good great nice best better well
    know known think thought want wanted need needed like look looking forward hope let know able unable possible probably maybe perhaps however because therefore although though since until unless either
    unsubscribe subscribe mailing list lists leave wrote writes original forwarded regards
    kind regards sincerely cheers yours truly sorry apologies apologise wishes really everything something anything nothing everyone someone work working works come coming going back sent send sending
    receive received get getting write wrote written writing read reading tell told talk talking speak speaking hear heard find found happy glad pleased feel free could hours minute minutes little first last next
    thing sure right wrong fine okay perfect interested interest available availability     diese dieser dieses jene einen einem einer eines haben hatte hatten sein waren wurde wurden werden wird konnen konnte konnten mussen musste sollen sollte wollen wollte mochte mochten durfen durfte
    nicht auch noch schon sehr mehr viel viele alle alles beim durch uber unter nach ohne gegen zwischen wahrend weil wenn dann denn doch aber oder sowie damit dabei dazu daher darum dafur hier dort heute morgen
    gestern woche wochen monat monate jahr jahre zeit tage montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april juni juli september oktober dezember freundlichen freundliche
    grussen herzlich herzliche viele beste liebe lieber sehr geehrte geehrter ihnen ihre ihren ihrem ihrer unser unsere unseren unserem mich dich sich euch gern gerne melden melde meldung freue freuen wurde
    leider vielleicht naturlich einfach machen gemacht geben gegeben kommen gekommen gehen wissen sagen moglich bereits weiter weitere bisschen stunden minuten uhr nachste nachsten letzte letzten kollege kollegin
    detta dessa denna inte ocksa redan mycket manga alla allt efter innan under over mellan eller men darfor eftersom idag imorgon igar vecka veckor manad manader tid dagar mandag tisdag onsdag torsdag fredag
    lordag sondag januari februari mars maj augusti skulle kunna kunde vara varit blir blev hade gora gjort hoppas gärna garna vanliga halsningar basta mvh nagon nagot tyvarr kanske kollega tidigare
    dette disse ikke ogsa allerede meget mange alle efter etter innen mellem mellom derfor fordi uge uger uke uker maned maneder dage dager mandag tirsdag onsdag torsdag lordag sondag januar februar marts mars
    maj juni juli august oktober december desember skulle kunne vaere vaert bliver blev hadde havde gjore gjort haber haper gerne gjerne venlig vennlig hilsen hilsner bedste beste noget noen nogen desvaerre dessverre
    maske kanskje kollega mulighet mulighed bare
    tama tuo nama olen olet ovat oli olisi olla ollut myos viela hyvin paljon kaikki jalkeen ennen aikana mutta koska siksi tanaan huomenna eilen viikko viikolla viikon kuukausi vuosi aika paiva paivaa maanantai tiistai
    keskiviikko torstai perjantai lauantai sunnuntai voisi voitte voisin haluaisin terveisin ystavallisin parhain hyva hyvaa joku jotain valitettavasti ehka mielellani tassa silloin
    deze dat niet ook nog zeer veel alle alles door over onder zonder tegen tussen omdat wanneer maar vandaag morgen gisteren week weken maand maanden jaar tijd dagen maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari maart mei augustus oktober hebben heeft zijn waren worden wordt kunnen konden moeten willen graag vriendelijke groet groeten hartelijke beste geachte jullie onze mijn helaas
    misschien natuurlijk gewoon maken gemaakt geven komen gaan weten mogelijk volgende vorige iets iemand even horen laten uiterlijk collega
    cette celui cela avec sans pour dans mais donc parce lorsque aussi encore tres beaucoup tous toutes apres avant pendant entre sous chez aujourd demain hier semaine semaines mois annee temps jours lundi mardi
    mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre avoir etre serait pourrait pouvez voudrais faire fait bien bonne cordialement sinceres
    salutations madame monsieur votre vos notre nous vous malheureusement peut possible quelque chose savoir dire cordiale plaisir dernier derniere prochain prochaine collegue bientot
    esta este estos estas aquel pero porque cuando tambien todavia muy mucho muchos todos todas despues antes durante entre sobre sin hasta desde hoy manana ayer semana semanas mes meses ano tiempo dias lunes
    martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre haber tener seria podria puede puedo quisiera hacer hecho bien buena bueno
    cordial saludo estimado estimada usted ustedes nuestro nuestra nosotros quedo espero gusto lamentablemente quizas posible algo alguien saber decir atentamente favor pasado proximo proxima companero companera
    questa questo questi quello pero perche quando anche ancora molto molti tutti tutte dopo prima durante sopra senza fino oggi domani ieri settimana settimane mese mesi anno tempo giorni lunedi martedi mercoledi
    giovedi venerdi sabato domenica gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre novembre dicembre avere essere sarebbe potrebbe posso vorrei fare fatto bene buona buono cordiali gentile
    egregio nostro nostra vostro vostra suo sua purtroppo forse possibile qualcosa qualcuno sapere dire piacere attesa scorso scorsa prossimo prossima collega distinti
    jest jestem oraz takze bardzo duzo wszystko wszystkie przed podczas miedzy przez poniewaz kiedy ale dzisiaj jutro wczoraj tydzien tygodniu tygodnia miesiac rok czas dni poniedzialek wtorek sroda czwartek piatek
    sobota niedziela styczen luty marzec kwiecien maja czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien byc bylo byl moge moze mozna chcialbym chcialabym prosze pozdrawiam pozdrowienia powazaniem
    szanowny szanowna pana pani panie panstwo panstwa nasz nasza niestety moze mozliwe cos ktos wiedziec powiedziec serdecznie ostatni nastepny kolega kolezanka bede bedzie
    jsem jste jsou byl byla bylo bude budu take jeste velmi mnoho vsechno vsechny pred behem mezi protoze kdyz ale dnes zitra vcera tyden tydnu mesic rok cas dny pondeli utery streda ctvrtek patek sobota nedele
    leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec mohl mohla muzete chtel chtela prosim pozdravem uctou vazeny vazena vas vase nas nase bohuzel snad mozna neco nekdo vedet
    rict hezky krasny posledni pristi kolega kolegyne
    esse essa isto aquilo mas porque quando tambem ainda muito muitos todos todas depois antes durante entre sobre sem ate hoje amanha ontem semana semanas mes meses ano tempo dias segunda terca quarta quinta sexta
    feira sabado domingo janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro haver seria poderia pode posso gostaria fazer feito bem boa bom cordialmente atenciosamente prezado
    prezada caro cara senhor senhora voce voces nosso nossa infelizmente talvez possivel algo alguem saber dizer abraco abracos cumprimentos melhores passado proximo proxima colega
    этот эта это эти тот также тоже еще очень много все всего после перед между через потому когда если но сегодня завтра вчера неделя неделе недели месяц год время дней понедельник вторник среда четверг пятница
    суббота воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря быть было были будет могу можете можно хотел хотела пожалуиста уважением уважаемыи уважаемая ваш ваше ваши
    вас вам нас нам наш сожалению возможно что-то кто-то знать сказать добрыи хорошего коллега прошлои следующеи
    世話 宜し 願い 致し 申し 思い 頂き 下さ 失礼 弊社 貴社 御社 先日 本日 明日 昨日 今回 今週 来週 先週 時間 月曜 火曜 水曜 木曜 金曜 曜日 株式 会社 様子 場合 以上 以下 可能 拝啓 敬具 担当 予定 日程 以降 午前 午後
    我们 你们 他们 您的 我的 可以 如果 因为 所以 但是 现在 今天 明天 昨天 上周 本周 下周 周一 周二 周三 周四 周五 时间 工作 公司 先生 女士 老师 祝好 此致 敬礼 顺祝 非常 期待 麻烦 希望 一下 这个 那个 什么 没有 已经 还是
    herr frau herrn damen fuer wieder eigentlich ganz etwas jetzt einmal genau direkt wegen kurz voor naar onze hoop dank fijn goed even graag weer nou toch hier waar welke hvad hvor hvordan hvis noget godt
    igen ellers faktisk lige rigtig vore vores deres hans hendes hver altid aldri aldrig alltid vad var hur nar vilka vilken sedan lite litt lidt mera bara blir skulle borde maste kommer komma kommit tagit
    mycket gaerna ganska egentligen dock hvorfor varfor hvilken hvilke noen oss eder deras hennes siten koska mikali jotta vain nyt olemme olette heidan teidan meidan sinun minun kanssa kautta
    reciba quiero queria quisiera puedan haya sido sera seran tiene tienen tenemos nuestros vuestros donde quien quienes cual cuales mismo misma solo aunque pues entonces cada otro otra otros otras
    avait avons avez auriez aurait sera seront sont etait etaient leur leurs nos elle elles mais meme seul toute autre autres chaque quand comment pourquoi afin ainsi alors deja
    sono siamo siete stato stata sara saranno hanno aveva avevo abbiamo dove chi quale quali stesso stessa solo pure allora quindi ogni altro altra altri altre nella nelle negli dalla dalle della delle degli
    jaki jaka jakie ktory ktora ktore gdzie tylko jeszcze teraz wtedy kazdy inny inna inne nasze wasz swoj mnie tobie ciebie ktorym ktorych moglby moglaby bylaby bylby beda mam mamy macie
    ktery ktera ktere kde jen jeste ted tehdy kazdy jiny jina jine nase vase svuj mne tobe tebe kterym kterych mohli bych byste bychom mam mame mate budeme budete
    estou estamos estao sera serao tinha tenho temos tem onde quem qual quais mesmo mesma apenas embora entao cada outro outra outros outras pela pelo pelas pelos nossos nossas seus suas
    который которая которые которого где только теперь тогда каждыи другои другая другие свои своя мне тебе меня тебя него нее них будут буду будем будете есть нет даже либо чтобы зачем почему какои какая какие
"""

# How one speaks of the mail that is answered: "your mail", "you wrote", "thank you for writing".
_YOUR_MAIL = r"""
    your (?:kind |last |previous |recent |first )?(?:e-?mails?|messages?|letter|note|application|offer|proposal|quote|quotation|estimate|inquiry|enquiry|question|request|invitation|interest|cv|resume)
    you (?:wrote|asked|sent|mailed|emailed|got in touch|reached out|contacted) | thank(?:s| you) for (?:writing|reaching out|getting in touch|contacting|following up|your patience|the (?:e-?mail|offer|quote|proposal|reminder))
    (?:reply|replying|answer|answering|respond|responding|get(?:ting)? back) to (?:you|your) | getting back to you
    ihre[rn]? (?:freundliche |letzte |e-?)*(?:mail|nachricht|anfrage|frage|bewerbung|angebot|schreiben|unterlagen|einladung|nachfrage) | ihr (?:angebot|schreiben|interesse) | ihres (?:angebots|schreibens)
    deine[rn]? (?:letzte |e-?)*(?:mail|nachricht|anfrage|frage|bewerbung|einladung|nachfrage) | dein (?:angebot|schreiben|interesse) | (?:du|sie) (?:hattest|hast|hatten|haben) (?:mir |uns )?(?:geschrieben|gefragt|angefragt)
    (?:ditt|dit|ert) (?:mail|mejl|e-?post|meddelande|brev|besked|tilbud|erbjudande|bud) | (?:din|er|deres) (?:mail|ansokan|offert|fraga|forfragan|ansogning|soknad|henvendelse|foresporgsel|foresporsel|sporgsmal)
    (?:mail|mailen|mejl|mejlet|e-post|e-posten|melding|beskeden|meldingen|tilbudet|tilbud|soknaden|ansogningen|sporsmalet) (?:din|dit|ditt|fra dig|fra deg|fran dig) | (?:du|ni) (?:skrev|fragade|spurte|spurgte|horte av dig|mejlade)
    viesti(?:si|nne|stasi|stanne) | hakemukse(?:si|nne|stasi|stanne) | tarjoukse(?:si|nne|stasi|stanne) | kysymykse(?:si|nne|esi|enne) | sahkoposti(?:si|nne|stasi|stanne) | kysyit | kirjoitit
    (?:je|jouw|uw|jullie) (?:e-?)?(?:mail|mailtje|bericht|berichtje|offerte|prijsopgave|sollicitatie|vraag|aanvraag|voorstel|brief) | je (?:vroeg|schreef|mailde)
    (?:votre|ton|ta|vos|tes) (?:e-?mail|mail|courriel|message|courrier|candidature|offre|devis|proposition|question|demande|lettre) | (?:m'avez|nous avez|m'as) (?:ecrit|demande|contacte)
    (?:su|tu|sus|tus|vuestro|vuestra) (?:correo|mensaje|e-?mail|carta|candidatura|solicitud|oferta|presupuesto|propuesta|pregunta|consulta) | (?:me|nos) (?:escribiste|escribio|preguntaste|pregunto)
    (?:sua|tua|vostra|suo|tuo|vostro) (?:e-?mail|mail|messaggio|lettera|candidatura|offerta|preventivo|proposta|domanda|richiesta) | (?:mi|ci) (?:hai|ha|avete) (?:scritto|chiesto|contattato)
    (?:panska|pani|panstwa|pana|twoj\w*|wasz\w*) (?:e-?mail\w*|mail\w*|wiadomosc\w*|oferta|oferte|oferty|zapytanie|pytanie|zgloszenie|aplikacj\w*|list\w*) | za (?:mail\w*|wiadomosc|oferte|zgloszenie|kontakt) | (?:pisal\w*|pytal\w*) (?:pan|pani|do)
    (?:vas\w*|tvoj\w*|tvuj) (?:e-?mail\w*|mail\w*|zprav\w*|dotaz\w*|nabid\w*|zadost\w*|dopis\w*|poptavk\w*) | za (?:zpravu|e-?mail|mail|nabidku|dotaz|dopis) | (?:psal|ptal)[aiy]? (?:jste|jsi)
    (?:seu|sua|teu|tua|vosso|vossa) (?:e-?mail|mensagem|carta|candidatura|proposta|orcamento|pergunta|pedido|contato|contacto) | (?:me|nos) (?:escreveu|perguntou|contatou|contactou)
    (?:ваш\w*|тво\w*) (?:письм\w*|сообщени\w*|предложени\w*|вопрос\w*|запрос\w*|резюме|заявк\w*|отклик\w*|обращени\w*) | (?:вы|ты) (?:писали|писал|писала|спрашивали|спрашивал|спрашивала|интересовались)
    (?:メール|連絡|問い?合わせ?|返信|提案|応募|依頼|案内|見積り?|申し込み)(?:を|の件)?(?:いただ|頂|くださ|下さ|ありがとう|有難う|拝見|拝読|承)
    您的(?:邮件|来信|信|问题|申请|报价|提案|方案|简历|咨询|消息) | 你的(?:邮件|来信|信|问题|申请|报价|提案|方案|简历|消息) | 来信 | 来函 | 发来的 | 收到您 | 收到你 | 您上次 | 您之前
"""
# How one speaks of one's own earlier mail: "my last mail", "I wrote to you", "following up".
_MY_MAIL = r"""
    my (?:last |previous |earlier |first |recent )?(?:e-?mails?|messages?|letter) | my (?:last|previous|earlier|first|recent) (?:note|application|offer|proposal|quote|quotation|inquiry|enquiry|question|request|invitation)
    i (?:had |have |had already |already )?(?:wrote|written|e-?mailed|mailed|sent|asked|contacted|messaged)(?: to)? you | i (?:applied|reached out) | follow(?:ing)?[ -]?up (?:on|to|with|regarding|about) | check(?:ing)? (?:back |in)|circl(?:e|ing) back | haven't heard | have not heard | any (?:news|update)
    (?:gentle|friendly|quick|short|little) (?:reminder|nudge) | as a reminder | bump(?:ing)? this | did you (?:get|see|receive|have a chance) | had (?:a|the|any) chance to | touch(?:ing)? base
    meine[rnm]? (?:letzte[nr]? |fruhere[nr]? |e-?)*(?:mail|nachricht|anfrage|frage|bewerbung|schreiben) | mein (?:angebot|schreiben) | meines angebots | (?:hatte|habe) (?:ich )?(?:ihnen|dir|euch|sie|dich)[^.?!\n]{0,60}(?:geschrieben|geschickt|gesendet|gefragt|angefragt|gesandt|angeschrieben)
    nachfragen | nachhaken | nachfassen | nachgefragt | (?:kurze|freundliche) erinnerung | erinnern an | noch nichts (?:von|gehort)
    mitt (?:senaste |tidigare |forra )*(?:mejl|mail|brev|meddelande|e-post) | min (?:senaste |tidigare |forra )*(?:ansokan|offert|fraga|forfragan) | (?:mejlade|skrev|skickade|horde av mig)[^.?!\n]{0,30}(?:dig|er|till) | folja upp | foljer upp | vanlig paminnelse | inte hort
    (?:min|mit|mitt) (?:sidste |tidligere |forrige |siste )*(?:mail|besked|e-?post|melding|tilbud|ansogning|soknad|henvendelse|sporgsmal|sporsmal) | (?:mailen|meldingen|tilbudet|soknaden|ansogningen|sporsmalet) (?:min|mitt) | (?:skrev|sendte|mailede|spurgte|spurte)[^.?!\n]{0,30}(?:dig|deg|jer|dere|til) | folge op | folger op | folge opp | folger opp | ikke hort
    viestini | viestiini | hakemukseni | hakemuksestani | tarjoukseni | tarjouksestani | kysymykseni | sahkopostini | (?:kirjoitin|lahetin|laitoin|kysyin)[^.?!\n]{0,40} | muistutus | palaan asiaan | en ole kuullut
    mijn (?:vorige |eerdere |laatste )*(?:e-?mail|mail|mailtje|bericht|offerte|sollicitatie|vraag|voorstel) | (?:schreef|mailde|stuurde)[^.?!\n]{0,30}(?:je|u|jullie) | (?:vriendelijke|korte) herinnering | niets (?:meer )?gehoord | nog (?:geen|niets) | opvolg\w*
    (?:mon|ma|mes) (?:dernier |derniere |precedent |precedente )*(?:e-?mail|mail|courriel|message|courrier|candidature|offre|devis|proposition|question|demande) | (?:vous|t')\s?(?:avais|ai) (?:ecrit|envoye|adresse|contacte) | je (?:reviens vers|me permets de (?:revenir|relancer)|relance) | sans (?:nouvelles|reponse)
    mi (?:ultimo |anterior )*(?:correo|mensaje|e-?mail|candidatura|solicitud|oferta|presupuesto|propuesta|pregunta|consulta)(?: anterior)? | (?:le|te|os|les) (?:escribi|envie|mande|consulte) | retomo | retomar | no he (?:tenido|recibido) (?:noticias|respuesta) | seguimiento | recordatorio
    (?:mia|mio) (?:ultima |precedente |ultimo )*(?:e-?mail|mail|messaggio|candidatura|offerta|preventivo|proposta|domanda|richiesta)(?: precedente)? | (?:le|ti|vi) (?:avevo|ho) (?:scritto|inviato|mandato|chiesto) | torno a (?:scriver\w*|disturbar\w*) | faccio seguito | non ho (?:ancora )?(?:ricevuto|avuto)
    (?:moj\w*|swoj\w*) (?:ostatni\w* |poprzedni\w* |wczesniejsz\w* )*(?:e-?mail\w*|mail\w*|wiadomosc\w*|oferta|oferte|oferty|zapytanie|pytanie|zgloszenie|aplikacj\w*) | (?:pisalem|pisalam|wyslalem|wyslalam|pytalem|pytalam|przeslalem|przeslalam) | nawiazuj\w* | przypomin\w* | ponawiam
    (?:muj|moj\w*|sv\w+) (?:posledni\w* |predchozi\w* |minul\w* )*(?:e-?mail\w*|mail\w*|zprav\w*|dotaz\w*|nabid\w*|zadost\w*) | (?:psal|posilal|poslal|ptal)a? jsem | navazuj\w* | pripomin\w* | pripomen\w*
    (?:meu|minha) (?:ultimo |ultima |anterior )*(?:e-?mail|mensagem|candidatura|proposta|orcamento|pergunta|pedido)(?: anterior)? | (?:lhe|te|vos) (?:escrevi|enviei|mandei|perguntei) | (?:escrevi|enviei|mandei)[ -](?:lhe|te|vos|a voce) | retomo | dar seguimento | nao (?:tive|recebi|obtive) (?:resposta|retorno|noticias|ainda)
    (?:мо\w+|сво\w+) (?:последне\w* |предыдуще\w* |прошл\w* )*(?:письм\w*|сообщени\w*|предложени\w*|вопрос\w*|запрос\w*|резюме|заявк\w*|отклик\w*) | (?:писал|писала|отправлял|отправляла|отправил|отправила|спрашивал|спрашивала|присылал|присылала) (?:вам|вас|тебе|на) | напомина\w* | напомни\w* | возвращаюсь к
    (?:先日|前回|以前|先週)[^\n]{0,30}(?:メール|連絡|送|問い合わせ|提案|応募|お伺い|差し上げ) | その後(?:、|,|いかが|の|どう) | 再度 | 改めて
    (?:上次|之前|上周|前几天|此前)[^\n]{0,30}(?:邮件|写|发|联系|咨询|申请|提交|报价) | 跟进 | 再次 | 不知(?:您|你)
"""


@cache
def vague() -> frozenset[str]:
    """The words that make no subject."""
    return frozenset(map(fold, _VAGUE.split()))


@cache
def common() -> frozenset[str]:
    """The words that stand in any mail."""
    return vague() | frozenset(map(fold, _COMMON.split()))


@cache
def your_mail() -> re.Pattern[str]:
    """Finds, in folded text, where somebody speaks of the mail that he answers."""
    return _any(_YOUR_MAIL)


@cache
def my_mail() -> re.Pattern[str]:
    """Finds, in folded text, where somebody speaks of his own earlier mail."""
    return _any(_MY_MAIL)


def _any(phrases: str) -> re.Pattern[str]:
    found = [fold(each.strip()) for line in phrases.strip().splitlines() for each in line.strip().split(" | ")]
    spaced = [each.replace(" ", r"\s") for each in found if not _IDEOGRAPH.search(each)]
    spaceless = [each for each in found if _IDEOGRAPH.search(each)]
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b|{'|'.join(spaceless)}")


_IDEOGRAPH = re.compile(r"[\u3040-\u9fff]")
