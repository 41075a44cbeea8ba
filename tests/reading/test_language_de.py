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
        ("seit Freitag, den 13.11., krank", "", ""),
        ("bis Freitag, den 11.12., im Urlaub", "2026-12-11", "until"),
        ("spätestens am Freitag", "2026-11-27", "by"),
        ("kommenden Freitag", "2026-11-27", ""),
        ("Anfang nächster Woche", "2026-12-01", ""),
        ("bis Ende des Jahres", "2026-12-31", ""),
        ("in zwei Wochen", "2026-12-08", ""),
        ("innert 14 Tagen", "2026-12-08", ""),
        ("in der 50. KW", "2026-12-11", ""),
        ("übermorgen", "2026-11-26", ""),
        ("nach dem 7. Dezember", "2026-12-08", "after"),
        ("bis und mit 11. Dezember", "2026-12-11", "through"),
        ("vom 7.12. bis 11.12.", "2026-12-11", ""),
        ("in der 2. Runde", "", ""),
        ("vor zwei Wochen", "", ""),
        ("Freitag Vormittag", "2026-11-27", ""),
        ("nach Dreikönig", "2027-01-07", "after"),
        ("noch diese Woche", "2026-11-27", ""),
        ("im Laufe des Januars", "2027-01-29", ""),
        ("bis Gründonnerstag", "2027-03-25", "until"),
        ("am Dienstag nach Ostern", "2027-03-30", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    found = dates.find(text, WORDS["de"].dates, TODAY)
    assert [(each.deadline().isoformat(), each.relation) for each in found] == (
        [(deadline, relation)] if deadline else []
    )


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("Vielen Dank, wir melden uns bei Ihnen.", True, None),
        ("Wir melden uns bis Freitag bei Ihnen.", True, "2026-11-27"),
        ("Sie hören bis Ende nächster Woche von uns.", True, "2026-12-04"),
        ("Am Montag gebe ich Ihnen Bescheid.", True, "2026-11-30"),
        ("Die Entscheidung fällt am 15. Dezember im Gemeinderat.", True, "2026-12-15"),
        ("Ich halte Sie auf dem Laufenden.", True, None),
        ("Das Angebot schicke ich Ihnen Anfang kommender Woche.", True, "2026-12-01"),
        ("Könnten Sie mir bis Freitag Bescheid geben?", False, None),
        ("Das Angebot ist bis 31. Dezember gültig.", False, None),
        ("Leider kann ich Ihnen bis Freitag keine Rückmeldung geben.", False, None),
        ("Wenn Sie sich bis Montag bei uns melden, klappt es noch.", False, None),
        ("Ich werde mich bis zum 4. Dezember bei Ihnen zurückmelden.", True, "2026-12-04"),
        ("Wir brauchen noch bis zum 11. Dezember, um die Angebote zu vergleichen.", True, "2026-12-11"),
        ("Sobald die Geschäftsleitung entschieden hat, informieren wir Sie umgehend.", True, None),
        ("Frau Huber wird sich in Kürze mit Ihnen in Verbindung setzen.", True, None),
        ("Ich kläre das intern und rufe Sie am Montag zurück.", True, "2026-11-30"),
        ("Bis Ende KW 50 sollten wir eine Entscheidung getroffen haben.", True, "2026-12-11"),
        ("Schicken Sie mir bitte bis Donnerstag Ihre Unterlagen.", False, None),
        ("Ich bin ab Montag im Urlaub.", False, None),
        ("Du kannst dich bis Freitag jederzeit bei mir melden.", False, None),
        ("Hallo Alex, danke dir! Ich frag den Chef und sag dir bis Freitag Bescheid.", True, "2026-11-27"),
        ("Die Frist für die Einreichung endet am Freitag.", False, None),
        ("Am Donnerstag kriegen Sie von mir die Zahl für die Gauben.", True, "2026-11-26"),
        ("Hi Alex, ich werf morgen früh einen Blick drauf und ping dich dann an.", True, "2026-11-25"),
        ("Unser Disponent klingelt Sie morgen Vormittag an.", True, "2026-11-25"),
        ("Ich frag den Wirt und sag euch dann, was er meint.", True, None),
        ("Die Police geht Ihnen binnen zehn Tagen auf dem Postweg zu.", True, "2026-12-04"),
        ("Der Kostenvoranschlag für die Heizung liegt morgen in Ihrem Briefkasten.", True, "2026-11-25"),
        ("I meld mi, wenn i mit eahm gredt hab.", True, None),
        ("Freitags mache ich immer meinen Rundruf bei den Lieferanten.", False, None),
        ("Am Montag ruf ich beim Vermieter an, ob der Keller trocken ist.", False, None),
        ("Das Angebot bleibt bis 31. Dezember bestehen.", False, None),
        ("Wir treffen uns am Donnerstag um zehn vor dem Rathaus.", False, None),
        ("Wenn du mir bis Freitag die Schlüssel bringst, streiche ich am Wochenende die Küche.", False, None),
        ("So, hab jetzt alle Maße. Am Montag kriegste den Preis für die Treppe.", True, "2026-11-30"),
        (
            "Der Prüfungsausschuss befasst sich nächste Woche damit; über das Ergebnis werden Sie schriftlich unterrichtet.",
            True,
            "2026-12-04",
        ),
        ("Nach dem Wochenende hast du den Schnitt in der Dropbox.", True, "2026-11-30"),
        ("Die Probe ist Donnerstag, tags darauf kriegt jeder von uns Bescheid.", True, "2026-11-27"),
        ("Das Protokoll wurde Ihnen am Montag zugestellt, wie die Post bestätigt.", False, None),
        ("Der Vertrag läuft bis Monatsende und verlängert sich danach um ein Jahr.", False, None),
        ("Würden wir bis Freitag entscheiden, müssten wir auf die Gutachten verzichten.", False, None),
        ("Mama sagt, du sollst ihr bis morgen Bescheid geben wegen dem Kuchen.", False, None),
        ("Am Montag liegt es auf Ihrem Schreibtisch.", True, "2026-11-30"),
        ("Mein Feedback bekommst du bis zum 4. Dezember.", True, "2026-12-04"),
        ("Die gewünschten Informationen bekommen Sie morgen.", True, "2026-11-25"),
        ("Eine Entscheidung wird Mitte Dezember erwartet.", True, "2026-12-18"),
        ("Ich bezahle die Rechnung am Freitag.", True, "2026-11-27"),
        ("Wir beheben den Fehler bis Freitag.", True, "2026-11-27"),
        ("Ich bestelle das Teil heute, am Freitag ist es da.", True, "2026-11-27"),
        ("Sie sollten bis Ende nächster Woche von der Personalabteilung hören.", True, "2026-12-04"),
        ("Wir stimmen uns noch intern ab und wissen bis Freitag mehr.", True, "2026-11-27"),
        ("Ich rufe morgen kurz an.", True, "2026-11-25"),
        ("Lass uns nächste Woche zu Mittag essen.", False, None),
        ("Ich hole dich am Freitag vom Bahnhof ab.", False, None),
        ("Am Dienstag haben wir ein Gespräch mit dem Kunden.", False, None),
        ("Am Donnerstag nehme ich an der Sitzung teil.", False, None),
        ("Leider schaffe ich es bis Freitag nicht.", False, None),
        ("Ihr Paket liegt bis Freitag zur Abholung bereit.", False, None),
        ("Ich muss meine Arbeit bis Freitag abgeben.", False, None),
        ("Ich schreibe Ihnen wegen der Sitzung am Montag.", False, None),
        ("Der Umbau dauert bis Dezember.", False, None),
        ("Die Schule schickt die Kinder am Freitag früher heim.", False, None),
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
            "Re: Torte",
            "Die Backstube ruht bis 2. Dezember. Danach duftet es hier wieder.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-02",
        ),
        (
            "Re: Zaun",
            "Hexenschuss, ich kann mich kaum rühren. Der Arzt hat mich bis Freitag aus dem Verkehr gezogen. Im Notfall meine Frau anrufen.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-27",
        ),
        (
            "Re: Fahrrad",
            "Bin grad im Urlaub, aber ja, das Rad kannst du haben. 80 Euro, abholbereit ab Montag.",
            Kind.HUMAN_REPLY,
            None,
        ),
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
            "Automatische Antwort",
            "Ich bin im Urlaub und ab Montag, 7. Dezember, wieder erreichbar.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Abwesend",
            "Ich bin bis einschließlich Februar 2027 in Elternzeit.",
            Kind.AUTO_REPLY_OOO,
            "2027-03-01",
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
        ("Die Stelle ist leider bereits vergeben.", "closes", None),
        ("Danke, aber wir haben derzeit keinen Bedarf.", "closes", None),
        (
            "Leider muss ich dir absagen, wir nehmen eine Kollegin von intern. Deine Bewerbung hat uns nicht vollends überzeugt, wir haben uns gegen dich entschieden.",
            "closes",
            None,
        ),
        ("Wir haben uns noch nicht entschieden.", "", None),
        ("Die Stelle ist noch frei und wir haben großes Interesse an Ihnen.", "", None),
        ("Viel Erfolg morgen beim Vortrag und alles Gute für die Familie!", "", None),
        ("Melden Sie sich gerne im März noch einmal.", "", "2027-03-01"),
        ("Momentan passt es nicht. Fragen Sie doch im Januar wieder nach.", "", "2027-01-01"),
        ("Lass uns im März nochmal darüber sprechen.", "", "2027-03-01"),
        ("Können Sie mir bitte Ihre Unterlagen schicken?", "", None),
        ("Bitte schreiben Sie mir nicht mehr.", "stop", None),
        ("Ich möchte nicht mehr kontaktiert werden.", "stop", None),
        ("Schreiben Sie mir gerne jederzeit.", "", None),
        ("Danke, wir sind bestens versorgt.", "closes", None),
        ("Die Stelle haben wir noch nicht besetzt.", "", None),
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
        ("Ich nehme an, dass die Rechnung stimmt.", False, False, False, False),
        ("Das Dokument kann ich nicht öffnen.", False, False, False, False),
        ("Ich brauche die Unterlagen bis Freitag.", True, False, False, False),
        ("Vielen Dank für die schnelle Antwort!", False, True, False, False),
        (
            "Der Termin für das Vorstellungsgespräch passt mir gut, ich freue mich auf das Gespräch.",
            False,
            False,
            True,
            False,
        ),
        ("Freitag um 12 passt mir gut, bis dann.", False, True, True, False),
        ("Leider kann ich an dem Termin nicht teilnehmen.", False, True, False, True),
        ("Könnten Sie mir sagen, ob die Stelle noch frei ist? Vielen Dank im Voraus.", True, False, False, False),
        (
            "Anbei meine Bewerbung. Über eine Einladung zu einem Gespräch würde ich mich freuen.",
            True,
            False,
            False,
            False,
        ),
        ("Nur zur Info: Der Bericht liegt jetzt im Ordner.", False, True, False, False),
        ("Eine Antwort ist nicht nötig.", False, True, False, False),
        ("Ich möchte kurz nachfragen, ob es schon Neuigkeiten gibt.", True, False, False, False),
        ("Passt Ihnen Dienstag um 10 Uhr?", True, False, False, False),
        ("Ich ziehe meine Bewerbung hiermit zurück.", False, True, False, True),
        ("Ich freue mich auf Ihre Rückmeldung.", True, False, False, False),
        ("Da lass ich mich nicht zweimal bitten, ich komme mit Vergnügen.", False, True, True, False),
        ("Tantchen, dein Kuchen war ein Gedicht, vergelt's Gott!", False, True, False, False),
        ("Zur Info: Ich habe die Kaution immer noch nicht bekommen.", True, False, False, False),
        ("Danke. Ich warte dann auf die Zahlen.", True, False, False, False),
        ("Danke für das Angebot. Ich habe noch eine Frage zum Preis.", True, False, False, False),
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
        (
            "Bäckerlehre",
            "Ich habe Ihren Aushang gesehen und würde gern bei Ihnen in der Backstube anfangen.",
            Scenario.JOB_APPLICATION,
        ),
        (
            "Lange nichts gehört",
            "Weißt du noch, die Nächte im Zeichensaal? Ich überlege gerade, mich selbständig zu machen. Zeit für einen Spaziergang?",
            Scenario.NETWORKING,
        ),
        (
            "Ihre Fenster",
            "Für die zwölf Fenster käme ich auf 8.400 Euro netto, Montage inklusive.",
            Scenario.SALES_LEAD,
        ),
        ("Danke", "Vielen Dank für das Gespräch heute. Ich habe große Lust auf die Stelle.", Scenario.INTERVIEW),
        ("Danke", "Danke für das Telefonat heute Mittag! Ich habe große Lust auf die Stelle.", Scenario.PHONE_SCREEN),
        ("Interview für die Zeitung", "Dürfte ich Sie zur neuen Brücke interviewen?", Scenario.NETWORKING),
        ("Ihr Interview in der Zeit", "Ich habe Ihr Interview gelesen. Wo bekomme ich das Buch?", Scenario.GENERAL),
        ("Frage", "Wann kommt meine Bestellung?", Scenario.GENERAL),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,))
    readings = {message.message_id: reading(message)}
    found = scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None)
    assert found.scenario is scenario


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Ich gebe das an den Vorstand weiter und melde mich bis Freitag.", "2026-11-27"),
        ("Der Antrag liegt beim Bauamt, bis Ende November hören Sie von uns.", "2026-11-30"),
        ("Meistens dauert das länger, aber am Freitag haben Sie die Liste.", "2026-11-27"),
        ("Wie üblich bekommen Sie die Abrechnung am Monatsende.", "2026-11-30"),
        ("Das Ersatzgerät trifft am Donnerstag bei Ihnen ein.", "2026-11-26"),
        ("Mein Kollege aus der Buchhaltung hat gehört, dass die Stadt am Freitag entscheidet.", "none"),
        ("Beim Bäcker erzählt man, die Gemeinde beschließt das am Montag.", "none"),
        ("In der Regel verschicken wir die Rechnungen am Monatsende.", "none"),
        ("Am ersten Dienstag im Monat entscheidet der Ausschuss über Anträge.", "none"),
        ("Dem Steuerberater schicke ich die Belege am Freitag.", "none"),
        ("Die Praxis schickt den Befund bis Freitag an die Krankenkasse.", "none"),
        ("Der Chef bekommt den Bericht am Donnerstag.", "none"),
        ("Wir haben bis Freitag von 9 bis 17 Uhr geöffnet.", "none"),
    ],
)
def test_who_tells_whom(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert (str(promise.by) if promise else "none") == by


@pytest.mark.parametrize(
    ("subject", "text", "returns_on"),
    [
        ("Automatische Antwort", "Heute bin ich auf einer Schulung. Morgen bin ich wieder da.", "2026-11-25"),
        ("Automatische Antwort", "In KW 49 bin ich im Urlaub.", "2026-12-07"),
        ("Automatische Antwort", "Ab Montag, dem 4. Januar, sind wir mit frischen Kräften für Sie da.", "2027-01-04"),
        ("Re: Trauben", "Wir sind mitten in der Lese. Am Donnerstag ist wieder jemand im Büro.", "2026-11-26"),
    ],
)
def test_absences(subject: str, text: str, returns_on: str) -> None:
    found = reading(received(text, subject=subject))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == returns_on
