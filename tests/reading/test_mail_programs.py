# ruff: noqa: RUF001 - letters of other alphabets
"""What mail programs write around people's words, in every language: headings of quotes, blocks of header lines, footers, prefixes of subjects."""

import pytest

from tests.reading.builders import body_of
from watcher.core import mail_programs, subjects

OLD = "\n\n> Shall we meet?\n> Alex"
BARE = "\n\nShall we meet?\nAlex"
HEADINGS = [
    "On Mon, Nov 23, 2026 at 10:00 AM Alex Lind <alex@lind.example> wrote:",
    "On Monday, November 23, 2026 at 10:00:12 AM GMT+1, Alex Lind <alex@lind.example> wrote: ",
    'At 2026-11-23 10:00:00, "Alex" <alex@lind.example> wrote:',
    "Den mån 23 nov. 2026 kl 10:00 skrev Alex Lind <alex@lind.example>:",
    "Den man. 23. nov. 2026 kl. 10.00 skrev Alex Lind <alex@lind.example>:",
    "man. 23. nov. 2026 kl. 10:00 skrev Alex Lind <alex@lind.example>:",
    "ma 23. marrask. 2026 klo 10.00 Alex Lind (alex@lind.example) kirjoitti:",
    "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Alex Lind <alex@lind.example>:",
    "Am 23.11.26 um 10:00 schrieb Alex Lind <alex@lind.example>:",
    "Op ma 23 nov 2026 om 10:00 schreef Alex Lind <alex@lind.example>:",
    "Le lun. 23 nov. 2026 à 10:00, Alex Lind <alex@lind.example> a écrit :",
    "El lun, 23 nov 2026 a las 10:00, Alex Lind (<alex@lind.example>) escribió:",
    "Il giorno lun 23 nov 2026 alle ore 10:00 Alex Lind <alex@lind.example> ha scritto:",
    "Em seg., 23 de nov. de 2026 às 10:00, Alex Lind <alex@lind.example> escreveu:",
    "No dia 23/11/2026, às 10:00, Alex Lind <alex@lind.example> escreveu:",
    "pon., 23 lis 2026 o 10:00 Alex Lind <alex@lind.example> napisał(a):",
    "W dniu 23.11.2026 o 10:00, Alex Lind pisze:",
    "Wiadomość napisana przez Alex Lind <alex@lind.example> w dniu 23.11.2026, o godz. 10:00:",
    "po 23. 11. 2026 v 10:00 odesílatel Alex Lind <alex@lind.example> napsal:",
    "23. 11. 2026 v 10:00, Alex Lind <alex@lind.example>:",
    "пн, 23 нояб. 2026 г. в 10:00, Alex Lind <alex@lind.example>:",
    "Понедельник, 23 ноября 2026, 10:00 +01:00 от Alex Lind <alex@lind.example>:",
    "23.11.2026 10:00, Alex Lind пишет:",
    "2026年11月23日(月) 10:00 Alex Lind <alex@lind.example>:",
    "2026/11/23 10:00、Alex Lind <alex@lind.example>のメール:",
    "Alex Lind <alex@lind.example> 于2026年11月23日周一 10:00写道：",
    "在 2026年11月23日，10:00，Alex Lind <alex@lind.example> 写道：",
]
BLOCKS = [
    "From: Alex Lind <a@b.example>\nSent: Monday, November 23, 2026 10:00\nTo: Anna\nSubject: Hi",
    "Från: Alex Lind <a@b.example>\nSkickat: den 23 november 2026 10:00\nTill: Anna\nÄmne: Hej",
    "Fra: Alex Lind <a@b.example>\nSendt: 23. november 2026 10:00\nTil: Anna\nEmne: Hej",
    "Lähettäjä: Alex Lind <a@b.example>\nLähetetty: 23. marraskuuta 2026 10:00\nVastaanottaja: Anna\nAihe: Hei",
    "Von: Alex Lind <a@b.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Anna\nBetreff: Hallo",
    "Gesendet: Montag, 23. November 2026 um 10:00 Uhr\nVon: Alex Lind <a@b.example>\nAn: Anna\nBetreff: Hallo",
    "Van: Alex Lind <a@b.example>\nVerzonden: maandag 23 november 2026 10:00\nAan: Anna\nOnderwerp: Hoi",
    "De : Alex Lind <a@b.example>\nEnvoyé : lundi 23 novembre 2026 10:00\nÀ : Anna\nObjet : Bonjour",
    "De: Alex Lind <a@b.example>\nEnviado: lunes, 23 de noviembre de 2026 10:00\nPara: Anna\nAsunto: Hola",
    "Da: Alex Lind <a@b.example>\nInviato: lunedì 23 novembre 2026 10:00\nA: Anna\nOggetto: Ciao",
    "Od: Alex Lind <a@b.example>\nWysłano: poniedziałek, 23 listopada 2026 10:00\nDo: Anna\nTemat: Cześć",
    "Od: Alex Lind <a@b.example>\nOdesláno: pondělí 23. listopadu 2026 10:00\nKomu: Anna\nPředmět: Ahoj",
    "От: Alex Lind <a@b.example>\nОтправлено: понедельник, 23 ноября 2026 г. 10:00\nКому: Anna\nТема: Привет",
    "差出人: Alex Lind <a@b.example>\n送信日時: 2026年11月23日 10:00\n宛先: Anna\n件名: こんにちは",
    "发件人: Alex Lind <a@b.example>\n发送时间: 2026年11月23日 10:00\n收件人: Anna\n主题: 你好",
    '------------------ 原始邮件 ------------------\n发件人: "Alex" <a@b.example>;\n发送时间: 2026年11月23日(星期一) 10:00\n收件人: "Anna";\n主题: 你好',
    "Anfang der weitergeleiteten Nachricht:\n\nVon: Alex Lind <a@b.example>\nBetreff: Hallo\nDatum: 23. November 2026 um 10:00\nAn: Anna",
    "Начало переадресованного сообщения:\n\nОт: Alex Lind <a@b.example>\nТема: Привет\nДата: 23 ноября 2026 г. в 10:00\nКому: Anna",
    "-------- Oprindelig meddelelse --------\nFra: Alex\nDato: 23.11.2026 10.00",
    "-------- Původní zpráva --------\nOd: Alex\nDatum: 23.11.2026 10:00",
]
FOOTERS = [
    "Sent from my iPhone", "Get Outlook for iOS", "Sent from Outlook for Android", "Skickat från min iPad", "Hämta Outlook för iOS", "Sendt fra min iPhone", "Hent Outlook til Android",
    "Lähetetty iPhonesta", "Hanki Outlook iOS:lle", "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Verstuurd vanaf mijn iPhone", "Envoyé de mon iPhone", "Télécharger Outlook pour iOS", "Enviado desde mi iPhone", "Inviato da iPhone", "Scarica Outlook per iOS", "Enviado do meu iPhone",
    "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "Отправлено из мобильной Почты Mail.ru", "iPhoneから送信", "发自我的iPhone", "從我的 iPhone 傳送", "获取 Outlook for iOS",
    "-- \nAnna Berg", "_______________________________________________\nTalk mailing list\ntalk@lists.example",
]  # fmt: skip
KEPT = [
    "Sent the figures to Bo on Monday.",
    "Lähetetty tarjous on voimassa perjantaihin.",
    "Enviado el contrato ayer, lo firmo mañana.",
    "On Monday at 10:00 we meet:\n- the plan\n- the price",
    "So we meet at 10:00, as Bo wrote.",
    "Do you mean the 23rd at 10:00?",
    "Odesláno včera, dnes čekám na odpověď.",
    "From 10:00 to 12:00: all is well.",
]
PREFIXES = [
    "Re", "RE", "SV", "Sv", "VS", "AW", "Antw", "Rép", "RES", "RIF", "R", "Odp", "Отв", "Ответ", "回复", "答复", "返信", "FW", "Fwd", "VB", "VL", "WG", "TR", "RV", "ENC", "I", "PD", "Doorst", "转发", "転送", "Пересл",
    "Automatic reply", "Autosvar", "Automatiskt svar", "Automatisk svar", "Automaattinen vastaus", "Automatische Antwort", "Abwesenheitsnotiz", "Automatisch antwoord", "Réponse automatique ",
    "Respuesta automática", "Risposta automatica", "Resposta automática", "Odpowiedź automatyczna", "Automatická odpověď", "自動応答", "自动回复", "Автоматический ответ",
    "Undeliverable", "Unzustellbar", "Kan inte levereras", "Non remis ", "No se puede entregar", "Недоставлено", "Gelesen", "Lu ", "Läst", "Прочтено", "开封", "Accepted", "Zugesagt", "Accepté ", "承諾", "已接受",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("old", [OLD, BARE])
def test_the_heading_of_a_quote_is_cut_with_the_quote(heading: str, old: str) -> None:
    assert body_of(f"Fine with me.\n\n{heading}{old}").text == "Fine with me."


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_header_lines_is_cut_with_the_mail_below(block: str) -> None:
    assert body_of(f"Fine with me.\n\n{block}\n\nShall we meet?").text == "Fine with me."


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_a_program_adds_below_is_cut(footer: str) -> None:
    assert body_of(f"Fine with me.\n\n{footer}\n").text == "Fine with me."


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_a_programs_words_is_kept(text: str) -> None:
    assert body_of(f"{text}\nAnna").text == f"{text}\nAnna"


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("colon", [": ", "：", " (2): "])
def test_a_subject_is_the_same_behind_any_programs_prefix(prefix: str, colon: str) -> None:
    assert subjects.base_subject(f"[Team] {prefix}{colon}Our talk") == "our talk"


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        ("On holiday Re: Our talk", True),
        ("Betriebsferien AW: Angebot", True),
        ("In fiera // Re: richiesta", True),
        ("Re: Our talk", False),
        ("[Team] Re: Our talk", False),
        ("Fwd: Re: Our talk", False),
        ("RE: [EXT] RE: Our talk", False),
        ("More about core: the plan", False),
    ],
)
def test_words_before_the_prefix_of_an_answer_are_an_autoresponders(subject: str, is_one: object) -> None:
    assert mail_programs.puts_words_before_reply(subject) is is_one
