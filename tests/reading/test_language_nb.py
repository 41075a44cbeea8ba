"""Norwegian, read on Tuesday, 24 November 2026."""

import pytest

from tests.reading.builders import OWNER, TUESDAY, WORDS, reading, received, sent
from watcher.core import dates, scenarios
from watcher.core.dates import Today
from watcher.core.model import Kind, Scenario, Thread, ThreadId

TODAY = Today(TUESDAY.date())


@pytest.mark.parametrize(
    ("text", "deadline", "relation"),
    [
        ("senest på fredag", "2026-11-27", "by"),
        ("innen utgangen av neste uke", "2026-12-04", "before"),
        ("førstkommende fredag", "2026-11-27", ""),
        ("fredag neste uke", "2026-12-04", ""),
        ("i løpet av uka", "2026-11-27", ""),
        ("medio desember", "2026-12-18", ""),
        ("fredag 4.12.", "2026-12-04", ""),
        ("om en ukes tid", "2026-12-01", ""),
        ("innen ti virkedager", "2026-12-08", ""),
        ("i uke 49-51", "2026-12-18", ""),
        ("over nyttår", "2027-01-04", "after"),
        ("til og med 11. desember", "2026-12-11", "through"),
        ("utpå uken", "2026-11-27", ""),
        ("i overmorgen", "2026-11-26", ""),
        ("etter helga", "2026-11-30", "after"),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Det sker {text}.", WORDS["nb"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jeg tar det med Kari og gir lyd på torsdag.", "2026-11-26"),
        ("Dere hører fra oss når styret har hatt møte.", None),
        ("Du skal få svar innen utgangen av måneden.", "2026-11-30"),
        ("Vi regner med å ta en beslutning tidlig i neste uke.", "2026-12-01"),
        ("Takk for e-posten. Jeg ser på den og skriver til deg mandag.", "2026-11-30"),
        ("Om 14 dager sender vi deg kontrakten.", "2026-12-08"),
        ("Jeg må undersøke litt og kommer tilbake til deg.", None),
        ("Vi tar kontakt med deg før jul.", "2026-12-24"),
        ("Hvis du ikke har hørt fra meg innen fredag, må du bare purre.", "2026-11-27"),
        ("Svaret kommer i uke 50.", "2026-12-11"),
        ("La meg få tenke på det til mandag.", "2026-11-30"),
        ("Alle søkere får beskjed senest 4. desember.", "2026-12-04"),
        ("Vi holder deg oppdatert.", None),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Vennligst svar innen fredag.",
        "Kan du sende meg tallene senest torsdag?",
        "Møtet er på fredag kl. 10.",
        "Tilbudet gjelder til 11. desember.",
        "Vi har åpent mandag til fredag.",
        "Vi kan dessverre ikke svare innen fredag.",
        "Jeg svarte deg på mandag.",
        "Hvis det skjer noe nytt, gir jeg beskjed.",
        "Husk å levere nøkkelen senest mandag.",
        "Vi ser frem til svaret ditt innen fredag.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Automatisk svar: Tilbud", "Jeg har ferie til og med uke 50.", "2026-12-14"),
        ("Ikke til stede", "Jeg er på kurs og først tilbake på torsdag.", "2026-11-26"),
        (
            "Autosvar: Spørsmål",
            "Takk for din henvendelse. Jeg er i foreldrepermisjon frem til 1. februar. Ta kontakt med Mette.",
            "2027-02-01",
        ),
        ("Feriestengt", "Vi holder stengt fra 23. til 27. november.", "2026-11-30"),
        ("Automatisk svar: Hei", "Jeg er sykmeldt og er på jobb igjen mandag 7. desember.", "2026-12-07"),
    ],
)
def test_absences(subject: str, text: str, back: str) -> None:
    found = reading(received(text, subject=subject))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Takk for din søknad", "Vi har mottatt din søknad og kommer tilbake så snart som mulig.", Kind.AUTO_ACK),
        ("Bekreftelse", "Din henvendelse er registrert. Saksnummer 8812.", Kind.AUTO_ACK),
        ("SV: Hei", "Jeg var på ferie i forrige uke. Skal vi snakkes i morgen?", Kind.HUMAN_REPLY),
        ("SV: Hei", "Takk for e-posten, jeg har mottatt rapporten din. Når trenger du den?", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Vi har dessverre valgt å gå videre med andre kandidater.", True),
        ("Du nådde dessverre ikke opp denne gangen.", True),
        ("Stillingen er nå besatt.", True),
        ("Takk, men vi har allerede en fast leverandør.", True),
        ("Vi takker nei til tilbudet.", True),
        ("Hybelen er dessverre leid ut.", True),
        ("Stillingen er ikke besatt ennå, og vi liker søknaden din.", False),
        ("Vi vil gjerne gå videre med deg.", False),
        ("God helg og lykke til med flyttingen!", False),
        ("Vi har ikke bestemt oss ennå.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    found = reading(received(text))
    assert found.closes is closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Send meg gjerne referatet. Takk!", True),
        ("Vedlagt er utkastet mitt. På forhånd takk.", True),
        ("Tusen takk for hjelpen!", False),
        ("Tirsdag passer meg fint, vi ses.", False),
        ("Jeg må dessverre melde avbud.", False),
        ("Til orientering har jeg betalt regningen.", False),
        ("Du trenger ikke svare på denne.", False),
        ("Tirsdag passer meg ikke så bra.", True),
        ("Jeg gleder meg til å høre fra deg.", True),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(text)).wants_answer is not False) is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vi har ikke tid nå, men ta gjerne kontakt igjen i januar.", "2027-01-01"),
        ("Kontakt meg etter 15. desember, så tar vi det derfra.", "2026-12-16"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize(
    "text",
    ["Slutt å skrive til meg.", "Fjern meg fra listen deres, takk.", "Vi ønsker ikke å motta flere henvendelser."],
)
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Søknad på stillingen som tømrer", "Vedlagt følger søknaden min.", Scenario.JOB_APPLICATION),
        ("Takk for i går", "Takk for et hyggelig intervju i går.", Scenario.INTERVIEW),
        ("Takk", "Takk for telefonintervjuet i dag.", Scenario.PHONE_SCREEN),
        ("En kopp kaffe?", "Kan jeg spandere en kaffe og høre om veien din?", Scenario.NETWORKING),
        ("Tilbud på nye vinduer", "Vedlagt er tilbudet vårt.", Scenario.SALES_LEAD),
        ("Faktura", "Kan du sende fakturaen for november?", Scenario.GENERAL),
        ("Hytta", "Er den ledig i uke 29?", Scenario.GENERAL),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    read = {message.message_id: reading(message)}
    choice = scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None)
    assert choice.scenario is scenario


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Det koker på verkstedet nå, men på fredag sender svogeren min deg en pris.", "2026-11-27"),
        ("Skal nok slå på tråden torsdag etter lunsj.", "2026-11-26"),
        ("Takstmannen stikker innom i dag, så har du vurderinga hans senest mandag.", "2026-11-30"),
        ("Svar fra sensor kan ventes innen tre uker.", "2026-12-15"),
        ("Underretning om utfallet tilstilles Dem onsdag 2. desember.", "2026-12-02"),
        ("Reklamasjonen din besvares senest 1. desember.", "2026-12-01"),
        ("Lønningskontoret regner på det og melder fra innen 4. desember.", "2026-12-04"),
        ("La meg bare lufte det for kona, så ringer jeg.", None),
        ("Slapp av, du skal nok få vite hvordan det går.", None),
        ("Kjem attende til deg når eg veit meir.", None),
    ],
)
def test_promises_of_many_trades(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Hver torsdag sender jeg ut nyhetsbrev til medlemmene.",
        "På mandag ringer jeg til banken om mitt eget lån.",
        "Jeg svarer alltid på e-post om kvelden.",
        "Dere bes møte opp ved porten torsdag kl. 8.",
    ],
)
def test_habits_and_errands_are_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Ligger rett ut med influensa. Er forhåpentligvis på beina mandag.", "2026-11-30"),
        ("Butikken er stengt på grunn av varetelling. Vi åpner igjen tirsdag 1. desember.", "2026-12-01"),
        ("På elgjakt uten dekning. Tilbake mandag.", "2026-11-30"),
    ],
)
def test_private_notes_of_absence(text: str, back: str) -> None:
    found = reading(received(text, subject="SV: Skapet"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == back


@pytest.mark.parametrize(
    "text",
    [
        "Jeg er på ferie til mandag, men skapet er ditt hvis du vil ha det. Prisen er 400 kr.",
        "Butikken er stengt mandag, så kom heller tirsdag. Garnet er lagt til side til deg.",
        "Beklager, jeg har vært i begravelse. Spørsmålet ditt om gulvet: ja, lakk det to ganger.",
    ],
)
def test_answers_that_mention_an_absence(text: str) -> None:
    assert reading(received(text, subject="SV: Skapet")).kind is Kind.HUMAN_REPLY


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Dere søker skogsarbeider fra april. Jeg har motorsagkurs og fem år i Trysil.", Scenario.JOB_APPLICATION),
        ("Kan jeg friste med en øl på brygga? Jeg vurderer å bytte til forlag.", Scenario.NETWORKING),
        ("Jeg ville satt stor pris på en prat om foredraget ditt.", Scenario.NETWORKING),
        ("Vi kan legge taket for 84 000 kr eks. mva., materialer inkludert.", Scenario.SALES_LEAD),
        ("Takk for en fin prat på telefonen i går om jobben.", Scenario.PHONE_SCREEN),
        ("Takk for at jeg fikk komme på intervju i går.", Scenario.INTERVIEW),
        ("Kan vi låne tilhengeren deres på lørdag?", Scenario.GENERAL),
    ],
)
def test_scenarios_in_plain_words(text: str, scenario: Scenario) -> None:
    message = sent(text, subject="Hei")
    read = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,), ())
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario


@pytest.mark.parametrize("text", ["Vi står over denne gangen.", "Vi valgte en lokal smed til oppdraget."])
def test_plain_refusals(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Utfallet meddeles skriftlig innen 11. desember.", "2026-12-11"),
        ("Redaksjonsrådet møtes den 3. desember og tar stilling til artikkelen din da.", "2026-12-03"),
        ("Jeg skal spørre bestefar om oppskriften og skrive til deg på mandag.", "2026-11-30"),
        ("Utbetalingen går fra oss i første halvdel av desember.", "2026-12-15"),
        ("Sjefen er inne torsdag og kontakter dere samme dag.", "2026-11-26"),
        ("Vi sjekker det ut og vender tilbake.", None),
        ("Dere skulle sende oss bildene på fredag.", "none"),
        ("Vi venter fortsatt på svar fra leverandøren og håper det kommer i løpet av uka.", "none"),
        ("Hvis du betaler depositumet innen torsdag, får du nøkkelen på lørdag.", "none"),
        ("Siri sa at hun skulle ringe kommunen på mandag.", "none"),
    ],
)
def test_who_tells_whom(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert (str(promise.by) if promise and promise.by else "none" if promise is None else None) == by
