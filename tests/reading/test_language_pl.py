"""Polish, read on Tuesday, 24 November 2026."""

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
        ("do piątku", "2026-11-27", "until"),
        ("najpóźniej w piątek", "2026-11-27", "by"),
        ("do 14 grudnia włącznie", "2026-12-14", "through"),
        ("przed 15 grudnia", "2026-12-15", "before"),
        ("po 15 grudnia", "2026-12-16", "after"),
        ("na początku przyszłego tygodnia", "2026-12-01", ""),
        ("do końca przyszłego tygodnia", "2026-12-04", "until"),
        ("w piątek w przyszłym tygodniu", "2026-12-04", ""),
        ("w najbliższy piątek", "2026-11-27", ""),
        ("w przyszły piątek", "2026-12-04", ""),
        ("w ciągu 48 godzin", "2026-11-26", ""),
        ("w ciągu dziesięciu dni roboczych", "2026-12-08", ""),
        ("w ciągu najbliższych dwóch-trzech tygodni", "2026-12-15", ""),
        ("w ciągu tygodnia", "2026-12-01", ""),
        ("za tydzień", "2026-12-01", ""),
        ("za dwa tygodnie", "2026-12-08", ""),
        ("w połowie grudnia", "2026-12-18", ""),
        ("w drugiej połowie grudnia", "2026-12-31", ""),
        ("w pierwszym tygodniu grudnia", "2026-12-10", ""),
        ("pod koniec stycznia", "2027-01-29", ""),
        ("w najbliższych dniach", "2026-11-27", ""),
        ("od 3 do 14 grudnia", "2026-12-14", ""),
        ("od 3.12 do 14.12", "2026-12-14", ""),
        ("w poniedzialek 7.12.", "2026-12-07", ""),
        ("jutro", "2026-11-25", ""),
        ("po świętach", "2026-12-28", "after"),
        ("od poniedziałku", "2026-11-30", "since"),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Zrobimy to {text}.", WORDS["pl"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Odezwę się do piątku.", "2026-11-27"),
        ("Wrócę do Pana z odpowiedzią w przyszłym tygodniu.", "2026-12-04"),
        ("Skontaktujemy się z Panią najpóźniej 10 grudnia.", "2026-12-10"),
        ("Nie wiem jeszcze, odezwę się w środę.", "2026-11-25"),
        ("Decyzja zapadnie w połowie grudnia.", "2026-12-18"),
        ("Zarząd zbiera się 14 grudnia i niezwłocznie Państwa poinformujemy.", "2026-12-14"),
        ("Komisja spotyka się 10 grudnia. Potem damy znać.", "2026-12-10"),
        ("Postaram się odpisać do końca tygodnia.", "2026-11-27"),
        ("Podeślę Ci umowę w czwartek.", "2026-11-26"),
        ("Otrzyma Pan od nas odpowiedź w ciągu dwóch tygodni.", "2026-12-08"),
        ("Zostaną Państwo poinformowani o wyniku do końca stycznia.", "2027-01-29"),
        ("Daj mi czas do poniedziałku.", "2026-11-30"),
        ("Jeśli nie dostanie Pani od nas wiadomości do 15 grudnia, proszę zadzwonić.", "2026-12-15"),
        ("Zapytam szefową i dam znać.", None),
        ("O wyniku powiadomimy mailowo.", None),
        ("Dziękuję, odpiszę wkrótce.", None),
        ("Będziemy w kontakcie.", None),
        ("Zajrzę do pieca jutro, a w piątek powiem Pani, co i za ile.", "2026-11-27"),
        ("podeślę ci notatki jutro wieczorem, teraz zdycham", "2026-11-25"),
        ("Recenzję oddam we wtorek.", "2026-12-01"),
        ("Kosztorys będzie gotowy do 15 grudnia.", "2026-12-15"),
        ("Zarząd zbiera się w poniedziałek i wtedy zapadnie decyzja.", "2026-11-30"),
        ("Telefon ode mnie w czwartek, słowo harcerza!", "2026-11-26"),
        ("Pogrzebię w papierach i podrzucę Panu skan.", None),
        ("Moja wspólniczka zna temat lepiej, oddzwoni do Pani.", None),
        ("Proszę uzbroić się w cierpliwość do piątku.", "2026-11-27"),
        ("W piątek ma Pan ode mnie jasną odpowiedź.", "2026-11-27"),
        ("Umowa podpisana wyjedzie od nas kurierem pojutrze.", "2026-11-26"),
        ("Lista przyjętych zawiśnie w gablocie 3 grudnia.", "2026-12-03"),
        ("Zarząd zbiera się 4 grudnia i po posiedzeniu będzie Pan wiedział.", "2026-12-04"),
        ("Podeślę później.", None),
        ("Dokładną datę podam później.", None),
        ("Jak tylko prezes podpisze, wyślę skan.", None),
        ("Prawnicy wrócą z uwagami do piątku.", "2026-11-27"),
        ("Poprawki naniosę do jutra rana.", "2026-11-25"),
        ("Pieniądze przeleję jutro.", "2026-11-25"),
        ("Zgłoszenie obsłużymy dzisiaj.", "2026-11-24"),
        ("Zamówienie dotrze w sobotę.", "2026-11-28"),
        ("Wysyłka zaplanowana jest na 8 grudnia.", "2026-12-08"),
        ("Środki trafią na konto w ciągu 5 dni roboczych.", "2026-12-01"),
        ("Proszę oczekiwać odpowiedzi do piątku.", "2026-11-27"),
        ("Do piątku będzie Pan miał komplet.", "2026-11-27"),
        ("Powinnam wiedzieć coś więcej w czwartek.", "2026-11-26"),
        ("Postaramy się zmieścić do piątku.", "2026-11-27"),
        ("Ostatnie słowo należy do nas, w drugiej połowie grudnia.", "2026-12-31"),
        ("Zwykle trwa to dłużej, ale odezwę się do piątku.", "2026-11-27"),
        ("Klientowi powiem, a do Ciebie odezwę się w środę.", "2026-11-25"),
        ("Szef mówi, że dostaną Państwo umowę w piątek.", "2026-11-27"),
        ("Zapytam księgową i dam znać do środy.", "2026-11-25"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Dzień dobry,\n{text}\nPozdrawiam, Anna")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Proszę o przesłanie dokumentów do piątku.",
        "Czy mogłaby Pani odpowiedzieć do piątku?",
        "Oferta jest ważna do 30 grudnia.",
        "Potwierdzam spotkanie w piątek o 14.",
        "Informuję, że biuro będzie zamknięte od 24 do 31 grudnia.",
        "Nie odezwę się przed piątkiem.",
        "Chętnie odpowiem na pytania.",
        "Odezwiemy się, jeśli pojawi się coś nowego.",
        "Czekam na odpowiedź do piątku.",
        "Po otrzymaniu Państwa wpłaty wyślemy towar do piątku.",
        "Wysłałem ofertę w poniedziałek.",
        "Spotkajmy się w piątek.",
        "Jak podeśle pani zdjęcia, to w trzy dni zrobię kosztorys.",
        "Jeśli prześle mi Pani wymiary, wycenę zrobię w dwa dni.",
        "Obiecałeś, że plik wyślesz w piątek.",
        "Fakturę wysłałam w zeszły wtorek.",
        "Gratuluję wystawy, obejrzę ją z Gosią w sobotę!",
        "Potrzebujemy umowy do czwartku.",
        "Prezentacja odbędzie się 8 grudnia o 11:00.",
        "Muszę oddać raport szefowi do piątku.",
        "Chcę skończyć remont do piątku.",
        "Odpowiem, kiedy prześle Pani pliki.",
        "Dostaniemy próbki w czwartek.",
        "Darmowa dostawa do końca miesiąca.",
        "W piątek oddaję auto do naprawy.",
        "Spotkajmy się w piątek i wszystko omówimy.",
        "Uprzejmie proszę o udzielenie odpowiedzi do 1 grudnia.",
        "Decyzja po Państwa stronie, czekamy do środy.",
        "Otrzyma Pan rabat, jeśli zapłaci do piątku.",
        "Sąsiad twierdzi, że rada zdecyduje w piątek.",
        "Chodzą słuchy, że windę naprawią do piątku.",
        "Z reguły odpisuję wieczorem, jak dzieci zasną.",
        "W piątki wysyłamy zamówienia do centrali.",
        "Rysunki wyślemy w czwartek inwestorowi.",
        "Opinię oddam jutro sądowi.",
        "Budżet idzie jutro do audytora.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(f"Dzień dobry,\n{text}")).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Jestem na urlopie do 11 grudnia włącznie.", date(2026, 12, 14)),
        ("Przebywam na urlopie. Wracam 14 grudnia.", date(2026, 12, 14)),
        ("Jestem nieobecna w biurze od 23 listopada do 4 grudnia.", date(2026, 12, 7)),
        ("Nie będzie mnie w biurze do piątku włącznie.", date(2026, 11, 30)),
        ("Jestem w delegacji. W biurze będę ponownie w środę, 2 grudnia.", date(2026, 12, 2)),
        ("Dziękuję za wiadomość. Odpowiem po powrocie, 7 grudnia.", date(2026, 12, 7)),
        ("Jestem na urlopie macierzyńskim.", None),
        ("Wzięłam kilka dni wolnego, będę w piątek.", date(2026, 11, 27)),
        ("Planuję wrócić do pracy 1 lutego 2027 roku.", date(2027, 2, 1)),
        ("Lekarz wypisuje mnie we wtorek, w środę powinnam być w biurze.", date(2026, 11, 25)),
        ("Z dniem 31 października zakończyłem pracę w firmie.", None),
        ("Cała firma ma urlop do 4 grudnia włącznie.", date(2026, 12, 7)),
        ("Biuro jest nieczynne do 4 grudnia. Otwieramy w poniedziałek 7 grudnia.", date(2026, 12, 7)),
    ],
)
def test_absences(text: str, back: date | None) -> None:
    found = reading(received(text, subject="Odpowiedź automatyczna: Nasza rozmowa"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert found.absence.returns_on == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        (
            "Dziękujemy za aplikację",
            "Dziękujemy za przesłanie zgłoszenia. Otrzymaliśmy Twoją aplikację i skontaktujemy się z wybranymi kandydatami.",
            Kind.AUTO_ACK,
        ),
        ("Potwierdzenie otrzymania", "Potwierdzamy otrzymanie zgłoszenia. Wiadomość wygenerowana automatycznie.", Kind.AUTO_ACK),
        ("Odp: Nasza rozmowa", "W zeszłym tygodniu byłam na urlopie. Zdzwonimy się jutro?", Kind.HUMAN_REPLY),
        ("Odp: Nasza rozmowa", "W piątek mnie nie ma, czy pasuje Panu poniedziałek?", Kind.HUMAN_REPLY),
        ("Odp: Nasza rozmowa", "Otrzymałam dokumenty, brakuje jednego załącznika.", Kind.HUMAN_REPLY),
        ("Odp: Pytanie", "Wyjechałam w Bieszczady, bez zasięgu i laptopa. Wracam 7 grudnia.", Kind.AUTO_REPLY_OOO),
        ("Odp: Zdjęcia", "Leżę w szpitalu po operacji kolana. Odpiszę, jak wydobrzeję.", Kind.AUTO_REPLY_OOO),
        ("Odp: Ściana", "Jestem na urlopie do poniedziałku, ale tak, ściankę można wyburzyć.", Kind.HUMAN_REPLY),
        ("Odp: Klucze", "Klucze są u dozorcy. Proszę wejść od podwórza.", Kind.HUMAN_REPLY),
    ],
)  # fmt: skip
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Niestety zdecydowaliśmy się na innego kandydata.", True),
        ("Z przykrością informujemy, że Pani aplikacja nie została wybrana.", True),
        ("Stanowisko zostało już obsadzone.", True),
        ("Nie jesteśmy obecnie zainteresowani.", True),
        ("Życzymy powodzenia w dalszych poszukiwaniach.", True),
        ("Mamy już stałego dostawcę.", True),
        ("Ta oferta nas nie interesuje.", True),
        ("Państwa propozycja nam nie odpowiada.", True),
        ("Wtorek nam nie pasuje, może środa?", False),
        ("Nie wybraliśmy jeszcze kandydata.", False),
        ("Nie mamy jeszcze decyzji.", False),
        ("Mam inne pytanie: ile to kosztuje?", False),
        ("Zdecydowaliśmy się zaprosić Panią do kolejnego etapu.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    assert reading(received(f"Dzień dobry,\n{text}")).closes is closes


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Czy udało się Panu zapoznać z ofertą?", True),
        ("Będę wdzięczny za odpowiedź.", True),
        ("Daj znać, czy pasuje.", True),
        ("Proszę o informację zwrotną.", True),
        ("Potwierdzam zamówienie, proszę o fakturę.", True),
        ("Niestety w czwartek nie dam rady, proponuję piątek.", True),
        ("Dziękuję, dostałem. Ale na fakturze jest błąd w kwocie.", True),
        ("Do zobaczenia w piątek, ale potrzebuję adresu.", True),
        ("Nadal nie otrzymaliśmy towaru.", True),
        ("Dziękuję za spotkanie! Przesyłam ofertę.", True),
        ("Dziękuję, ale zamawiałem czarny, a przyszedł biały.", True),
        ("Zgadzam się na warunki, proszę przysłać umowę.", True),
        ("Bardzo dziękuję za pomoc!", False),
        ("Do wiadomości.", False),
        ("Nie trzeba odpowiadać.", False),
        ("Piątek o 14 mi pasuje, do zobaczenia w piątek.", False),
        ("Niestety nie mogę przyjść.", False),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(f"Dzień dobry,\n{text}")).wants_answer is True) == wants


def test_ask_again_and_stop() -> None:
    assert (
        str(reading(received("Teraz nie mamy czasu, proszę się przypomnieć w styczniu.")).ask_again_on) == "2027-01-01"
    )
    assert str(reading(received("Wróćmy do tematu po nowym roku.")).ask_again_on) == "2027-01-02"
    assert reading(received("Proszę do mnie więcej nie pisać.")).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Aplikacja na stanowisko księgowej", "W załączeniu przesyłam CV.", Scenario.JOB_APPLICATION),
        ("Praca", "Ubiegam się o stanowisko grafika.", Scenario.JOB_APPLICATION),
        ("Podziękowanie", "Dziękuję za dzisiejszą rozmowę kwalifikacyjną.", Scenario.INTERVIEW),
        ("Podziękowanie", "Dziękuję za rozmowę telefoniczną o tej roli.", Scenario.PHONE_SCREEN),
        ("Kawa?", "Może dasz się zaprosić na kawę?", Scenario.NETWORKING),
        ("Oferta na remont", "Przesyłam naszą ofertę.", Scenario.SALES_LEAD),
        ("Piekarz", "Szukają Państwo piekarza, a ja mam piętnaście lat w zawodzie.", Scenario.JOB_APPLICATION),
        ("Dach", "Przesyłam wycenę remontu dachu: 38 400 zł netto.", Scenario.SALES_LEAD),
        ("Prośba", "Znalazłby Pan kwadrans, żeby mi doradzić przy herbacie?", Scenario.NETWORKING),
        ("Kran", "Kran w kuchni nadal cieknie, kiedy Pan przyjdzie?", Scenario.GENERAL),
        ("Zdjęcia", "Prześlesz mi zdjęcia z soboty?", Scenario.GENERAL),
        ("Faktura", "Brakuje nam faktury za listopad.", Scenario.GENERAL),
        ("Wczorajsze spotkanie", "Dziękuję za wczorajsze spotkanie zarządu, przesyłam notatkę.", Scenario.GENERAL),
        (
            "Dzisiejsza rozmowa",
            "Dziękuję za dzisiejszą rozmowę telefoniczną o stanowisku kasjera.",
            Scenario.PHONE_SCREEN,
        ),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    choice = scenarios.match(
        thread, {message.message_id: reading(message)}, owner=OWNER, rules=(), words=WORDS, chosen=None
    )
    assert choice.scenario is scenario
