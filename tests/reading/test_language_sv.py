"""Swedish, read on Tuesday, 24 November 2026."""

import pytest

from tests.reading.builders import OWNER, TUESDAY, WORDS, reading, received, sent
from watcher.core import dates, scenarios
from watcher.core.dates import Today
from watcher.core.model import Kind, Scenario, Thread, ThreadId

TODAY = Today(TUESDAY.date())


@pytest.mark.parametrize(
    ("text", "deadline", "relation"),
    [
        ("senast på fredag", "2026-11-27", "by"),
        ("innan veckan är slut", "2026-11-27", "before"),
        ("kommande onsdag", "2026-11-25", ""),
        ("onsdag nästa vecka", "2026-12-02", ""),
        ("i veckan", "2026-11-27", ""),
        ("i mitten på december", "2026-12-18", ""),
        ("fredagen den 4/12", "2026-12-04", ""),
        ("om en veckas tid", "2026-12-01", ""),
        ("inom någon dag", "2026-11-25", ""),
        ("v. 49-51", "2026-12-18", ""),
        ("efter nyår", "2027-01-04", "after"),
        ("till och med den 11 december", "2026-12-11", "through"),
        ("i månadsskiftet", "2026-11-30", ""),
        ("i övermorgon", "2026-11-26", ""),
        ("efter helgen", "2026-11-30", "after"),
        ("sista torsdagen i månaden", "2026-11-26", ""),
        ("första måndagen i december", "2026-12-07", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Det sker {text}.", WORDS["sv"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jag tar det med Karin och hör av mig på torsdag.", "2026-11-26"),
        ("Då hör jag av mig nästa vecka.", "2026-12-04"),
        ("Ni får svar innan månadens slut.", "2026-11-30"),
        ("Vi räknar med att kunna fatta beslut i början på nästa vecka.", "2026-12-01"),
        ("Tack för mejlet. Jag tittar på det och skriver till dig på måndag.", "2026-11-30"),
        ("Om 14 dagar skickar vi avtalet.", "2026-12-08"),
        ("Jag behöver kolla upp en sak, återkommer!", None),
        ("Vi håller dig uppdaterad.", None),
        ("Har du inte hört något från mig på fredag får du gärna påminna.", "2026-11-27"),
        ("Beskedet kommer i vecka 50.", "2026-12-11"),
        ("Juryn har ett beslut den 4 december.", "2026-12-04"),
        ("Vi låter er veta så snart vi har bestämt oss.", None),
        ("Du blir kontaktad inom ett par dagar.", "2026-11-26"),
        ("Ska snacka med chefen imorgon, pingar dig på torsdag.", "2026-11-26"),
        ("Domstolen meddelar dom den 11 december.", "2026-12-11"),
        ("Rättningen blir klar nästa fredag.", "2026-12-04"),
        ("Siffrorna har du på ditt skrivbord i morgon bitti.", "2026-11-25"),
        ("Hör av mig till helgen!", "2026-11-29"),
        ("Kollar läget och hojtar när jag vet mer.", None),
        ("Ditt önskemål behandlas av gruppen och du meddelas skriftligen före månadens utgång.", "2026-11-30"),
        ("Vi mäter i morgon och lämnar pris dagen därpå.", "2026-11-26"),
        ("Styrelsen samlas den 1 december och därefter återkopplar ordföranden till er.", "2026-12-01"),
        ("Resultatet av upphandlingen tillkännages den 4 december.", "2026-12-04"),
        ("Reservdelen ligger på tullen. Så fort den släpps hojtar jag.", None),
        ("Besked om taket: senast på torsdag.", "2026-11-26"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Vänligen svara senast fredag.",
        "Kan du skicka siffrorna till mig senast torsdag?",
        "Mötet är på fredag kl. 10.",
        "Offerten gäller till den 11 december.",
        "Vi har öppet måndag till fredag.",
        "Vi kan tyvärr inte svara före fredag.",
        "Jag svarade dig i måndags.",
        "Om det dyker upp något hör jag av mig.",
        "Glöm inte att lämna nyckeln senast på måndag.",
        "Vi ser fram emot ditt svar senast fredag.",
        "Skicka gärna siffrorna senast fredag.",
        "Om något ändras före fredag hör jag av mig.",
        "Jag har möte med banken på fredag.",
        "På torsdagar simmar barnen.",
        "Era synpunkter ska vara oss tillhanda senast den 4 december.",
        "Kan inte lova något, men kanske blir det klart till jul.",
        "Om du skickar måtten på onsdag kan jag räkna på det.",
        "Svaret skulle ha kommit i måndags och jag skäms.",
        "Vi är fullbokade och kan inte lämna något besked före fredag.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Autosvar: Offert", "Jag har semester till och med vecka 50.", "2026-12-14"),
        ("Inte på plats", "Jag är på kurs och åter först på torsdag.", "2026-11-26"),
        (
            "Autosvar: Fråga",
            "Tack för ditt mejl. Jag är föräldraledig fram till den 1 februari. Kontakta Mia så länge.",
            "2027-02-01",
        ),
        ("Semesterstängt", "Vi håller stängt 23-27 november.", "2026-11-30"),
        ("VAB", "Vabbar idag och imorgon, åter på torsdag.", "2026-11-26"),
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
        ("Tack för din ansökan", "Vi har tagit emot din ansökan och återkommer så snart vi kan.", Kind.AUTO_ACK),
        ("Bekräftelse", "Ditt ärende är registrerat. Ärendenummer 8812.", Kind.AUTO_ACK),
        ("SV: Hej", "Jag var på semester förra veckan. Ska vi höras i morgon?", Kind.HUMAN_REPLY),
        ("SV: Hej", "Tack för ditt mejl, jag har fått din rapport. När behöver du ha den?", Kind.HUMAN_REPLY),
        ("SV: Hej", "Jag är på kontoret i dag, kom förbi.", Kind.HUMAN_REPLY),
        ("SV: Hej", "Verkstaden håller stängt till måndag. Ring jouren om det läcker.", Kind.AUTO_REPLY_OOO),
        ("SV: Hej", "Jag har gått i pension. Lena Falk tar över mina ärenden.", Kind.AUTO_REPLY_OOO),
        ("SV: Hej", "Jag är i fjällen men såg det här. Priset är okej. Vi tar grönt.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Vi har tyvärr gått vidare med en annan kandidat.", True),
        ("Du har tyvärr inte gått vidare i processen.", True),
        ("Valet föll den här gången på en annan sökande.", True),
        ("Tack, men vi har redan en leverantör.", True),
        ("Vi tackar nej till erbjudandet.", True),
        ("Lägenheten är tyvärr uthyrd.", True),
        ("Tjänsten är inte tillsatt än, och vi gillar din ansökan.", False),
        ("Vi vill gärna gå vidare med dig.", False),
        ("Trevlig helg och lycka till med flytten!", False),
        ("Om du vill tacka nej räcker det med ett mejl.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    found = reading(received(text))
    assert found.closes is closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Skicka gärna mig anteckningarna. Tack!", True),
        ("Här är mitt utkast. Tack på förhand.", True),
        ("Tusen tack för hjälpen!", False),
        ("Tisdag passar bra, vi ses då.", False),
        ("Jag måste tyvärr tacka nej.", False),
        ("För kännedom har jag betalat räkningen.", False),
        ("Du behöver inte svara på det här.", False),
        ("Tisdag passar mig inte så bra.", True),
        ("Tyvärr får jag stå över den här gången.", False),
        ("Du är en pärla, sylten är underbar.", False),
        ("Nu kan jag inte öppna filen du skickade.", True),
        ("Det hänger på vädret och jag vet inte hur vi gör.", True),
        ("Jag kommer att skicka ritningen i kväll.", True),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(text)).wants_answer is not False) is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vi har inte tid nu, men hör gärna av dig igen i januari.", "2027-01-01"),
        ("Kontakta mig efter den 15 december.", "2026-12-16"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize(
    "text",
    [
        "Sluta mejla mig.",
        "Ta bort mig från er lista, tack.",
        "Tack, skicka inga fler mejl.",
        "Låt detta bli det sista.",
    ],
)
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Ansökan till tjänsten som snickare", "Här kommer min ansökan.", Scenario.JOB_APPLICATION),
        ("Tack för i går", "Tack för en trevlig intervju i går.", Scenario.INTERVIEW),
        ("Tack", "Tack för telefonintervjun i dag.", Scenario.PHONE_SCREEN),
        ("En kopp kaffe?", "Får jag bjuda dig på kaffe och höra om din väg?", Scenario.NETWORKING),
        ("Offert på nya fönster", "Bifogar vår offert.", Scenario.SALES_LEAD),
        ("Faktura", "Kan du skicka fakturan för november?", Scenario.GENERAL),
        ("Bagare", "Jag såg er annons om en bagare och kan börja omgående.", Scenario.JOB_APPLICATION),
        ("Gamla tider", "Jag funderar på att sadla om, har du en kvart på telefon?", Scenario.NETWORKING),
        ("Taket", "Priset för att lägga om ladan är fast pris, ställning och material ingår.", Scenario.SALES_LEAD),
        ("Paket", "Min beställning på 400 kr har inte kommit. Var är den?", Scenario.GENERAL),
        ("Stugan", "Är den ledig vecka 29?", Scenario.GENERAL),
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
        ("Jag ska få iväg det till dig i morgon.", "2026-11-25"),
        ("Pengarna är på ditt konto senast torsdag.", "2026-11-26"),
        ("Beloppet återbetalas inom 5 arbetsdagar.", "2026-12-01"),
        ("Inom fem vardagar får ni ett skriftligt svar.", "2026-12-01"),
        ("Köket levereras torsdag den 3 december.", "2026-12-03"),
        ("Jag har inte hunnit titta på det, men gör det i helgen.", "2026-11-29"),
        ("Bilen är klar att hämta på fredag.", "2026-11-27"),
        ("Du får svar före utgången av november.", "2026-11-30"),
        ("Inom tio arbetsdagar har ni vår syn på avtalet.", "2026-12-08"),
        ("Det kommer i morgon.", "2026-11-25"),
        ("Du hör så fort det finns nytt, dock senast fredag.", "2026-11-27"),
        ("Efter styrelsemötet på torsdag vet vi mer, och då skriver jag.", "2026-11-26"),
        ("Oj, bra fråga, det måste jag kolla med verkstan. Hör av mig!", "None"),
        ("Jag ringer dig när jag är framme.", "None"),
    ],
)
def test_everyday_promises(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Vi blir klara med köket på lördag.",
        "Biljetterna släpps på fredag.",
        "Du har en tid hos oss på fredag.",
        "Jag ska lämna in uppsatsen den 1 december.",
        "Försäkringsbolaget ska svara mig innan fredag.",
        "De ska ge mig besked innan fredag.",
        "Så bra att rapporten är klar till fredag!",
        "Kunden ska ha varorna på fredag.",
        "Blanketten skickas till oss innan fredag.",
        "Jag behöver rapporten på fredag.",
        "Jag läste rapporten i helgen.",
        "Vi pratar om rapporten på fredag.",
        "Jag är klar på jobbet kl. 16 i dag.",
        "Läkaren ringer mig på fredag.",
        "Jag bekräftar att jag har fått paketet.",
        "Vi ger dig 10 procent rabatt.",
        "Vi tar kontakt med andra leverantörer i stället.",
    ],
)
def test_everyday_words_that_promise_nothing(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Tack för ditt mejl. Jag är sjukskriven månaden ut. Vid frågor, kontakta Per Hansson.", "2026-12-01"),
        ("Jag tar ut komp resten av veckan. Brådskar det, ring växeln.", "2026-11-30"),
        ("Jag är på resande fot hela veckan och svarar när jag hinner.", "2026-11-30"),
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
        "Tack för svaret. Då saknar jag bara adressen.",
        "Tack för svaret. Jag förstår fortfarande inte punkt 3.",
        "Hej, vi tackar för visningen och vill gärna hyra lägenheten från 1 januari.",
        "Jag har fått en annan vara än jag beställde.",
        "Du behöver inte svara i dag, men gärna före helgen.",
        "Bortse från mitt förra mejl. Kan du svara före fredag?",
        "Det låter bra! Jag väntar på avtalet.",
    ],
)
def test_own_words_that_are_not_silenced(text: str) -> None:
    assert reading(sent(text)).wants_answer is not False


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Lärare", "Jag såg er annons och söker tjänsten. Jag kommer gärna på en intervju.", "job_application"),
        ("En fråga", "Jag är journalist och önskar en intervju med er. Kan du hjälpa mig?", "general"),
        ("Fiske", "Jag skriver uppsats och undrar om jag får intervjua dig om ditt arbete.", "networking"),
        ("Sv: Tid", "Det går bra med intervju på telefon tisdag den 1 december klockan 10.", "phone_screen"),
        ("Tack", "Tack för intervjun i går. Jag är fortfarande mycket intresserad av tjänsten.", "interview"),
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
        ("Vi krediterar beloppet innan fredag.", "2026-11-27"),
        ("Du får tillbaka telefonen på fredag.", "2026-11-27"),
        ("Vi kör ut soffan till er på tisdag.", "2026-12-01"),
        ("Återbetalningen syns på kontot på fredag.", "2026-11-27"),
        ("Din beställning skickas från lagret i morgon.", "2026-11-25"),
        ("Jag ringer leverantören i dag och ger besked på fredag.", "2026-11-27"),
        ("Min chef säger ja, du får den på fredag.", "2026-11-27"),
        ("Jag tror att vi kan svara dig innan fredag.", "2026-11-27"),
    ],
)
def test_money_goods_and_errands_for_the_reader(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Karin menar att kommunen avgör bygglovet före jul.",
        "Grannen säger att kommunen avgör ärendet på fredag.",
        "Ryktet säger att styrelsen avgör det på fredag.",
        "Jag har hört att de bestämmer sig på måndag.",
        "Min kollega svarar försäkringsbolaget senast måndag.",
        "Timo skickar ritningarna till kommunen på fredag.",
        "Betala fakturan senast den 30 november.",
        "Som regel levererar vi på torsdagar.",
    ],
)
def test_hearsay_habits_and_what_others_get_are_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None
