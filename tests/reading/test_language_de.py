"""German, of Germany, Austria and Switzerland, read on Tuesday, 24 November 2026."""

from datetime import date

import pytest

from tests.reading.builders import OWNER, TUESDAY, WORDS, reading, received, sent
from watcher.core import dates, scenarios
from watcher.core.dates import Today
from watcher.core.model import Kind, Scenario, Thread, ThreadId

TODAY = Today(TUESDAY.date())


@pytest.mark.parametrize(
    ("text", "deadline", "relation"),
    [
        ("bis Freitag", "2026-11-27", "until"),
        ("bis zum 7.12. habe ich", "2026-12-07", "until"),
        ("spätestens am Freitag", "2026-11-27", "by"),
        ("Freitag nächster Woche", "2026-12-04", ""),
        ("im Laufe der nächsten Woche", "2026-12-06", ""),
        ("Ende der Woche", "2026-11-29", ""),
        ("bis Ende des Jahres", "2026-12-31", ""),
        ("Mitte Dezember", "2026-12-20", ""),
        ("innert 14 Tagen", "2026-12-08", ""),
        ("in KW 50", "2026-12-13", ""),
        ("in der Woche vom 7. Dezember", "2026-12-13", ""),
        ("übermorgen", "2026-11-26", ""),
        ("nach dem 7. Dezember", "2026-12-08", "after"),
        ("Ende des Monats", "2026-11-30", ""),
        ("bis einschließlich 11.12.", "2026-12-11", "through"),
        ("7.-11.12.2026", "2026-12-11", ""),
        ("zum 2. Gespräch", "", ""),
        ("vor zwei Wochen", "", ""),
        ("nach dem Wochenende", "2026-11-30", "after"),
        ("übernächste Woche Samstag", "2026-12-12", ""),
        ("binnen 48 Stunden", "2026-11-26", ""),
        ("noch diese Woche", "2026-11-29", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    found = dates.find(text, WORDS["de"].dates, TODAY)
    assert [(each.deadline.isoformat(), each.relation) for each in found] == (
        [(deadline, relation)] if deadline else []
    )


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("Vielen Dank, wir melden uns bei Ihnen.", True, None),
        ("Wir melden uns bis Freitag bei Ihnen.", True, "2026-11-27"),
        ("Sie hören bis Ende nächster Woche von uns.", True, "2026-12-06"),
        ("Ich gebe dir Bescheid, sobald ich mehr weiß.", True, None),
        ("Wir kommen unaufgefordert auf Sie zu.", True, None),
        ("Mit einer Antwort können Sie in zwei Wochen rechnen.", True, "2026-12-08"),
        ("Ich halte Sie auf dem Laufenden.", True, None),
        ("Das Angebot schicke ich Ihnen Anfang kommender Woche.", True, "2026-12-01"),
        ("Bitte melden Sie sich bis Freitag bei uns.", False, None),
        ("Bitte geben Sie uns bis Montag eine Rückmeldung.", False, None),
        ("Wir haben bis Freitag geöffnet.", False, None),
        ("Leider kann ich Ihnen bis Freitag keine Rückmeldung geben.", False, None),
        ("Wenn Sie sich bis Montag bei uns melden, klappt es noch.", False, None),
        ("Ich werde mich bis zum 4. Dezember bei Ihnen zurückmelden.", True, "2026-12-04"),
        ("Wir brauchen noch bis zum 11. Dezember, um die Angebote zu vergleichen.", True, "2026-12-11"),
        ("Sobald die Geschäftsleitung entschieden hat, informieren wir Sie umgehend.", True, None),
        ("Wir informieren Sie bis Donnerstag nächster Woche über das weitere Vorgehen.", True, "2026-12-03"),
        ("Du kriegst die Zahlen bis Freitag von mir.", True, "2026-11-27"),
        ("Ich muss das erst intern abklären und melde mich dann wieder.", True, None),
        ("Bis Ende KW 50 sollten wir eine Entscheidung getroffen haben.", True, "2026-12-13"),
        ("Schicken Sie mir bitte bis Donnerstag Ihre Unterlagen.", False, None),
        ("Wir brauchen Ihre Unterlagen bis Freitag.", False, None),
        ("Wir hatten uns am Freitag telefonisch gesprochen.", False, None),
        ("Ich hoffe, Ihnen bis Freitag Genaueres sagen zu können.", True, "2026-11-27"),
        ("Hallo Alex, danke dir! Ich frag den Chef und sag dir bis Freitag Bescheid.", True, "2026-11-27"),
        ("Die Frist für die Einreichung endet am Freitag.", False, None),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "de"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        (
            "Automatische Antwort: Angebot",
            "Guten Tag, vielen Dank für Ihre Nachricht. Ich bin bis zum 7. Dezember nicht im Büro.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Abwesenheitsnotiz",
            "Ich bin ab dem 7. Dezember wieder für Sie erreichbar.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Abwesend: Frage",
            "Ab Montag, 7. Dezember, bin ich wieder im Haus. In dringenden Fällen wenden Sie sich bitte an Frau Moser.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Ferienabwesenheit",
            "Ich bin ferienhalber abwesend und ab 11. Januar wieder erreichbar.",
            Kind.AUTO_REPLY_OOO,
            "2027-01-11",
        ),
        (
            "Automatische Antwort: x",
            "Ich bin krank und voraussichtlich erst am 1. Dezember wieder da.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-01",
        ),
        (
            "Automatische Antwort: x",
            "Ich bin derzeit in Elternzeit. Meine Vertretung ist Herr Koch.",
            Kind.AUTO_REPLY_OOO,
            None,
        ),
        (
            "Automatische Antwort: x",
            "Ich bin diese Woche auf Dienstreise und lese meine Mails nur sporadisch.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-30",
        ),
        ("Re: Termin", "Ich bin nächste Woche im Urlaub, können wir danach telefonieren?", Kind.HUMAN_REPLY, None),
        (
            "Eingangsbestätigung Ihrer Bewerbung",
            "Sehr geehrte Frau Lind, vielen Dank für Ihre Bewerbung. Wir haben Ihre Unterlagen erhalten und prüfen sie so schnell wie möglich. Dies ist eine automatisch generierte Nachricht.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Vielen Dank für Ihre Bewerbung als Köchin",
            "Guten Tag, wir bestätigen Ihnen den Eingang Ihrer Bewerbung. Die Prüfung der Unterlagen wird einige Zeit in Anspruch nehmen.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Re: Angebot",
            "Danke für Ihre Nachricht, das Angebot haben wir erhalten. Haben Sie noch Fragen?",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Ihre Bewerbung als Köchin",
            "Vielen Dank für Ihre Bewerbung. Leider müssen wir Ihnen mitteilen, dass wir uns für eine andere Bewerberin entschieden haben.",
            Kind.HUMAN_REPLY,
            None,
        ),
    ],
)
def test_what_machines_write(subject: str, text: str, kind: Kind, returns_on: str | None) -> None:
    read = reading(received(text, subject=subject))
    assert read.kind is kind
    assert (read.absence.returns_on if read.absence else None) == (
        date.fromisoformat(returns_on) if returns_on else None
    )


@pytest.mark.parametrize(
    ("text", "said", "ask_again_on"),
    [
        ("Leider haben wir uns für einen anderen Kandidaten entschieden.", "closes", None),
        (
            "Nach sorgfältiger Prüfung müssen wir Ihnen leider mitteilen, dass wir Ihre Bewerbung nicht berücksichtigen können.",
            "closes",
            None,
        ),
        ("Wir wünschen Ihnen für Ihren weiteren beruflichen Weg alles Gute.", "closes", None),
        ("Danke, aber wir haben derzeit keinen Bedarf.", "closes", None),
        ("Wir arbeiten bereits mit einem Anbieter zusammen und sind zufrieden.", "closes", None),
        ("Leider muss ich Ihnen mitteilen, dass sich die Entscheidung noch verzögert.", "", None),
        ("Wir haben uns noch nicht entschieden.", "", None),
        ("Wir haben uns noch nicht für einen Bewerber entschieden.", "", None),
        ("Viel Erfolg morgen beim Vortrag und alles Gute für die Familie!", "", None),
        ("Melden Sie sich gerne im März noch einmal.", "", "2027-03-01"),
        ("Momentan passt es nicht. Fragen Sie doch im Januar wieder nach.", "", "2027-01-01"),
        ("Meld dich einfach im Februar nochmal bei mir.", "", "2027-02-01"),
        ("Können Sie mir bitte Ihre Unterlagen schicken?", "", None),
        ("Bitte senden Sie mir noch Ihr Zeugnis.", "", None),
        ("Bitte streichen Sie mich aus Ihrem Verteiler.", "stop", None),
        ("Ich möchte nicht mehr kontaktiert werden.", "stop", None),
        ("Hören Sie auf Ihr Bauchgefühl, das Projekt wird gut.", "", None),
        ("Ich habe gerade viel um die Ohren, bitte haken Sie einfach später nochmal nach.", "keep_trying", None),
    ],
)
def test_what_the_other_side_says(text: str, said: str, ask_again_on: str | None) -> None:
    read = reading(received(text))
    told = {"closes": read.closes, "stop": read.stop, "keep_trying": read.keep_trying}
    assert " ".join(name for name, is_so in told.items() if is_so) == said
    assert read.ask_again_on == (date.fromisoformat(ask_again_on) if ask_again_on else None)


@pytest.mark.parametrize(
    ("text", "asks", "wants_none", "agrees", "declines"),
    [
        ("Vielen Dank für die schnelle Antwort!", False, True, False, False),
        (
            "Der Termin für das Vorstellungsgespräch passt mir gut, ich freue mich auf das Gespräch.",
            False,
            False,
            True,
            False,
        ),
        ("Freitag um 12 passt mir gut, bis dann.", False, True, True, False),
        ("Könnten Sie mir sagen, ob die Stelle noch frei ist? Vielen Dank im Voraus.", True, False, False, False),
        (
            "Anbei meine Bewerbung. Über eine Einladung zu einem Gespräch würde ich mich freuen.",
            True,
            False,
            False,
            False,
        ),
        ("Nur zur Info: Der Bericht liegt jetzt im Ordner.", False, True, False, False),
        ("Ich möchte kurz nachfragen, ob es schon Neuigkeiten gibt.", True, False, False, False),
        ("Passt Ihnen Dienstag um 10 Uhr?", True, False, False, False),
        ("Ich ziehe meine Bewerbung hiermit zurück.", False, True, False, True),
    ],
)
def test_what_the_user_says(text: str, asks: object, wants_none: object, agrees: object, declines: object) -> None:
    read = reading(sent(text))
    assert (read.wants_answer is True) is asks
    assert bool(read.no_answer_wanted) is wants_none
    assert read.agrees is agrees
    assert read.declines is declines


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Wir laden Sie zum Vorstellungsgespräch am Montag, 30. November, um 10 Uhr ein.", "interview@11-30T10:00"),
        ("Ich rufe Sie für das Telefonat am 1.12. um 14.30 Uhr an.", "call@12-01T14:30"),
        ("Das Telefoninterview findet am Donnerstag um 9:15 Uhr statt.", "phone_screen@11-26T09:15"),
        (
            "Das Vorstellungsgespräch muss leider auf Mittwoch, 2. Dezember, 13 Uhr verschoben werden.",
            "interview@12-02T13:00",
        ),
    ],
)
def test_appointments(text: str, event: str) -> None:
    found = reading(received(text)).events
    assert " ".join(f"{each.what}@{each.starts_at:%m-%dT%H:%M}" for each in found) == event


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        (
            "Bewerbung als Buchhalterin",
            "Sehr geehrte Damen und Herren, anbei meine Unterlagen.",
            Scenario.JOB_APPLICATION,
        ),
        ("Ihre Stellenanzeige", "Ich bewerbe mich um die Stelle als Köchin.", Scenario.JOB_APPLICATION),
        ("Danke", "Vielen Dank für das Vorstellungsgespräch am Dienstag.", Scenario.INTERVIEW),
        ("Unser Telefoninterview", "Danke für das Telefonat.", Scenario.PHONE_SCREEN),
        ("Angebot Nr. 5512", "Anbei unser Angebot für die Fassade.", Scenario.SALES_LEAD),
        (
            "Kurze Vorstellung",
            "Wir helfen Handwerksbetrieben, Rechnungen schneller zu schreiben. Hätten Sie Interesse an einer kostenlosen Demo?",
            Scenario.SALES_LEAD,
        ),
        ("Frage zur Nebenkostenabrechnung", "Können Sie mir die Belege schicken?", Scenario.GENERAL),
        ("Schlüssel", "Kannst du mir am Freitag den Schlüssel bringen?", Scenario.GENERAL),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,))
    readings = {message.message_id: reading(message)}
    found = scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None)
    assert found.scenario is scenario
