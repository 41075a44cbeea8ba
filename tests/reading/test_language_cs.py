"""Czech, with accents and without, read on Tuesday, 24 November 2026."""

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
        ("do pátku", "2026-11-27", "until"),
        ("do patku", "2026-11-27", "until"),
        ("nejpozději v pátek", "2026-11-27", "by"),
        ("do 14. prosince včetně", "2026-12-14", "through"),
        ("do 14. 12.", "2026-12-14", "until"),
        ("k 15. prosinci", "2026-12-15", "by"),
        ("po 15. prosinci", "2026-12-16", "after"),
        ("začátkem příštího týdne", "2026-12-01", ""),
        ("do konce příštího týdne", "2026-12-04", "until"),
        ("v pátek příští týden", "2026-12-04", ""),
        ("tento pátek", "2026-11-27", ""),
        ("příští pátek", "2026-12-04", ""),
        ("do 48 hodin", "2026-11-26", ""),
        ("během deseti pracovních dnů", "2026-12-08", ""),
        ("během dvou až tří týdnů", "2026-12-15", ""),
        ("do týdne", "2026-12-01", ""),
        ("za dva týdny", "2026-12-08", ""),
        ("v týdnu od 7. prosince", "2026-12-11", ""),
        ("v polovině prosince", "2026-12-18", ""),
        ("ve druhé polovině prosince", "2026-12-31", ""),
        ("koncem ledna", "2027-01-29", ""),
        ("v nejbližších dnech", "2026-11-27", ""),
        ("od 3. do 14. prosince", "2026-12-14", ""),
        ("od 3. 12. do 14. 12.", "2026-12-14", ""),
        ("po Vánocích", "2026-12-28", "after"),
        ("zítra", "2026-11-25", ""),
        ("od pondělí", "2026-11-30", "since"),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Bude to {text}", WORDS["cs"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Ozvu se do pátku.", "2026-11-27"),
        ("Dám vám vědět zítra.", "2026-11-25"),
        ("Dam Vam vedet zitra.", "2026-11-25"),
        ("Ozveme se Vám v průběhu příštího týdne.", "2026-12-04"),
        ("Budeme Vás kontaktovat nejpozději 10. prosince.", "2026-12-10"),
        ("Ještě nevím, ozvu se ve středu.", "2026-11-25"),
        ("Rozhodnutí padne v polovině prosince.", "2026-12-18"),
        ("Rada zasedá 10. prosince. Potom dáme vědět.", "2026-12-10"),
        ("Pokusím se odpovědět do konce týdne.", "2026-11-27"),
        ("Smlouvu Vám pošlu ve čtvrtek.", "2026-11-26"),
        ("Odpověď od nás dostanete do dvou týdnů.", "2026-12-08"),
        ("O výsledku budete informována do konce ledna.", "2027-01-29"),
        ("Dejte mi prosím čas do pondělí.", "2026-11-30"),
        ("Pokud se Vám do 15. prosince neozveme, zavolejte nám.", "2026-12-15"),
        ("Vážená paní, k Vaší reklamaci se vyjádříme nejpozději v pátek.", "2026-11-27"),
        ("Mrkne na to Tomáš, v úterý ti to vrátí.", "2026-12-01"),
        ("Ředitel se vrací v pondělí, den poté Vám sdělí své stanovisko.", "2026-12-01"),
        ("Do osmnáctého prosince dostanete od nás písemné vyjádření.", "2026-12-18"),
        ("Zeptám se vedoucí a dám vědět.", None),
        ("Zůstaneme v kontaktu.", None),
        ("Mrknu na to a večer napíšu.", "2026-11-24"),
        ("Zítra se podívám do kotle a v pátek Vám řeknu, na kolik to přijde.", "2026-11-27"),
        ("pošlu ti zápisky zítra večer, teď chcípám", "2026-11-25"),
        ("Posudek odevzdám v úterý a hned Vám dám vědět.", "2026-12-01"),
        ("Rozpočet bude hotový do 15. prosince.", "2026-12-15"),
        ("Představenstvo zasedá v pondělí a pak padne rozhodnutí.", "2026-11-30"),
        ("Telefonát ode mě ve čtvrtek, čestné skautské!", "2026-11-26"),
        ("Vyhrabu to z šanonů a hodím vám sken.", None),
        ("Moje společnice tomu rozumí víc, po jednání Vám zavolá.", None),
        ("Pošlu později.", None),
        ("Termín dalšího kola upřesníme.", None),
        ("Jakmile to ředitel podepíše, pošlu sken.", None),
        ("Zpětnou vazbu dáme ve středu.", "2026-11-25"),
        ("Uděláme to do pátku.", "2026-11-27"),
        ("Chybu opravíme do zítřka.", "2026-11-25"),
        ("Peníze převedu zítra.", "2026-11-25"),
        ("Vaše žádost bude vyřízena do 15. prosince.", "2026-12-15"),
        ("Potvrzení bude k vyzvednutí ve středu.", "2026-11-25"),
        ("Do pátku budete mít vše kompletní.", "2026-11-27"),
        ("Odesíláme v 50. týdnu.", "2026-12-11"),
        ("Zítra ráno to ode mě dostaneš.", "2026-11-25"),
        ("Ve čtvrtek bych měla vědět víc.", "2026-11-26"),
        ("Pokusíme se to stihnout do pátku.", "2026-11-27"),
        ("Dej mi tejden.", "2026-12-01"),
        ("Jako vždy vám pošlu přehled v pátek.", "2026-11-27"),
        ("Obvykle to trvá déle, ale ozvu se vám do pátku.", "2026-11-27"),
        ("Klientovi to řeknu a tobě se ozvu ve středu.", "2026-11-25"),
        ("Myslím, že vám odpovíme do pátku.", "2026-11-27"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Dobrý den,\n{text}\nS pozdravem Anna")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Prosím o zaslání dokumentů do pátku.",
        "Mohla byste mi odpovědět do pátku?",
        "Nabídka platí do 30. prosince.",
        "Potvrzuji schůzku v pátek ve 14 hodin.",
        "Informuji Vás, že kancelář bude zavřena od 24. do 31. prosince.",
        "Neozvu se před pátkem.",
        "Rád zodpovím případné dotazy.",
        "Ozveme se, pokud se objeví něco nového.",
        "Čekám na Vaši odpověď do pátku.",
        "Po obdržení Vaší platby odešleme zboží do pátku.",
        "Do pátku nebudu moci odpovědět.",
        "Sejdeme se v pátek.",
        "Ve čtvrtek vždycky odpovídám na dopisy čtenářů.",
        "Slíbil jsem odpověď na včera, omlouvám se: souhlasíme.",
        "Nevím, kdy budu moci odepsat.",
        "Odpovězte prosím do středy.",
        "Pokud vše podepíšete do středy, klíče vám předáme v pátek.",
        "Nemůžu slíbit, že vám to do pátku pošlu.",
        "V neděli zavolám babičce, ať upeče bábovku.",
        "Bohužel Vám musím sdělit, že termín 5. prosince je obsazený.",
        "To vám v bance řeknou hned, zajděte tam v pondělí.",
        "Slíbil jste poslat rozpočet v pondělí.",
        "Prý dodavatel pošle zboží ve středu.",
        "Chci dokončit rekonstrukci do pátku.",
        "Odpovím, až mi pošlete soubory.",
        "Sejdeme se v pátek a všechno probereme.",
        "Nemyslím, že to do pátku stihneme.",
        "V pátek odevzdávám diplomku.",
        "Prosím o výsledek do pátku.",
        "Rádi bychom dostali odpověď do pátku.",
        "Ve čtvrtek uděláme pohovor.",
        "Soused tvrdí, že rada rozhodne v pátek.",
        "Povídá se, že výsledky zveřejní ve čtvrtek.",
        "Zpravidla odpovídám večer, když děti usnou.",
        "Ve středy vydáváme knihy do šesti.",
        "Projekt předám zítra stavebnímu úřadu.",
        "Výkresy pošleme ve čtvrtek investorovi.",
        "Posudek odevzdám zítra soudu.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(f"Dobrý den,\n{text}")).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Jsem na dovolené do 11. prosince včetně.", date(2026, 12, 14)),
        ("Čerpám dovolenou. Zpět budu 14. prosince.", date(2026, 12, 14)),
        ("Od 23. listopadu do 4. prosince jsem mimo kancelář.", date(2026, 12, 7)),
        ("Naše firma je uzavřena od 24. listopadu do 3. prosince.", date(2026, 12, 4)),
        ("V kanceláři budu opět ve středu 2. prosince.", date(2026, 12, 2)),
        ("Děkuji za zprávu, odpovím po návratu 7. prosince.", date(2026, 12, 7)),
        ("Jsem na mateřské dovolené.", None),
        ("První den v práci po dovolené: 8. prosince.", date(2026, 12, 8)),
        ("Vzala jsem si pár dní volna, budu v pátek.", date(2026, 11, 27)),
        ("Plánuji se vrátit do práce 1. února 2027.", date(2027, 2, 1)),
        ("Doktor mě propouští v úterý, ve středu bych měla být v kanceláři.", date(2026, 11, 25)),
        ("Celá firma má dovolenou až do 4. prosince včetně.", date(2026, 12, 7)),
        ("Kancelář je zavřená do 4. prosince. Otevíráme v pondělí 7. prosince.", date(2026, 12, 7)),
    ],
)
def test_absences(text: str, back: date | None) -> None:
    found = reading(received(text, subject="Automatická odpověď: Naše schůzka"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert found.absence.returns_on == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Děkujeme za Váš zájem", "Obdrželi jsme Váš životopis. Budeme kontaktovat pouze vybrané uchazeče.", Kind.AUTO_ACK),
        ("Potvrzení přijetí", "Potvrzujeme přijetí žádosti. Tato zpráva byla vygenerována automaticky.", Kind.AUTO_ACK),
        ("Re: Naše schůzka", "Minulý týden jsem byla na dovolené. Zavoláme si zítra?", Kind.HUMAN_REPLY),
        ("Re: Naše schůzka", "V pátek tu nejsem, hodilo by se Vám pondělí?", Kind.HUMAN_REPLY),
        ("Re: Naše schůzka", "Dokumenty jsem dostala, jedna příloha chybí.", Kind.HUMAN_REPLY),
        ("Re: Objednávka", "Celá pekárna leží s chřipkou. Otevíráme v pondělí.", Kind.AUTO_REPLY_OOO),
        ("Re: Fotky", "Ležím v nemocnici po operaci kolena. Odepíšu, až mi bude líp.", Kind.AUTO_REPLY_OOO),
        ("Re: Zeď", "Jsem do pondělí na dovolené, ale ano, příčku zbourat můžete.", Kind.HUMAN_REPLY),
        ("Re: Klíče", "Klíče jsou u správce. Vejděte prosím ze dvora.", Kind.HUMAN_REPLY),
    ],
)  # fmt: skip
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Bohužel jsme se rozhodli pro jiného kandidáta.", True),
        ("Je nám líto, ale Vaše přihláška nebyla vybrána.", True),
        ("Pozice je již obsazena.", True),
        ("Dekujeme, nemame zajem.", True),
        ("Přejeme Vám hodně štěstí při hledání práce.", True),
        ("Už máme stálého dodavatele.", True),
        ("Rozhodli jsme se s Vámi ve výběrovém řízení nepokračovat.", True),
        ("Vaše nabídka nám nevyhovuje.", True),
        ("Úterý se nám nehodí, šla by středa?", False),
        ("Ještě jsme nevybrali.", False),
        ("Mám jinou otázku: kolik to stojí?", False),
        ("Rozhodli jsme se pozvat Vás do druhého kola.", False),
        ("Pozice je stále volná.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    assert reading(received(f"Dobrý den,\n{text}")).closes is closes


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Podařilo se Vám podívat na nabídku?", True),
        ("Budu vděčný za odpověď.", True),
        ("Dejte prosím vědět, jestli se to hodí.", True),
        ("Prosím o zpětnou vazbu.", True),
        ("Beru tři kusy, pošlete účet.", True),
        ("Souhlasím, ale mám dotaz na termíny.", True),
        ("Ve čtvrtek bohužel nemůžu, navrhuji pátek.", True),
        ("Děkuji, dostal jsem to. Ale na faktuře je chyba v částce.", True),
        ("V příloze životopis, rád přijdu na pohovor.", True),
        ("Děkuji za schůzku! Posílám nabídku.", True),
        ("Děkuji, ale objednal jsem černý a přišel bílý.", True),
        ("Moc děkuji za pomoc!", False),
        ("Jen na vědomí.", False),
        ("Není třeba odpovídat.", False),
        ("Pátek ve 14 hodin mi vyhovuje.", False),
        ("Bohužel nemohu přijít.", False),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(f"Dobrý den,\n{text}")).wants_answer is True) == wants


def test_ask_again_and_stop() -> None:
    assert str(reading(received("Teď nemáme čas, ozvěte se prosím v lednu.")).ask_again_on) == "2027-01-01"
    assert str(reading(received("Vraťme se k tomu po Novém roce.")).ask_again_on) == "2027-01-02"
    assert reading(received("Prosím, už mi nepište.")).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Žádost o místo účetní", "V příloze zasílám životopis.", Scenario.JOB_APPLICATION),
        ("Práce", "Ucházím se o pozici grafika.", Scenario.JOB_APPLICATION),
        ("Poděkování", "Děkuji za dnešní pohovor.", Scenario.INTERVIEW),
        ("Poděkování", "Děkuji za telefonický pohovor.", Scenario.PHONE_SCREEN),
        ("Káva?", "Nezašla byste se mnou na kávu?", Scenario.NETWORKING),
        ("Nabídka na rekonstrukci", "Posílám naši cenovou nabídku.", Scenario.SALES_LEAD),
        ("Pekař", "Hledáte pekaře na noc a já mám patnáct let praxe.", Scenario.JOB_APPLICATION),
        ("Střecha", "Posílám nacenění opravy střechy: 384 000 Kč bez DPH.", Scenario.SALES_LEAD),
        ("Ahoj", "Nezajdeme ve čtvrtek na pivo?", Scenario.NETWORKING),
        ("Kape", "Kohoutek v kuchyni pořád kape. Kdy přijdete?", Scenario.GENERAL),
        ("Fotky", "Pošleš mi fotky ze soboty?", Scenario.GENERAL),
        ("Faktura", "Chybí nám faktura za listopad.", Scenario.GENERAL),
        ("Práce řidiče", "Můžu přijít na pohovor kdykoli, v příloze životopis.", Scenario.JOB_APPLICATION),
        ("Med", "Jsme malá farma. Rádi bychom vám přivezli vzorky zdarma.", Scenario.SALES_LEAD),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    choice = scenarios.match(
        thread, {message.message_id: reading(message)}, owner=OWNER, rules=(), words=WORDS, chosen=None
    )
    assert choice.scenario is scenario
