"""Dutch, of the Netherlands and Flanders, read on Tuesday, 24 November 2026."""

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
        ("sinds vrijdag 13-11-2026 ziek", "", ""),
        ("vóór vrijdag", "2026-11-27", "before"),
        ("tot en met vrijdag 4 december", "2026-12-04", "through"),
        ("ten laatste op vrijdag", "2026-11-27", "by"),
        ("vrijdag volgende week", "2026-12-04", ""),
        ("komende vrijdag", "2026-11-27", ""),
        ("in de loop van volgende week", "2026-12-04", ""),
        ("eind deze week", "2026-11-27", ""),
        ("half december", "2026-12-18", ""),
        ("begin januari", "2027-01-08", ""),
        ("binnen tien werkdagen", "2026-12-08", ""),
        ("in week 50", "2026-12-11", ""),
        ("morgenochtend", "2026-11-25", ""),
        ("vanaf 7 december", "2026-12-07", "since"),
        ("na het weekend", "2026-11-30", "after"),
        ("van 7 tot en met 11 december", "2026-12-11", ""),
        ("de 2e ronde", "", ""),
        ("na nieuwjaar", "2027-01-04", "after"),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    found = dates.find(text, WORDS["nl"].dates, TODAY)
    assert [(each.deadline().isoformat(), each.relation) for each in found] == (
        [(deadline, relation)] if deadline else []
    )


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("Ik laat het je zo snel mogelijk weten.", True, None),
        ("We laten u uiterlijk vrijdag iets weten.", True, "2026-11-27"),
        ("Je hoort volgende week nog van mij.", True, "2026-12-04"),
        ("Ik kom hier later op terug, er moet eerst intern overlegd worden.", True, None),
        ("Maandag laat ik je weten of het doorgaat.", True, "2026-11-30"),
        ("Binnen twee weken ontvangt u onze beslissing.", True, "2026-12-08"),
        ("Ik kijk er overmorgen naar.", True, "2026-11-26"),
        ("Kunt u ons uiterlijk vrijdag laten weten of u komt?", False, None),
        ("Laat je me voor vrijdag weten of het lukt?", False, None),
        ("Laat het ons alstublieft uiterlijk vrijdag weten.", False, None),
        ("Wij zijn tot vrijdag open.", False, None),
        ("Onze afspraak is op maandag om 10 uur, tot dan.", False, None),
        ("Bedankt dat u contact met ons hebt opgenomen.", False, None),
        ("Mocht je vrijdag nog niets van me gehoord hebben, trek dan gerust aan de bel.", True, "2026-11-27"),
        ("Je krijgt de cijfers vrijdag van me.", True, "2026-11-27"),
        ("Ik zoek het uit en bel je maandag terug.", True, "2026-11-30"),
        ("Ik geef je een seintje zodra ik meer weet.", True, None),
        ("Stuur mij voor donderdag uw documenten.", False, None),
        ("Ik ben vanaf maandag met vakantie.", False, None),
        ("Ik hoop u vrijdag meer te kunnen vertellen.", True, "2026-11-27"),
        ("De deadline voor het indienen is vrijdag.", False, None),
        ("Vrijdag hakken we de knoop door en dan hoor je het van mij.", True, "2026-11-27"),
        ("Donderdagavond reken ik het uit en dan app ik je het bedrag.", True, "2026-11-26"),
        ("Ik neem het mee naar de redactie en geef je daarna een gil.", True, None),
        ("De polis ploft eind volgende week bij u op de mat.", True, "2026-12-04"),
        ("Onze planner belt u morgenochtend even op.", True, "2026-11-25"),
        ("Het college beslist 1 december. U wordt hierover schriftelijk geïnformeerd.", True, "2026-12-01"),
        ("Elke eerste maandag van de maand bel ik al mijn leden even op.", False, None),
        ("Ik zou maandag wat laten horen, en dat deed ik ook.", False, None),
        ("Als jij vrijdag de sleutels brengt, schilder ik dit weekend de keuken.", False, None),
        ("Wij trainen woensdag als altijd, met muts.", False, None),
        ("Ik kan je de cijfers donderdag sturen.", True, "2026-11-26"),
        ("Ik probeer dit voor vrijdag af te krijgen.", True, "2026-11-27"),
        ("Ik heb tot vrijdag nodig om te beslissen.", True, "2026-11-27"),
        ("Ik betaal de factuur vrijdag.", True, "2026-11-27"),
        ("We storten het bedrag binnen 14 dagen terug.", True, "2026-12-08"),
        ("Een besluit wordt medio december verwacht.", True, "2026-12-18"),
        ("De offerte voor uw badkamer mag u tegen woensdag verwachten.", True, "2026-11-25"),
        ("Uw klacht is uiterlijk vrijdag afgehandeld.", True, "2026-11-27"),
        ("Ik werk eraan, vrijdag is het klaar.", True, "2026-11-27"),
        ("Ik zal ervoor zorgen dat je het vrijdag hebt.", True, "2026-11-27"),
        ("Ik doe het morgen.", True, "2026-11-25"),
        ("Het duurt nog een week.", True, "2026-12-01"),
        ("Zie je vrijdag!", False, None),
        ("Ik kom maandag terug uit Spanje.", False, None),
        ("Donderdagmiddag heb ik tijd.", False, None),
        ("Vrijdag geef ik een presentatie in Utrecht.", False, None),
        ("Mijn man neemt vrijdag vrij.", False, None),
        ("Laten we het maandag bespreken.", False, None),
        ("De factuur moet vrijdag betaald zijn.", False, None),
        ("Ik stuur het rapport meestal op vrijdag.", False, None),
        ("Helaas lukt het mij niet voor vrijdag.", False, None),
        ("Uw pakket ligt tot vrijdag klaar bij het afhaalpunt.", False, None),
        ("Het congres duurt van 5 tot 7 december.", False, None),
        ("U heeft tot vrijdag de tijd.", False, None),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "nl"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        (
            "Automatisch antwoord: Offerte",
            "Bedankt voor uw bericht. Ik ben tot 7 december niet op kantoor.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        ("Afwezig", "Vanaf 7 december ben ik weer bereikbaar.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        (
            "Automatisch antwoord: x",
            "Ik ben met vakantie tot en met 4 december. Voor dringende zaken kunt u contact opnemen met mijn collega.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Automatisch antwoord: x",
            "Ik ben ziek en verwacht pas op 1 december terug te zijn.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-01",
        ),
        (
            "Automatisch antwoord: x",
            "Ik ben momenteel met zwangerschapsverlof. Mijn vervanger is Jan.",
            Kind.AUTO_REPLY_OOO,
            None,
        ),
        (
            "Kantoor gesloten",
            "Ons kantoor is gesloten van 24 december tot en met 3 januari. Wij wensen u fijne feestdagen.",
            Kind.AUTO_REPLY_OOO,
            "2027-01-04",
        ),
        (
            "Ik ben niet op kantoor",
            "Bedankt voor uw mail. Ik ben terug op maandag 30 november. In dringende gevallen kunt u mijn collega bellen.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-30",
        ),
        ("Re: Afspraak", "Ik ben volgende week met vakantie, kunnen we daarna bellen?", Kind.HUMAN_REPLY, None),
        (
            "Bedankt voor je sollicitatie",
            "Beste Alex, bedankt voor je sollicitatie. Wij hebben je cv in goede orde ontvangen en nemen zo spoedig mogelijk contact met je op.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Ontvangstbevestiging",
            "Geachte heer, hierbij bevestigen wij de ontvangst van uw kandidatuur. Dit is een automatisch bericht, gelieve niet te antwoorden op deze e-mail.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Re: Offerte",
            "Bedankt voor uw bericht, de offerte hebben we ontvangen. Hebt u nog een referentie?",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Je sollicitatie",
            "Bedankt voor je sollicitatie. Helaas moeten we je meedelen dat we voor een andere kandidaat hebben gekozen.",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Re: Hek",
            "Door mijn rug gegaan, ik kan nauwelijks bewegen. De dokter houdt me tot vrijdag thuis. Bij nood mijn vrouw bellen.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-27",
        ),
        (
            "Re: Fiets",
            "Zit nu op vakantie, maar ja hoor, de fiets mag je hebben. 80 euro, ophalen kan maandag.",
            Kind.HUMAN_REPLY,
            None,
        ),
        ("Afwezig", "Vandaag ben ik er niet. Morgen lees ik uw bericht.", Kind.AUTO_REPLY_OOO, "2026-11-25"),
        ("Afwezig", "Ik ben er niet van 23 tot en met 27 november.", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("Automatisch antwoord", "Mijn laatste verlofdag is 4 december.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
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
        ("Helaas hebben we voor een andere kandidaat gekozen.", "closes", None),
        ("Na rijp beraad hebben we besloten niet met u verder te gaan in de procedure.", "closes", None),
        ("We wensen je veel succes met je verdere zoektocht.", "closes", None),
        ("Bedankt, maar we hebben op dit moment geen behoefte aan extra software.", "closes", None),
        ("Wij werken al jaren met een vaste leverancier.", "closes", None),
        ("Nee, dank je.", "closes", None),
        ("We hebben nog geen keuze gemaakt.", "", None),
        ("De vacature staat nog open en we hebben zeker interesse.", "", None),
        ("De andere kandidaat komt donderdag op gesprek.", "", None),
        ("Het past nu niet. Vraag het in januari nog eens.", "", "2027-01-01"),
        ("Kun je me in februari nog een keer mailen?", "", "2027-02-01"),
        ("Kunt u mij uw documenten sturen?", "", None),
        ("Mail me alsjeblieft niet meer.", "stop", None),
        ("Gelieve geen contact meer met ons op te nemen, haal ons uit uw bestand.", "stop", None),
        ("Mail me morgen niet te vroeg, ik slaap uit.", "", None),
        ("Hartelijk dank!", "", None),
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
        ("Het lukt niet om in te loggen op het portaal.", False, False, False, False),
        ("De lift is niet in orde.", False, False, False, False),
        ("Bedankt voor de snelle reactie!", False, True, False, False),
        (
            "Het tijdstip van het sollicitatiegesprek past mij prima, ik kijk uit naar het gesprek.",
            False,
            False,
            True,
            False,
        ),
        ("Vrijdag om 12 uur past mij goed, tot dan.", False, True, True, False),
        ("Helaas kan ik er die dag niet bij zijn.", False, True, False, True),
        ("Kunt u mij zeggen of de functie nog open is? Alvast bedankt.", True, False, False, False),
        ("Hierbij mijn sollicitatie. Ik hoor graag van u.", True, False, False, False),
        ("Ter info: het verslag staat in de map.", False, True, False, False),
        ("Een antwoord is niet nodig.", False, True, False, False),
        ("Je hoeft hier niet op te antwoorden.", False, True, False, False),
        ("Ik vroeg me af of er al nieuws is.", True, False, False, False),
        ("Schikt dinsdag om 10 uur?", True, False, False, False),
        ("Ik trek mijn sollicitatie hierbij in.", False, True, False, True),
        ("In afwachting van uw antwoord, met vriendelijke groet", True, False, False, False),
        ("Ja hoor, vereerd zelfs, ik doe mee.", False, True, True, False),
        ("Mijn agenda puilt uit, dus deze laat ik schieten.", False, True, False, True),
        ("Ter info: ik heb de borg nog steeds niet gekregen.", True, False, False, False),
        ("Bedankt voor de offerte. Ik heb nog een vraag over de prijs.", True, False, False, False),
        ("Bedankt. Ik wacht dan op de cijfers.", True, False, False, False),
        ("Perfect. Stuur het contract maar op.", True, False, True, False),
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
        ("We nodigen u uit voor een sollicitatiegesprek op maandag 30 november om 10 uur.", "interview@11-30T10:00"),
        ("Ik bel u voor het telefoongesprek op 1 december om 14.30 uur.", "call@12-01T14:30"),
        ("Het telefonisch interview vindt donderdag om 9u15 plaats.", "phone_screen@11-26T09:15"),
        ("Het sollicitatiegesprek is verplaatst naar woensdag 2 december om 13 uur.", "interview@12-02T13:00"),
    ],
)
def test_appointments(text: str, event: str) -> None:
    found = reading(received(text)).events
    assert " ".join(f"{each.what}@{each.starts_at:%m-%dT%H:%M}" for each in found) == event


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Sollicitatie als boekhouder", "Geachte heer, in bijlage mijn cv.", Scenario.JOB_APPLICATION),
        ("Uw vacature", "Graag solliciteer ik naar de functie van kok.", Scenario.JOB_APPLICATION),
        ("Bedankt", "Bedankt voor het sollicitatiegesprek van dinsdag.", Scenario.INTERVIEW),
        ("Ons telefonisch interview", "Bedankt voor het gesprek.", Scenario.PHONE_SCREEN),
        (
            "Koffie?",
            "Heb je zin om volgende week een kop koffie te drinken? Ik hoor graag meer over je loopbaan.",
            Scenario.NETWORKING,
        ),
        ("Offerte 5512", "In bijlage onze offerte voor de gevel.", Scenario.SALES_LEAD),
        (
            "Korte kennismaking",
            "Wij helpen zelfstandigen om sneller te factureren. Interesse in een gratis demo?",
            Scenario.SALES_LEAD,
        ),
        ("Vraag over de servicekosten", "Kunt u mij de facturen sturen?", Scenario.GENERAL),
        (
            "Bakker in opleiding",
            "Ik zag jullie briefje op de deur en zou graag bij jullie in de bakkerij komen werken.",
            Scenario.JOB_APPLICATION,
        ),
        (
            "Lang niet gezien",
            "Weet je nog, die nachten in het tekenlokaal? Zin om eens te wandelen?",
            Scenario.NETWORKING,
        ),
        (
            "Uw kozijnen",
            "Voor de twaalf kozijnen kom ik uit op 8.400 euro, plaatsen inbegrepen, excl. btw.",
            Scenario.SALES_LEAD,
        ),
        ("Interview voor onze krant", "Mag ik u interviewen over de nieuwe brug?", Scenario.NETWORKING),
        ("Bedankt", "Dank voor het gesprek van vandaag. Ik heb veel zin in de baan.", Scenario.INTERVIEW),
        ("Vraag", "Wanneer komt mijn bestelling?", Scenario.GENERAL),
        (
            "Vanmiddag",
            "Bedankt voor het telefonisch gesprek van vanmiddag over de functie van planner.",
            Scenario.PHONE_SCREEN,
        ),
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
        ("Ik heb uw vraag doorgezet naar de planning. Zij bellen u vóór vrijdag.", "2026-11-27"),
        ("Opa zoekt de foto's op en maandag post ik ze naar je.", "2026-11-30"),
        ("Het college vergadert op 3 december. De uitkomst wordt u daags nadien meegedeeld.", "2026-12-04"),
        ("De jury maakt haar keuze bekend in de eerste helft van december.", "2026-12-15"),
        ("Wij wachten nog op de vergunning, die zou er in december moeten zijn.", "none"),
        ("Je zou ons vrijdag laten weten of je komt.", "none"),
        ("Als u ons de standen bezorgt, krijgt u binnen drie werkdagen een nieuwe berekening.", "none"),
        ("Mijn zus zei dat de gemeente in december met plannen komt voor haar straat.", "none"),
    ],
)
def test_who_tells_whom(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert (str(promise.by) if promise and promise.by else "none" if promise is None else None) == by


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Ik stuur het door naar de boekhouding en kom er donderdag op terug.", "2026-11-26"),
        ("De aanvraag ligt nu bij de gemeente, eind november hoort u van ons.", "2026-11-30"),
        ("Meestal duurt het een week, maar ik stuur u de lijst donderdag al.", "2026-11-26"),
        ("Zoals gewoonlijk krijgt u de afrekening vrijdag.", "2026-11-27"),
        ("Mag ik daar maandag op terugkomen?", "2026-11-30"),
        ("Volgens mij kunnen we u vrijdag antwoorden.", "2026-11-27"),
        ("Mijn buurman heeft gehoord dat de gemeente vrijdag beslist.", "none"),
        ("Volgens mijn zus beslist de rechter vrijdag.", "none"),
        ("Iedere eerste maandag van de maand bespreekt het bestuur de post.", "none"),
        ("Wij versturen de nieuwsbrief altijd op woensdag.", "none"),
        ("Wij geven de architect maandag uitsluitsel.", "none"),
        ("Klaas stuurt de tekeningen vrijdag naar de notaris.", "none"),
        ("Tot 31 december krijgt u tien procent korting.", "none"),
    ],
)
def test_whose_word_it_is(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert (str(promise.by) if promise else "none") == by


@pytest.mark.parametrize(
    ("text", "returns_on"),
    [
        ("Vandaag volg ik een cursus en lees ik niet mee. Morgen weer wel.", "2026-11-25"),
        ("Op vrijdag werk ik niet. Maandag ben ik er weer en dan lees ik je mailtje!", "2026-11-30"),
        ("Ik ben deze week nog vrij, maandag ga ik weer aan de slag.", "2026-11-30"),
    ],
)
def test_absences(text: str, returns_on: str) -> None:
    found = reading(received(text, subject="Automatisch antwoord"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == returns_on
