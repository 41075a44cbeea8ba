"""What mail programs write around people's words, in the languages the program reads and some more: prefixes of subjects, headings of quotes, labels, rules, footers.

Tables only, of Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, GMX, K-9, mail.ru, QQ and others. `subjects` and `quoting` are made of them; case does not matter.
"""

import re

# --- subjects -----------------------------------------------------------------------------------------

REPLY_PREFIXES = (
    "re", "sv", "vs", "aw", "antw", "antwort", "antwoord", "ad", "res", "resp", "rif", "r", "odp", "odpověď", "ynt", "ref", "réf", "rép", "vá", "atb", "svar", "vast",
    "отв", "ответ", "на", "ha", "відп", "απ", "σχετ", "回复", "答复", "回覆", "答覆", "回信", "返信", "回答", "答复", "답장", "회신",
)  # fmt: skip
FORWARD_PREFIXES = (
    "fwd", "fw", "vb", "vl", "wg", "tr", "rv", "enc", "i", "pd", "doorst", "ilt", "i̇lt", "továbbítás", "πρθ", "vidarebef", "videresend",
    "пер", "пересл", "переслано", "转发", "轉寄", "轉發", "転送", "전달",
)  # fmt: skip
AUTOMATIC_PREFIXES = (
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply", "auto-reply", "autoreply", "auto response", "autoresponse", "auto",
    "out of office", "out of the office", "out of office autoreply", "out of office reply",
    "autosvar", "automatiskt svar", "frånvaro", "frånvarande", "frånvaromeddelande",
    "automatisk svar", "automatisk besvarelse", "autosvar", "fravær", "fraværende", "fraværsmelding", "fraværsbesked", "ikke til stede", "ikke på kontoret",
    "automaattinen vastaus", "automaattivastaus", "poissa", "poissaoloviesti", "poissaoloilmoitus",
    "automatische antwort", "automatische rückantwort", "automatische antwortmail", "abwesenheitsnotiz", "abwesenheit", "abwesenheitsmeldung", "abwesenheitsnachricht", "abwesend", "nicht im büro",
    "automatisch antwoord", "automatische beantwoording", "automatische reactie", "afwezig", "afwezigheidsbericht", "afwezigheid", "niet aanwezig",
    "réponse automatique", "réponse auto", "absence du bureau", "absent du bureau", "absence", "message d'absence",
    "respuesta automática", "respuesta automatica", "autorrespuesta", "contestación automática", "fuera de la oficina", "fuera de oficina", "ausencia", "mensaje de ausencia",
    "risposta automatica", "fuori sede", "fuori ufficio", "assenza",
    "resposta automática", "resposta automatica", "fora do escritório", "ausência", "ausência do escritório", "ausência temporária",
    "odpowiedź automatyczna", "automatyczna odpowiedź", "poza biurem", "nieobecność",
    "automatická odpověď", "mimo kancelář", "nepřítomnost",
    "自動応答", "自動返信", "不在通知", "不在", "外出中",
    "自动答复", "自动回复", "自動回覆", "自動回復", "不在办公室",
    "автоматический ответ", "автоответ", "автоответчик", "нет на месте", "вне офиса",
)  # fmt: skip
UNDELIVERED_PREFIXES = (
    "undeliverable", "undelivered", "returned mail", "delivery status notification", "kan inte levereras", "kan ikke leveres", "ei voi toimittaa", "unzustellbar", "nicht zustellbar",
    "onbestelbaar", "non remis", "non distribuable", "no se puede entregar", "no entregado", "non recapitabile", "não foi possível entregar", "não entregue", "niedostarczalne", "nie można dostarczyć",
    "nedoručitelné", "nelze doručit", "配信不能", "配信できません", "无法送达", "未送达", "未傳遞的主旨", "無法傳遞", "недоставлено", "не доставлено", "не удается доставить",
)  # fmt: skip
READ_PREFIXES = (
    "read", "not read", "läst", "inte läst", "læst", "lest", "ulest", "luettu", "gelesen", "ungelesen", "gelezen", "niet gelezen", "lu", "non lu", "leído", "no leído", "letto", "non letto", "lida", "lido",
    "przeczytane", "przeczytano", "přečteno", "nepřečteno", "開封済み", "开封", "已读", "已讀", "未读", "прочтено", "прочитано", "не прочитано",
)  # fmt: skip
# How a calendar answers an invitation, where its own part was lost: accepted, declined, perhaps, another time.
CALENDAR_ANSWERS = (
    "accepted", "declined", "tentative", "tentatively accepted", "new time proposed",
    "accepterat", "accepterad", "avböjt", "avböjd", "preliminärt", "preliminär", "tackat ja", "tackat nej", "ny tid föreslagen",
    "accepteret", "afslået", "afvist", "foreløbig", "foreløbigt", "godtatt", "akseptert", "avslått", "foreløpig",
    "hyväksytty", "hylätty", "alustava", "alustavasti hyväksytty",
    "zugesagt", "angenommen", "abgelehnt", "mit vorbehalt", "vorläufig", "unter vorbehalt",
    "geaccepteerd", "geweigerd", "afgewezen", "voorlopig", "misschien",
    "accepté", "acceptée", "refusé", "refusée", "provisoire",
    "aceptado", "aceptada", "rechazado", "rechazada", "provisional",
    "accettato", "accettata", "rifiutato", "rifiutata", "provvisorio", "provvisoria",
    "aceito", "aceite", "aceita", "recusado", "recusada", "provisório", "provisória",
    "zaakceptowane", "zaakceptowano", "odrzucone", "odrzucono", "wstępne", "wstępna akceptacja",
    "přijato", "odmítnuto", "nezávazně", "předběžně",
    "принято", "отклонено", "под вопросом", "предварительно",
    "承諾", "承諾済み", "承認済み", "辞退", "仮の予定", "仮承諾", "仮承認",
    "已接受", "接受", "已拒绝", "谢绝", "已謝絕", "已拒絕", "暂定", "暫定", "暂时接受",
)  # fmt: skip


def prefix(names: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern of one of these before a colon, at the start of a subject; a list's tag may stand before it, a count behind it."""
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"\s*(?:\[[^\[\]]{{1,60}}\]\s*)?(?:{alternatives})\s?(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,3}})?\s?[:\uff1a]",
        re.IGNORECASE,
    )


_BEHIND_WORDS = re.compile(
    rf"\s*(?!(?:{'|'.join(map(re.escape, (*REPLY_PREFIXES, *FORWARD_PREFIXES, *CALENDAR_ANSWERS)))})\s?[:\uff1a]|\[)[^:\uff1a]{{2,40}}[\s:/\uff1a-]\s?(?:{'|'.join(map(re.escape, REPLY_PREFIXES))})\s?[:\uff1a]",
    re.IGNORECASE,
)


def puts_words_before_reply(subject: str) -> bool:
    """Whether words of its own stand before the prefix of an answer, as autoresponders put theirs: "On holiday Re: Our talk"."""
    return _BEHIND_WORDS.match(subject[:200]) is not None


_CALENDAR_ANSWER = prefix(CALENDAR_ANSWERS)
_INVITATION_REPLY = re.compile(r"\s*event invitation reply \(", re.IGNORECASE)


def calendar_answer(subject: str) -> str:
    """Return how a subject begins that a calendar writes to answer an invitation, or the empty string."""
    found = _CALENDAR_ANSWER.match(subject) or _INVITATION_REPLY.match(subject)
    return found.group().strip() if found else ""


# --- quotes -------------------------------------------------------------------------------------------

# What stands before or after the name in the heading of a quote ("On … X wrote:", "Den … skrev X:").
WROTE = (
    "wrote", "writes", "skrev", "schrieb", "geschrieben", "écrit", "escribió", "scritto", "scrive", "schreef", "geschreven", "kirjoitti", "escreveu", "napisał", "napisała", "pisze", "napisana",
    "napsal", "napsala", "píše", "odesílatel", "написал", "написала", "пишет", "писал", "писала", "a scris", "yazdı", "írta", "va escriure", "έγραψε", "napísal", "napísala", "пише", "пишуть", "kirjutas",  # noqa: RUF001 - letters of other alphabets
    "rašė", "rakstīja", "napisao", "napisala", "je napisal", "написа", "đã viết", "menulis", "ezt írta",
)  # fmt: skip
WROTE_SPACELESS = ("写道", "寫道", "のメール", "書きました", "書いた", "作成", "작성", "כתב", "كتب")
# What such a heading begins with, besides a number, a name or an address.
HEADING_STARTS = (
    "on", "at", "den", "d\\.", "am", "le", "el", "il", "op", "em", "no dia", "dne", "dnia", "w dniu", "il giorno", "in data", "wiadomość napisana przez",
)  # fmt: skip
# The same, before a day's number only.
HEADING_WEEKDAYS = (
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mån", "man", "tis", "tir", "ons", "tor", "fre", "lör", "lør", "sön", "søn", "ma", "ti", "ke", "to", "pe", "la", "su",
    "mo", "di", "mi", "do", "fr", "sa", "so", "wo", "vr", "za", "zo", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "gio", "sab", "seg", "ter", "qua", "qui", "sex",
    "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po", "út", "st", "čt", "pá", "ne", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "пон", "вто", "сре", "чет", "пят", "суб", "вос",  # noqa: RUF001 - letters of other alphabets
)  # fmt: skip
# The first line of the block of header lines that Outlook puts above the mail it answers.
FROM_LABELS = (
    "from", "från", "fra", "von", "absender", "de", "da", "mittente", "remetente", "remitente", "expéditeur", "van", "afzender", "lähettäjä", "od", "nadawca", "odesílatel", "от", "от кого", "отправитель",
    "发件人", "寄件者", "寄件人", "發件人", "差出人", "送信者", "送信元", "kimden", "feladó", "від", "보낸 사람", "보낸사람",
)  # fmt: skip
# Above the header lines of forwarded mail: a line that ends with a colon and has one of these.
FORWARDED = (
    "forwarded message", "weitergeleitete", "message transféré", "message réexpédié", "mensaje reenviado", "messaggio inoltrato", "doorgestuurd bericht", "doorgestuurde bericht", "vidarebefordrat",
    "videresendt", "välitetty viesti", "välitetyn viestin", "mensagem encaminhada", "mensagem reencaminhada", "przekazan", "przekazywan", "přeposlan", "přeposílan", "přesměrovan",
    "переадресованн", "пересылаемо", "пересланн", "転送", "转发", "轉寄", "轉發",
)  # fmt: skip
DEVICES = r"(?:i-?phon|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|pixel|nokia|sony|htc|motorola|oneplus|blackberry|windows|outlook|yahoo|gmail|aol|gmx|web\.de|k-9|proton|mail\.ru|яндекс|почты|qq|foxmail|thunderbird|mobil|mobiel|handy|smartphone|telefon|téléphone|teléfono|telemóvel|celular|puhelim|tablet|spark|tutanota|fairemail|e-?mail|post(?:-| )?app|surface|mac)"
# Footers that programs and telephones add; a line counts where it begins so.
SENT_FROM = (
    "sent from my", rf"sent (?:from|with|via|using) (?:the )?{DEVICES}", "get outlook for", "sent via the",
    "skickat från min", rf"skickat (?:från|med) (?:mitt |min )?{DEVICES}", "(?:hämta|skaffa) outlook för",
    "sendt fra (?:min|mit)", rf"sendt (?:fra|med|via) {DEVICES}", "(?:hent|skaff deg|skaff|få|last ned) outlook (?:til|for)",
    rf"lähetetty (?:\w+ )?{DEVICES}", "(?:hanki|hae) outlook",
    "von mein\\w+ .{1,40} gesendet", rf"(?:gesendet|verschickt) (?:von|mit|mittels|über|aus) .{{0,20}}?{DEVICES}", "diese nachricht wurde von mein\\w+ .{1,60} gesendet",
    "(?:holen sie sich|hol dir|laden sie) outlook für", "outlook für \\w+ (?:herunterladen|beziehen|abrufen)",
    "verstuurd vanaf mijn", rf"(?:verzonden|verstuurd) (?:vanaf|met|via|vanuit) .{{0,12}}?{DEVICES}", "outlook voor \\w+ (?:downloaden|ophalen)", "download outlook voor",
    "envoyé (?:de|depuis|à partir de) mon", rf"envoyé (?:de|depuis|à partir de|avec|via) .{{0,16}}?{DEVICES}", "(?:obtenez|télécharger|téléchargez|obtenir) outlook pour",
    "enviado desde mi", rf"enviado (?:desde|con|a través de) .{{0,16}}?{DEVICES}", "(?:obtener|obtén|descargar) outlook para",
    "inviato dal? mio", rf"inviato (?:da|dal|con|tramite) .{{0,12}}?{DEVICES}", "(?:ottieni|scarica) outlook per",
    "enviad[oa] (?:do|a partir do|de) meu", rf"enviad[oa] (?:do|da|a partir do|via|com|por) .{{0,12}}?{DEVICES}", "(?:obter|obtenha|baixe) (?:o )?outlook para",
    "wysłan[eo] z moje", rf"wysłan[eo] (?:z|za pomocą|przez) .{{0,16}}?{DEVICES}", "pobierz (?:program |aplikację )?outlook",
    "(?:odesláno|posláno|odoslané) z m", rf"(?:odesláno|posláno) (?:z|ze|pomocí) .{{0,16}}?{DEVICES}", "(?:získat|získejte|stáhnout|stáhněte si) (?:aplikaci )?outlook",
    "отправлено (?:с|со) мое", rf"отправлено (?:с|со|из|через) .{{0,16}}?{DEVICES}", "(?:получить|скачать|загрузить) outlook для",
    ".{1,24}から送信(?:され|$)", "outlook for .{1,12}(?:を入手|の取得)",
    "发自我的", "发自.{0,8}iphone", rf"发自.{{0,6}}{DEVICES}", "從我的.{1,16}(?:傳送|寄出)", "來自我的", "(?:获取|取得|下载) ?outlook",
)  # fmt: skip
