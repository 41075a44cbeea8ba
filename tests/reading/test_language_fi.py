"""Finnish, read on Tuesday, 24 November 2026."""

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
        ("maanantaista 9.11. alkaen", "", ""),
        ("perjantaihin mennessä", "2026-11-27", "by"),
        ("perjantaihin asti", "2026-11-27", "until"),
        ("ensi viikon perjantaina", "2026-12-04", ""),
        ("ensi viikolla", "2026-12-04", ""),
        ("ensi viikon alussa", "2026-12-01", ""),
        ("loppuviikosta", "2026-11-27", ""),
        ("joulukuun puolivälissä", "2026-12-18", ""),
        ("7. joulukuuta", "2026-12-07", ""),
        ("7.–11.12.", "2026-12-11", ""),
        ("kahden viikon kuluttua", "2026-12-08", ""),
        ("viikon sisällä", "2026-12-01", ""),
        ("lähipäivinä", "2026-11-27", ""),
        ("vko 50", "2026-12-11", ""),
        ("ylihuomenna", "2026-11-26", ""),
        ("maanantaista 7.12. lähtien", "2026-12-07", "since"),
        ("kuun lopussa", "2026-11-30", ""),
        ("klo 14.30", "", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    found = dates.find(text, WORDS["fi"].dates, TODAY)
    assert [(each.deadline().isoformat(), each.relation) for each in found] == (
        [(deadline, relation)] if deadline else []
    )


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("Palaan asiaan mahdollisimman pian.", True, None),
        ("Palaamme asiaan viimeistään perjantaina.", True, "2026-11-27"),
        ("Kuulet meistä ensi viikolla.", True, "2026-12-04"),
        ("Kerron heti kun tiedän lisää, nyt asia on vielä auki.", True, None),
        ("Soitan sinulle maanantaina.", True, "2026-11-30"),
        ("Saatte vastauksen kahden viikon kuluessa.", True, "2026-12-08"),
        ("Katson tätä ylihuomenna.", True, "2026-11-26"),
        ("Joo mä kysyn äijältä ja huikkaan sulle sit.", True, None),
        ("Hoitaja soittaa teille maanantaina kokeiden tuloksista.", True, "2026-11-30"),
        ("Kirjanpitäjämme toimittaa teille luvut joulukuun kolmantena.", True, "2026-12-03"),
        ("Hallitus kokoontuu 3. joulukuuta. Sen jälkeen saat tietää, lähdetäänkö mukaan.", True, "2026-12-03"),
        ("Sun pisteet ilmestyy Wilmaan tän viikon aikana.", True, "2026-11-27"),
        ("Voisitteko ilmoittaa meille perjantaihin mennessä, tuletteko?", False, None),
        ("Soitan äidille perjantaina, kun hänellä on syntymäpäivä.", False, None),
        ("Heti kun kerrotte värin, painamme sen keskiviikkona.", False, None),
        ("Tarjouksemme on voimassa 11.12. asti.", False, None),
        ("Kirjasto avataan maanantaina ja suljetaan kahdeksalta.", False, None),
        ("Vastaathan viimeistään perjantaina.", False, None),
        ("Pyydämme teitä toimittamaan asiakirjat torstaihin mennessä.", False, None),
        ("Olemme auki perjantaihin asti.", False, None),
        ("Tapaamisemme on maanantaina klo 10, nähdään silloin.", False, None),
        ("Jos vastaat ennen maanantaita, ehdimme vielä.", False, None),
        ("Tarvitsemme vielä aikaa 11.12. asti tarjousten vertailuun.", True, "2026-12-11"),
        ("Heti kun johtoryhmä on päättänyt, ilmoitamme teille.", True, None),
        ("Saat luvut minulta perjantaina.", True, "2026-11-27"),
        ("Meillä pitäisi olla päätös 11.12. mennessä.", True, "2026-12-11"),
        ("Kaikille hakijoille ilmoitetaan valinnasta henkilökohtaisesti.", True, None),
        ("Tarvitsemme teiltä vastauksen perjantaihin mennessä.", False, None),
        ("Olen lomalla maanantaista alkaen.", False, None),
        ("Toivottavasti osaan sanoa perjantaina jotain, palaan silloin asiaan.", True, "2026-11-27"),
        ("Kiitos viestistäsi, keskustelen tästä ensin tiimin kanssa ja otan sitten yhteyttä.", True, None),
        ("Torstai-iltana lasken hinnan ja laitan sen sulle tekstarilla.", True, "2026-11-26"),
        ("Vilkaisen sitä huomenna aamulla ja huikkaan sulle.", True, "2026-11-25"),
        ("Tenttisi on tarkastettu, arvosana näkyy järjestelmässä maanantaina.", True, "2026-11-30"),
        ("Hänen lausuntonsa tulee kymmenen päivän kuluessa.", True, "2026-12-04"),
        ("Työnjohtajamme kilauttaa teille huomisaamuna.", True, "2026-11-25"),
        ("Moro, oon kontallaan lavuaarin alla. Soittelen ku saan kädet kuiviks.", True, None),
        ("Kysyn isännältä ja kerron sitten mitä se sanoi.", True, None),
        ("Torstaisin lähetän aina viikkokirjeen koko taloyhtiölle.", False, None),
        ("Sunnuntaina käyn mökillä kääntämässä lipputangon.", False, None),
        ("Jos mittaat oviaukon, kerron samana iltana mahtuuko sohva.", False, None),
        ("Lauantaina siskoni menee naimisiin, joten en pääse.", False, None),
        ("Vastaan sinulle 27. päivään mennessä.", True, "2026-11-27"),
        ("Käsittelemme hakemuksenne kahden viikon kuluessa.", True, "2026-12-08"),
        ("Autonne on valmis keskiviikkona.", True, "2026-11-25"),
        ("Toimitusaika on kaksi viikkoa.", True, "2026-12-08"),
        ("Anna mulle pari päivää aikaa.", True, "2026-11-26"),
        ("Tarvitsen siihen vielä viikon.", True, "2026-12-01"),
        ("Katson vuorolistat nyt, ja iltaan mennessä tiedät.", True, "2026-11-24"),
        ("Hei, palautus näkyy kyllä tililläsi 3-5 arkipäivän kuluessa.", True, "2026-12-01"),
        ("Soittoni tavoittaa teidät viimeistään 18. joulukuuta.", True, "2026-12-18"),
        ("Ensimmäinen versio on sinulla ke-iltana.", True, "2026-11-25"),
        ("Toimitus tapahtuu viikolla 50.", True, "2026-12-11"),
        ("Mummi käy kuvat läpi ja kertoo sitten, mitkä niistä saat.", True, None),
        ("Lähetän sopimuksen teille allekirjoitettavaksi huomenna.", True, "2026-11-25"),
        ("Varaosa saapuu meille tiistaina ja asennamme sen keskiviikkona.", True, "2026-11-25"),
        ("Muista palauttaa avaimet meille perjantaina.", False, None),
        ("Toimita asiakirjat meille viimeistään perjantaina.", False, None),
        ("Lähetän viikkoraportin joka maanantai.", False, None),
        ("Yleensä me vastaamme kyllä kahden päivän kuluessa.", False, None),
        ("Uusi tuote julkaistaan 10.12. ja on hieno.", False, None),
        ("Teen verot viikonloppuna.", False, None),
        ("Paketti on noudettavissa 27.11. asti.", False, None),
        ("Hovioikeus antaa ratkaisun siinä toisessa jutussa 28.12.", False, None),
        ("Perjantaina lähetän lapset mummolaan.", False, None),
        ("Hän vastaa puhelimeen perjantaina.", False, None),
        ("Kuulin, että he päättävät asiasta perjantaina.", False, None),
        ("Joku sanoi, että päätös tulee ensi viikolla.", False, None),
        ("Toimitamme piirustukset kaavoittajalle torstaina.", False, None),
        ("Toimitan valituksenne hallinto-oikeuteen maanantaina.", True, "2026-11-30"),
        ("Esitän asian hallitukselle torstaina ja palaan sinulle perjantaina.", True, "2026-11-27"),
        ("Muistathan palauttaa sopimuksen allekirjoitettuna perjantaihin mennessä.", False, None),
        ("Palauttakaa avaimet viimeistään torstaina.", False, None),
        ("Lähetimme tarjouksen maanantaina.", False, None),
        ("Maksu lähtee tilillesi huomenna.", True, "2026-11-25"),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "fi"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        (
            "Automaattinen vastaus: Tarjous",
            "Kiitos viestistäsi. Olen lomalla 7.12. asti.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        ("Poissa toimistolta", "Olen jälleen tavoitettavissa maanantaina 7.12.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        (
            "Automaattinen vastaus: x",
            "Olen vuosilomalla 23.11.–4.12. Kiireellisissä asioissa ota yhteyttä kollegaani.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        ("Lomalla", "Palaan töihin maanantaina 7. joulukuuta.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        (
            "Automaattinen vastaus: x",
            "Olen tällä hetkellä äitiyslomalla. Sijaiseni on Jaana Koski.",
            Kind.AUTO_REPLY_OOO,
            None,
        ),
        ("Toimisto suljettu", "Toimistomme on suljettu 24.12.–3.1. Hyvää joulua!", Kind.AUTO_REPLY_OOO, "2027-01-04"),
        (
            "Automaattinen vastaus: x",
            "Olen tämän viikon koulutuksessa ja luen sähköpostia satunnaisesti.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-30",
        ),
        ("Re: Tapaaminen", "Olen ensi viikolla lomalla, voisimmeko jutella sen jälkeen?", Kind.HUMAN_REPLY, None),
        (
            "Kiitos hakemuksestasi",
            "Hei Alex, kiitos hakemuksestasi. Olemme vastaanottaneet hakemuksesi ja käymme sen läpi mahdollisimman pian. Tämä on automaattinen viesti.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Vahvistus: hakemus vastaanotettu",
            "Hakemuksesi on vastaanotettu. Älä vastaa tähän viestiin.",
            Kind.AUTO_ACK,
            None,
        ),
        (
            "Re: Tarjous",
            "Kiitos viestistäsi, olemme saaneet tarjouksen. Onko teillä referenssejä?",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Hakemuksesi",
            "Kiitos hakemuksestasi. Valitettavasti valintamme kohdistui tällä kertaa toiseen hakijaan.",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Re: Aita",
            "Selkä jumissa, en pääse juuri liikkumaan. Lääkäri määräsi lepoa perjantaihin saakka. Hätätapauksissa soita vaimolle.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-27",
        ),
        (
            "Re: Kakku",
            "Leipomo on kiinni 2.12. saakka. Sen jälkeen täällä tuoksuu taas pulla.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-02",
        ),
        (
            "Re: Pyörä",
            "Oon nyt lomalla, mutta joo, saat pyörän. 80 euroa, noudettavissa maanantaina.",
            Kind.HUMAN_REPLY,
            None,
        ),
        (
            "Poissa toimistolta",
            "Olen viikon työmatkalla. Takaisin 30. päivä tätä kuuta.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-30",
        ),
        (
            "Automaattinen vastaus",
            "Pääsiäisvapaalla. Viimeinen vapaapäiväni on ma 7.12.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-08",
        ),
        (
            "Re: marjat",
            "Marjametällä, puhelin kiinni. Ihmisten ilmoille tulen torstaina.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-26",
        ),
        (
            "Automaattinen vastaus",
            "Inboksi on kaaoksessa! Oon takas koneella pe 27.11.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-27",
        ),
        (
            "Automaattinen vastaus",
            "Jäin joululomalle. Takaisin töissä uuden vuoden jälkeen 4.1.",
            Kind.AUTO_REPLY_OOO,
            "2027-01-04",
        ),
        ("Automaattinen vastaus", "Lomalla viikoilla 49–50. Palaan viikolla 51.", Kind.AUTO_REPLY_OOO, "2026-12-14"),
        ("Automaattinen vastaus", "Toimistomme on suljettu joulun ajan 23.12.-6.1.", Kind.AUTO_REPLY_OOO, "2027-01-07"),
        ("Re: asia", "Kenttätöissä Lapissa, yhteydet heikot. Luen viestejä harvakseltaan.", Kind.AUTO_REPLY_OOO, None),
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
        ("Valitettavasti valitsimme toisen hakijan.", "closes", None),
        ("Ikävä kyllä et tullut valituksi tehtävään.", "closes", None),
        ("Tehtävä on valitettavasti jo täytetty.", "closes", None),
        ("Kiitos, mutta meillä ei ole tällä hetkellä tarvetta uudelle ohjelmistolle.", "closes", None),
        ("Ei kiitos.", "closes", None),
        ("Emme valitettavasti jatka hakemuksesi kanssa tällä kertaa.", "closes", None),
        ("Emme ole vielä tehneet valintaa.", "", None),
        ("Paikka on yhä avoinna ja olemme kiinnostuneita.", "", None),
        ("Toinen hakija tulee haastatteluun torstaina.", "", None),
        ("Nyt ei ole hyvä hetki. Kysy tammikuussa uudestaan.", "", "2027-01-01"),
        ("Voisitko palata asiaan helmikuussa?", "", "2027-02-01"),
        ("Voisitteko lähettää meille asiakirjat?", "", None),
        ("Ilmoitathan, sopiiko aika.", "", None),
        ("En halua enää teiltä sähköpostia.", "stop", None),
        ("Poistakaa osoitteeni teidän postituslistalta.", "stop", None),
        ("Nyt on kiirettä, muistuta minua myöhemmin uudestaan.", "keep_trying", None),
        ("Budjetti on jäissä vuodenvaihteen yli, mutta nykäise hihasta uudelleen helmikuussa.", "", "2027-02-01"),
        ("Paikkaa ei ole vielä täytetty.", "", None),
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
        ("Hissi ei ole kunnossa, korjaisiko joku sen.", False, False, False, False),
        ("En pääse kirjautumaan teidän portaaliin.", False, False, False, False),
        ("Kiitos nopeasta vastauksesta!", False, True, False, False),
        ("Haastatteluaika sopii minulle hyvin, odotan innolla haastattelua.", False, False, True, False),
        ("Perjantai klo 12 sopii minulle, nähdään silloin.", False, True, True, False),
        ("Valitettavasti en pääse paikalle.", False, True, False, True),
        ("Voisitteko kertoa, onko paikka vielä avoinna? Kiitos etukäteen.", True, False, False, False),
        ("Ohessa hakemukseni. Keskustelen mielelläni lisää haastattelussa.", False, False, False, False),
        ("Tiedoksi: muistio on kansiossa.", False, True, False, False),
        ("Tähän ei tarvitse vastata.", False, True, False, False),
        ("Tiedustelisin, onko asiassa edetty.", True, False, False, False),
        ("Sopisiko tiistai klo 10?", True, False, False, False),
        ("Vedän hakemukseni pois tästä hausta.", False, True, False, True),
        ("Odotan vastaustasi.", True, False, False, False),
        ("Kirjautuminen ei onnistu, saan vain virheilmoituksen.", True, False, False, False),
        ("Haluan peruuttaa tilaukseni numero 4471.", True, False, False, True),
        ("Keittiön putki vuotaa. Tulkaa korjaamaan mahdollisimman pian. Kiitos.", True, False, False, False),
        ("Jätin hakemuksen yöhoitajaksi. Yötyö sopii minulle oikeasti.", False, False, False, False),
        ("Joo, sopii! Nähdään silloin.", False, True, True, False),
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
        ("Kutsumme sinut haastatteluun maanantaina 30.11. klo 10.", "interview@11-30T10:00"),
        ("Soitan puhelua varten 1.12. klo 14.30.", "call@12-01T14:30"),
        ("Puhelinhaastattelu on torstaina klo 9.15.", "phone_screen@11-26T09:15"),
        ("Haastattelu siirretään keskiviikolle 2.12. klo 13.", "interview@12-02T13:00"),
    ],
)
def test_appointments(text: str, event: str) -> None:
    found = reading(received(text)).events
    assert " ".join(f"{each.what}@{each.starts_at:%m-%dT%H:%M}" for each in found) == event


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Hakemus kirjanpitäjän tehtävään", "Hei, liitteenä ansioluetteloni.", Scenario.JOB_APPLICATION),
        ("Avoin tehtävänne", "Haen kokin paikkaa ravintolassanne.", Scenario.JOB_APPLICATION),
        ("Kiitos", "Kiitos tiistain työhaastattelusta.", Scenario.INTERVIEW),
        ("Puhelinhaastattelumme", "Kiitos juttelusta.", Scenario.PHONE_SCREEN),
        ("Kahville?", "Ehtisitkö ensi viikolla kahville? Kuulisin mielelläni urastasi.", Scenario.NETWORKING),
        ("Tarjous 5512", "Liitteenä tarjouksemme julkisivusta.", Scenario.SALES_LEAD),
        (
            "Lyhyt esittely",
            "Autamme yrittäjiä laskuttamaan nopeammin. Kiinnostaisiko maksuton demo?",
            Scenario.SALES_LEAD,
        ),
        ("Kysymys vastikkeesta", "Voisitteko lähettää kuitit?", Scenario.GENERAL),
        (
            "Leipurin oppi",
            "Näin ilmoituksenne ovessa ja haluaisin tulla teille leipomoon töihin.",
            Scenario.JOB_APPLICATION,
        ),
        (
            "Kysymys kollegalta",
            "Hei, luin juttusi ammattilehdestä. Ehtisitkö teelle? Kuulisin mielelläni, miten päädyit alalle.",
            Scenario.NETWORKING,
        ),
        (
            "Alv",
            "Myin kuvia Norjaan. Lisätäänkö laskulle arvonlisävero?",
            Scenario.GENERAL,
        ),
        (
            "Haastattelupyyntö",
            "Olen toimittaja ja haastattelisin teitä mielelläni juttuun. Sopisiko torstai?",
            Scenario.GENERAL,
        ),
        (
            "Äskeinen puhelu",
            "Kiitos kun soitit ja kävit tehtävän läpi. Jään kuulolle hakuprosessin jatkosta!",
            Scenario.PHONE_SCREEN,
        ),
        ("Tarjouspyyntö", "Pyydämme tarjousta 20 ikkunasta 30.12. mennessä.", Scenario.GENERAL),
        ("Neuvoa", "Tarvitsisin neuvoa veroilmoituksen täyttämiseen.", Scenario.GENERAL),
        (
            "Kirjanpito",
            "Olen kirjanpitäjä. Kiinteä kuukausihinta. Saisinko tulla esittelemään palveluani?",
            Scenario.SALES_LEAD,
        ),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,))
    readings = {message.message_id: reading(message)}
    found = scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None)
    assert found.scenario is scenario
