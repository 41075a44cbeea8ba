"""Danish, read on Tuesday, 24 November 2026."""

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
        ("inden udgangen af næste uge", "2026-12-04", "before"),
        ("kommende fredag", "2026-11-27", ""),
        ("fredag i næste uge", "2026-12-04", ""),
        ("i løbet af ugen", "2026-11-27", ""),
        ("medio december", "2026-12-18", ""),
        ("d. 14.", "2026-12-14", ""),
        ("fredag d. 4/12", "2026-12-04", ""),
        ("om en uges tid", "2026-12-01", ""),
        ("inden for ti hverdage", "2026-12-08", ""),
        ("i uge 49-51", "2026-12-18", ""),
        ("efter nytår", "2027-01-04", "after"),
        ("inden fyraften", "2026-11-24", "before"),
        ("til og med den 11. december", "2026-12-11", "through"),
        ("primo januar", "2027-01-08", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Det sker {text}.", WORDS["da"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jeg vender det med Karen og giver lyd på torsdag.", "2026-11-26"),
        ("I hører fra os, når bestyrelsen har været samlet.", None),
        ("Du skal nok få svar inden månedens udgang.", "2026-11-30"),
        ("Vi regner med at træffe en beslutning i starten af næste uge.", "2026-12-01"),
        ("Tak for mailen. Jeg kigger på den og skriver til dig mandag.", "2026-11-30"),
        ("Om 14 dage sender vi dig kontrakten.", "2026-12-08"),
        ("Jeg skal lige undersøge det nærmere og melder tilbage.", None),
        ("Vi kontakter dig inden jul.", "2026-12-24"),
        ("Har du ikke hørt fra mig inden fredag, så skriv endelig igen.", "2026-11-27"),
        ("Svaret kommer i uge 50.", "2026-12-11"),
        ("Giv mig lige til på mandag, så har jeg et svar.", "2026-11-30"),
        ("Alle ansøgere får besked senest den 4. december.", "2026-12-04"),
        ("Du bliver ringet op i løbet af et par dage.", "2026-11-26"),
        ("Deres anmodning behandles af udvalget, og De underrettes inden månedens udgang.", "2026-11-30"),
        ("Vi måler op i morgen og giver en pris dagen efter.", "2026-11-26"),
        ("Bestyrelsen mødes den 1. december, og derefter vender formanden tilbage til jer.", "2026-12-01"),
        ("Chefen tager stilling torsdag, så fredag formiddag slår jeg på tråden.", "2026-11-27"),
        ("Reservedelen ligger i tolden. Så snart den bliver frigivet, siger jeg til.", None),
        ("Resultatet af udbuddet offentliggøres den 4. december.", "2026-12-04"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Du bedes svare inden fredag.",
        "Kan du sende mig tallene senest torsdag?",
        "Mødet er på fredag kl. 10.",
        "Tilbuddet gælder til den 11. december.",
        "Vi har åbent mandag til fredag.",
        "Vi kan desværre ikke svare inden fredag.",
        "Jeg svarede dig i mandags.",
        "Hvis der kommer nyt, giver jeg lyd.",
        "Husk at aflevere nøglen senest mandag.",
        "Vi ser frem til dit svar inden fredag.",
        "Jeres bemærkninger skal være os i hænde senest den 4. december.",
        "Kan ikke love noget, men måske bliver det færdigt til jul.",
        "Hvis du sender målene onsdag, kan jeg regne på det.",
        "Elevatoren skulle være lavet i fredags, men det skal man ikke tro på.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Automatisk svar: Tilbud", "Jeg holder ferie til og med uge 50.", "2026-12-14"),
        ("Ikke til stede", "Jeg er på kursus og først tilbage på torsdag.", "2026-11-26"),
        (
            "Autosvar: Spørgsmål",
            "Tak for din mail. Jeg er på barsel indtil den 1. februar. Kontakt Mette ved spørgsmål.",
            "2027-02-01",
        ),
        ("Ferielukket", "Vi holder lukket fra d. 23. til d. 27. november.", "2026-11-30"),
        ("Automatisk svar: Hej", "Jeg er sygemeldt og er på kontoret igen mandag d. 7. december.", "2026-12-07"),
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
        ("Tak for din ansøgning", "Vi har modtaget din ansøgning og vender tilbage hurtigst muligt.", Kind.AUTO_ACK),
        ("Kvittering for modtagelse", "Din henvendelse er registreret. Sagsnummer 8812.", Kind.AUTO_ACK),
        ("SV: Hej", "Jeg var på ferie i sidste uge. Skal vi tales ved i morgen?", Kind.HUMAN_REPLY),
        ("SV: Hej", "Tak for din mail, jeg har modtaget din rapport. Hvornår skal den bruges?", Kind.HUMAN_REPLY),
        ("SV: Hej", "Jeg er på kontoret i dag, kom bare forbi.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Vi er desværre gået videre med en anden kandidat.", True),
        ("Du er ikke kommet i betragtning i denne omgang.", True),
        ("Valget er faldet på en anden ansøger.", True),
        ("Tak, men vi har allerede en fast leverandør.", True),
        ("Vi takker nej til tilbuddet.", True),
        ("Lejligheden er desværre udlejet.", True),
        ("Stillingen er ikke besat endnu, og vi er glade for din ansøgning.", False),
        ("Vi har besluttet at gå videre med dig.", False),
        ("God weekend og held og lykke med flytningen!", False),
        ("Vi har ikke besluttet noget endnu.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    found = reading(received(text))
    assert found.closes is closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Send mig gerne referatet. Tak!", True),
        ("Vedlagt er mit udkast. På forhånd tak.", True),
        ("Tusind tak for hjælpen!", False),
        ("Tirsdag passer mig fint, vi ses.", False),
        ("Jeg må desværre melde afbud.", False),
        ("Til orientering har jeg betalt regningen.", False),
        ("Du behøver ikke svare på denne.", False),
        ("Tirsdag passer mig ikke så godt.", True),
        ("Jeg glæder mig til at høre fra dig.", True),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(text)).wants_answer is not False) is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vi har ikke tid nu, men skriv gerne igen i januar.", "2027-01-01"),
        ("Kontakt mig efter den 15. december, så tager vi den derfra.", "2026-12-16"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize(
    "text",
    [
        "Lad være med at skrive til mig.",
        "Slet mig fra jeres liste, tak.",
        "Vi ønsker ikke at modtage flere henvendelser.",
    ],
)
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Ansøgning om stillingen som tømrer", "Hermed min ansøgning.", Scenario.JOB_APPLICATION),
        ("Tak for i går", "Tak for en god samtale om stillingen i går.", Scenario.INTERVIEW),
        ("Tak", "Tak for telefoninterviewet i dag.", Scenario.PHONE_SCREEN),
        ("En kop kaffe?", "Må jeg invitere dig på kaffe og høre om din vej?", Scenario.NETWORKING),
        ("Tilbud på nye vinduer", "Vedhæftet er vores tilbud.", Scenario.SALES_LEAD),
        ("Faktura", "Kan du sende fakturaen for november?", Scenario.GENERAL),
        ("Sommerhuset", "Er det ledigt i uge 29?", Scenario.GENERAL),
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
        ("Vi har lidt travlt i vaskeriet, men på fredag sender min mor dig en pris.", "2026-11-27"),
        ("Skal nok slå på tråden torsdag efter frokost.", "2026-11-26"),
        ("Taksatoren kigger forbi i dag, så har du hans vurdering senest mandag.", "2026-11-30"),
        ("Svar fra censor kan ventes inden for tre uger.", "2026-12-15"),
        ("Efterretning om udfaldet tilgår Dem onsdag den 2. december.", "2026-12-02"),
        ("Senest ved årets udgang foreligger den endelige rapport.", "2026-12-31"),
        ("Din reklamation besvares senest den 1. december.", "2026-12-01"),
        ("Lad mig lige vende det med konen, så ringer jeg.", None),
        ("Bare rolig, du skal nok få at vide, hvordan det går.", None),
        ("I dag otte dage ligger der en tegning i din postkasse.", "2026-12-01"),
    ],
)
def test_promises_of_many_trades(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Hver torsdag sender jeg nyhedsbrev ud til alle medlemmer.",
        "På mandag ringer jeg til banken om mit eget lån.",
        "Jeg svarer altid på mails om aftenen.",
        "I bedes møde op ved porten torsdag kl. 8.",
        "Hvis du kan sende mig mål på vinduet inden onsdag, regner jeg på det.",
    ],
)
def test_habits_and_errands_are_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Ligger fladt med influenza. Er forhåbentlig på benene mandag.", "2026-11-30"),
        ("Butikken er lukket på grund af vareoptælling. Vi åbner igen tirsdag den 1. december.", "2026-12-01"),
        ("På feltarbejde i Grønland uden net til og med 11. december. Svarer, når jeg er hjemme.", "2026-12-14"),
    ],
)
def test_private_notes_of_absence(text: str, back: str) -> None:
    found = reading(received(text, subject="SV: Skabet"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == back


@pytest.mark.parametrize(
    "text",
    [
        "Jeg er på ferie til mandag, men skabet er dit, hvis du vil have det. Prisen er 400 kr.",
        "Butikken er lukket mandag, så kom hellere tirsdag. Garnet er lagt til side til dig.",
        "Undskyld, jeg har været til begravelse. Dit spørgsmål om gulvet: ja, lak det to gange.",
    ],
)
def test_answers_that_mention_an_absence(text: str) -> None:
    assert reading(received(text, subject="SV: Skabet")).kind is Kind.HUMAN_REPLY


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("I søger en skovarbejder fra april. Jeg har motorsavskort og fem år i Gribskov.", Scenario.JOB_APPLICATION),
        ("Kan jeg lokke dig med en øl på havnen? Jeg overvejer at skifte til forlag.", Scenario.NETWORKING),
        ("Vi kan lægge taget for 84.000 kr. ekskl. moms, materialer inklusive.", Scenario.SALES_LEAD),
        ("Tak for opkaldet i formiddags om elevpladsen. Det var rart at høre mere.", Scenario.PHONE_SCREEN),
        ("Tak fordi jeg måtte komme til samtale i går. Jeg fik mere lyst til jobbet.", Scenario.INTERVIEW),
        ("Kan vi låne jeres trailer på lørdag?", Scenario.GENERAL),
    ],
)
def test_scenarios_in_plain_words(text: str, scenario: Scenario) -> None:
    message = sent(text, subject="Hej")
    read = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,), ())
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario


@pytest.mark.parametrize("text", ["Vi springer over denne gang.", "Vi valgte en lokal smed til opgaven."])
def test_plain_refusals(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Jeg får sendt det i løbet af dagen.", "2026-11-24"),
        ("Jeg skal nok få det til dig i morgen.", "2026-11-25"),
        ("Jeg har ikke tid nu, men ringer til dig på torsdag efter frokost.", "2026-11-26"),
        ("Inden for fem hverdage modtager du en skriftlig redegørelse fra os.", "2026-12-01"),
        ("Pengene er på din konto senest torsdag.", "2026-11-26"),
        ("Beløbet bliver refunderet inden for 5 hverdage.", "2026-12-01"),
        ("Køkkenet bliver leveret torsdag den 3. december.", "2026-12-03"),
        ("Jeg har ikke nået at se på det, men gør det i weekenden.", "2026-11-29"),
        ("Jeg kan love dig svar inden weekenden.", "2026-11-27"),
        ("Ja ja, du er ikke glemt, ringer i aften.", "2026-11-24"),
        ("Bilen er klar til afhentning på fredag.", "2026-11-27"),
        ("Det kommer i morgen.", "2026-11-25"),
        ("Du hører, så snart der er nyt, og senest fredag.", "2026-11-27"),
        ("Har ikke facit endnu, men inden ugen er omme er det på plads.", "2026-11-27"),
    ],
)
def test_everyday_promises(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Hej, det kan jeg ikke, for vi ser på lejlighed på lørdag.",
        "Han kommer tilbage på mandag.",
        "Du har en aftale med os på fredag.",
        "Jeg skal aflevere specialet den 1. december.",
        "Forsikringsselskabet skal svare mig inden fredag.",
        "De skal give mig besked inden fredag.",
        "Så godt at rapporten er klar til fredag!",
        "Kunden skal have varerne på fredag.",
        "Skemaet sendes til os inden fredag.",
        "Jeg melder mig til kurset på fredag.",
        "Jeg skal bruge rapporten på fredag.",
        "Vi snakker jo om rapporten på fredag, ikke også.",
        "Jeg bekræfter, at jeg har modtaget pakken.",
        "Vi giver dig 10 procent rabat.",
        "Han svarer ikke på telefonen.",
        "Vi tager kontakt til andre leverandører i stedet.",
    ],
)
def test_everyday_words_that_promise_nothing(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Tak for din henvendelse. Jeg er sygemeldt måneden ud. Ved spørgsmål, kontakt Per Hansen.", "2026-12-01"),
        ("Jeg er på farten hele ugen og svarer, når jeg får tid.", "2026-11-30"),
        ("Jeg står på ski i Norge og er tilbage på pinden mandag den 30. november.", "2026-11-30"),
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
        "Tak for svar. Så mangler jeg bare adressen.",
        "Tak for svaret. Jeg forstår stadig ikke punkt 3.",
        "Det lyder godt! Jeg venter på kontrakten.",
        "Vedhæftet er en aftale om leje af lokalet.",
        "Jeg har fået en anden vare, end jeg bestilte.",
        "Du behøver ikke svare i dag, men gerne inden weekenden.",
        "Se bort fra min forrige mail. Kan du svare inden fredag?",
    ],
)
def test_own_words_that_are_not_silenced(text: str) -> None:
    assert reading(sent(text)).wants_answer is not False


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Lærer", "Jeg har set jeres opslag og søger stillingen. Jeg kommer gerne til en samtale.", "job_application"),
        ("Kok", "I søger en kok. Jeg er udlært og vil gerne møde jer og snakke om jobbet.", "job_application"),
        ("Et spørgsmål", "Hej, jeg er journalist på en avis og ønsker et interview med jer. Er det muligt?", "general"),
        ("Fiskeri", "Jeg skriver speciale og vil høre, om jeg må interviewe dig om dit arbejde.", "networking"),
        ("Tak", "Tak for jobsamtalen i går. Jeg er fortsat meget interesseret i stillingen.", "interview"),
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
        ("Vi krediterer beløbet inden fredag.", "2026-11-27"),
        ("Du får telefonen tilbage på fredag.", "2026-11-27"),
        ("Vi kører sofaen ud til jer på tirsdag.", "2026-12-01"),
        ("Jeg ringer til leverandøren i dag og giver besked på fredag.", "2026-11-27"),
        ("Jeg sætter mig med det efter aftensmaden, så du har tallene, inden du går i seng.", "2026-11-24"),
        ("Rapporten har I om onsdagen.", "2026-11-25"),
        ("Min chef siger ja, du får den på fredag.", "2026-11-27"),
        ("Jeg tror, vi kan svare dig inden fredag.", "2026-11-27"),
    ],
)
def test_money_goods_and_errands_for_the_reader(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Karen mener, kommunen afgør byggesagen før jul.",
        "Naboen siger, at kommunen afgør sagen på fredag.",
        "Rygtet siger, at bestyrelsen afgør det på fredag.",
        "Jeg har hørt, at de beslutter sig på mandag.",
        "Min kollega svarer forsikringsselskabet inden mandag.",
        "Timo sender tegningerne til kommunen på fredag.",
        "Betal fakturaen inden den 30. november.",
        "Som regel leverer vi på torsdage.",
    ],
)
def test_hearsay_habits_and_what_others_get_are_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None
