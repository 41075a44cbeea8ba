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


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jeg ringer i morgen formiddag.", "2026-11-25"),
        ("Vi håper å kunne gi deg et svar før helgen.", "2026-11-27"),
        ("Jeg skal sjekke med kollegaen min og gi deg svar på tirsdag.", "2026-12-01"),
        ("Jeg kan gi deg svar på torsdag.", "2026-11-26"),
        ("Pengene er på konto senest torsdag.", "2026-11-26"),
        ("Beløpet blir refundert innen 5 virkedager.", "2026-12-01"),
        ("Jeg skal ha det ferdig til fredag.", "2026-11-27"),
        ("Sykkelen din er klar til henting på fredag.", "2026-11-27"),
        ("Brillene dine er klare om en uke.", "2026-12-01"),
        ("Jeg har ikke rukket å se på det, men skal gjøre det i helgen.", "2026-11-29"),
        ("Ringer deg imorra tidlig.", "2026-11-25"),
        ("Leiekontrakten legges i posten til deg fredag 27. november.", "2026-11-27"),
        ("Vi vil innen 1. desember meddele resultatet til alle søkere.", "2026-12-01"),
        ("Jeg kan love deg svar før helgen.", "2026-11-27"),
        ("Det er klart på fredag.", "2026-11-27"),
        ("Det blir nok onsdag før du har noe fra oss.", "2026-11-25"),
    ],
)
def test_everyday_promises(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Du får en ny sjanse på fredag.",
        "Vi har planer på fredag.",
        "Jeg skal levere masteroppgaven 1. desember.",
        "Jeg leser til eksamen frem til fredag.",
        "Forsikringsselskapet skal svare meg innen fredag.",
        "Han skal gi meg svar på fredag.",
        "Vi trenger tallene til fredag.",
        "Så hyggelig at rapporten er klar til fredag, takk skal dere ha!",
        "Han kommer tilbake på mandag.",
        "Vi er ferdige med oppussingen på fredag.",
        "Jeg skriver til deg fordi kontrakten går ut 1. desember.",
        "Billettene legges ut for salg på fredag.",
        "Kunden skal ha varene på fredag.",
        "Skjemaet sendes til oss innen fredag.",
        "Jeg melder meg på kurset på fredag.",
        "Jeg bekrefter at jeg har mottatt pakken.",
        "Han svarer ikke på telefonen.",
    ],
)
def test_everyday_words_that_promise_nothing(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Hei! Jeg er sykmeldt ut måneden. Ved spørsmål, kontakt Per Hansen.", "2026-12-01"),
        ("Jeg tar ut overtid ut uka. Haster det, ring sentralbordet.", "2026-11-30"),
        ("God jul! Kontoret er stengt fra 23. desember og åpner igjen 4. januar.", "2027-01-04"),
        ("På tjenestereise til Nuuk 30. november–2. desember med dårlig dekning.", "2026-12-03"),
        ("Avspaserer i dag. Tilbake imorgen.", "2026-11-25"),
    ],
)
def test_everyday_notes_of_absence(text: str, back: str) -> None:
    found = reading(received(text, subject="Autosvar"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == back


@pytest.mark.parametrize(
    "text",
    [
        "Takk for svar. Da trenger jeg bare adressen.",
        "Takk for svaret. Jeg skjønner fortsatt ikke punkt 3.",
        "Takk! Signert avtale vedlagt. Fint om du sender kopi i retur.",
        "Jeg har fått en annen vare enn jeg bestilte.",
        "Jeg vil si fra at heisen er ødelagt.",
        "Vedlagt ligger en avtale om leie av lokalet.",
        "Du trenger ikke svare i dag, men gjerne før helgen.",
    ],
)
def test_own_words_that_are_not_silenced(text: str) -> None:
    assert reading(sent(text)).wants_answer is not False


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Lærer", "Jeg viser til utlysningen og søker på stillingen. Stiller gjerne til intervju.", "job_application"),
        ("Kokk", "Dere søker en kokk. Jeg har fagbrev og vil gjerne møte dere og snakke om jobben.", "job_application"),
        (
            "Intervju",
            "Hei, jeg er journalist i Nordlys og ønsker et intervju med ordføreren. Kan dere hjelpe meg?",
            "general",
        ),
        ("Fiskeri", "Jeg skriver masteroppgave og lurer på om jeg kan intervjue deg om yrket ditt.", "networking"),
        ("Tirsdag", "Det går fint med førstegangsintervju på telefon tirsdag 1. desember klokken 10.", "phone_screen"),
        ("Takk", "Takk for intervjuet i går. Jeg er fortsatt svært interessert i stillingen.", "interview"),
    ],
)
def test_interviews_hoped_for_are_none(subject: str, text: str, scenario: str) -> None:
    message = sent(text, subject=subject)
    read = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,), ())
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario.value == scenario


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jeg krediterer fakturaen og sender en ny innen fredag.", "2026-11-27"),
        ("Depositumet står på kontoen din senest 30. november.", "2026-11-30"),
        ("Fabrikken leverer i uke 50, og vi kjører den hjem til dere samme uke.", "2026-12-11"),
        ("Beløpet blir tilbakebetalt innen fredag.", "2026-11-27"),
        ("Du får telefonen tilbake på fredag.", "2026-11-27"),
        ("Jeg ringer leverandøren i dag og gir beskjed på fredag.", "2026-11-27"),
        ("Jeg tar med nøkkelen til deg på lørdag.", "2026-11-28"),
        ("Jeg tror vi kan svare deg innen fredag.", "2026-11-27"),
    ],
)
def test_money_goods_and_errands_for_the_reader(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Kari mener kommunen avgjør byggesaken før jul.",
        "Naboen sier at kommunen avgjør saken på fredag.",
        "Ryktene sier at styret avgjør det på fredag.",
        "Jeg har hørt at de bestemmer seg på mandag.",
        "Kollegaen min skal svare forsikringsselskapet innen mandag.",
        "Timo sender tegningene til kommunen på fredag.",
        "Jeg leverer rapporten til revisor på torsdag.",
        "Som regel leverer vi på torsdager.",
    ],
)
def test_hearsay_habits_and_what_others_get_are_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None
