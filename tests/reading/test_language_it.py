"""Italian, read on Tuesday, 24 November 2026."""

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
        ("entro e non oltre venerdì", "2026-11-27", "by"),
        ("prima di venerdi", "2026-11-27", "before"),
        ("venerdì al più tardi", "2026-11-27", "by"),
        ("venerdì prossimo", "2026-11-27", ""),
        ("mercoledì della prossima settimana", "2026-12-02", ""),
        ("giovedì della settimana prossima", "2026-12-03", ""),
        ("la settimana prossima", "2026-12-04", ""),
        ("in settimana", "2026-11-27", ""),
        ("all'inizio della settimana prossima", "2026-12-01", ""),
        ("a fine settimana", "2026-11-29", ""),
        ("entro fine mese", "2026-11-30", "by"),
        ("nella seconda metà di dicembre", "2026-12-31", ""),
        ("a metà dicembre", "2026-12-18", ""),
        ("entro la prima metà di gennaio", "2027-01-15", "by"),
        ("prima della fine dell'anno", "2026-12-31", ""),
        ("tra due settimane", "2026-12-08", ""),
        ("entro dieci giorni lavorativi", "2026-12-08", ""),
        ("nei prossimi cinque giorni lavorativi", "2026-12-01", ""),
        ("entro 24/48 ore", "2026-11-26", ""),
        ("tra un paio di giorni", "2026-11-26", ""),
        ("dal 7 all'11 dicembre", "2026-12-11", ""),
        ("dopo il 15 dicembre", "2026-12-16", "after"),
        ("il 3/12", "2026-12-03", ""),
        ("domani mattina", "2026-11-25", ""),
        ("dopodomani", "2026-11-26", ""),
        ("fino a venerdì compreso", "2026-11-27", "through"),
        ("dopo Natale", "2026-12-28", "after"),
        ("nella settimana del 7 dicembre", "2026-12-11", ""),
        ("entro l'11 dicembre", "2026-12-11", "by"),
        ("il giorno 14", "2026-12-14", ""),
        ("lunedì 30 novembre p.v.", "2026-11-30", ""),
        ("in giornata", "2026-11-24", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Lo vediamo {text}.", WORDS["it"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Le risponderemo entro venerdì.", "2026-11-27"),
        ("Ti faccio sapere la settimana prossima.", "2026-12-04"),
        ("Vi ricontatteremo nei prossimi dieci giorni lavorativi.", "2026-12-08"),
        ("Prenderemo una decisione a inizio dicembre.", "2026-12-10"),
        ("Contiamo di darle un riscontro entro mercoledì.", "2026-11-25"),
        ("Ne parlo con il capo e ti dico domani.", "2026-11-25"),
        ("Ti mando il contratto firmato giovedì.", "2026-11-26"),
        ("Dammi tempo fino a lunedì e ti dico.", "2026-11-30"),
        ("L'esito sarà pubblicato il 10 dicembre.", "2026-12-10"),
        ("Sarà nostra cura ricontattarla entro il 4 dicembre.", "2026-12-04"),
        ("Se non ricevi nostre notizie entro venerdì, scrivimi.", "2026-11-27"),
        ("Non lo so ancora, ma venerdì ti confermo.", "2026-11-27"),
        ("La mia collega Marta ti chiamerà mercoledì.", "2026-11-25"),
        ("Lo guardo in settimana.", "2026-11-27"),
        ("Entro fine mese avrete la nostra risposta.", "2026-11-30"),
        ("I candidati selezionati verranno contattati entro il 4 dicembre.", "2026-12-04"),
        ("Non appena ho novità ti aggiorno.", None),
        ("Grazie, lo guardo e ti faccio sapere.", None),
        ("Non mancheremo di ricontattarla.", None),
        ("Ci faremo sentire noi.", None),
        ("Riceverai presto nostre notizie.", None),
        ("La terremo aggiornata.", None),
        ("Mia cognata, che lavora in banca, ti manda i conteggi lunedì.", "2026-11-30"),
        ("Il geometra finisce giovedì e venerdì 4 le porto la perizia.", "2026-12-04"),
        ("La graduatoria esce il 10 dicembre in albo pretorio.", "2026-12-10"),
        ("Oggi sono sul tetto, domani ti faccio uno squillo.", "2026-11-25"),
        ("Il consiglio di dipartimento delibera il 15 dicembre.", "2026-12-15"),
        ("Dammi due giorni e ti butto giù due numeri.", "2026-11-26"),
        ("Da qui a venerdì avrai i miei appunti sul secondo capitolo.", "2026-11-27"),
        ("Sarà nostra premura riscontrare la Sua istanza quanto prima.", None),
        ("Ci rifacciamo vivi noi.", None),
        ("La playlist la finisco stanotte e domattina ve la passo.", "2026-11-25"),
        ("Si informa che il rimborso verrà accreditato entro cinque giorni lavorativi.", "2026-12-01"),
        ("Ci dia tempo fino a venerdì.", "2026-11-27"),
        ("Il pacco parte dopodomani.", "2026-11-26"),
        ("Conto di consegnarlo all'editor entro il 4 dicembre.", "2026-12-04"),
        ("Glielo consegno cucito e stirato venerdì.", "2026-11-27"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Ti prego di confermarci la tua presenza entro venerdì.",
        "Potresti rispondermi entro venerdì?",
        "Ti confermo che la riunione sarà giovedì alle 10:00.",
        "La informiamo che l'ufficio sarà chiuso venerdì.",
        "Ti scrivo per ricordarti il colloquio di venerdì.",
        "L'offerta è valida fino a venerdì.",
        "Siamo aperti dal lunedì al venerdì.",
        "Non potremo darle una risposta entro venerdì.",
        "Hai tempo fino a venerdì per accettare.",
        "Ti avviso se dovesse cambiare qualcosa.",
        "Attendo un tuo riscontro entro venerdì.",
        "Ci vediamo giovedì alle 10.",
        "Il colloquio si terrà il 3 dicembre alle 14:00.",
        "Il martedì rispondo sempre alle mail da casa.",
        "Venerdì chiamo l'idraulico per la caldaia.",
        "Mi mandi i disegni entro mercoledì, se può.",
        "Appena ci arriva il bonifico, lunedì consegniamo le chiavi.",
        "Se tuo fratello mi gira le foto, ti preparo il preventivo in tre giorni.",
        "Mercoledì il gatto lo porta dal veterinario Paolo.",
        "Mi avevi scritto che il capitolo me lo mandavi lunedì.",
        "Il treno parte alle 7 di venerdì.",
        "Siete pregati di restituire le chiavi entro venerdì.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Risposta automatica: Ciao", "Sono fuori ufficio fino a lunedì 30 novembre.", date(2026, 11, 30)),
        ("Risposta automatica: Ciao", "Sarò in ferie dal 23 al 27 novembre.", date(2026, 11, 30)),
        ("Fuori sede", "Sono in malattia. Rientro il 1 dicembre.", date(2026, 12, 1)),
        ("Risposta automatica: Ciao", "Sono assente fino a venerdì compreso.", date(2026, 11, 30)),
        (
            "Re: Ciao",
            "Sono in trasferta con accesso limitato alla posta. Al mio rientro, il 2 dicembre, risponderò. Per urgenze contattare Luca.",
            date(2026, 12, 2),
        ),
        ("Risposta automatica: Ciao", "L'ufficio resterà chiuso per ferie. Riapriremo lunedì.", date(2026, 11, 30)),
        ("Risposta automatica: Ciao", "Non sarò in ufficio prima di martedì 1 dicembre.", date(2026, 12, 1)),
        ("Assenza dall'ufficio", "Torno in ufficio giovedì.", date(2026, 11, 26)),
    ],
)
def test_absences(subject: str, text: str, back: date) -> None:
    headers = {"auto-submitted": "auto-replied"} if subject.startswith("Re:") else {}
    found = reading(received(text, subject=subject, headers=headers))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert found.absence.returns_on == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        (
            "Abbiamo ricevuto la tua candidatura",
            "Grazie per il tuo interesse. La tua candidatura è stata ricevuta correttamente.",
            Kind.AUTO_ACK,
        ),
        ("Conferma di ricezione", "Abbiamo ricevuto la sua richiesta. Le risponderemo al più presto.", Kind.AUTO_ACK),
        ("Re: Ciao", "La settimana scorsa ero in ferie. Ci sentiamo domani?", Kind.HUMAN_REPLY),
        ("Re: Ciao", "Abbiamo ricevuto la tua richiesta e vorremmo parlarne con te.", Kind.HUMAN_REPLY),
        ("Re: Ciao", "Venerdì sono fuori ufficio, ti va bene lunedì?", Kind.HUMAN_REPLY),
        ("Re: Ciao", "In viaggio di nozze, senza telefono. Di nuovo in studio il 9 dicembre.", Kind.AUTO_REPLY_OOO),
        ("Re: Ciao", "Siamo in trasloco e la bottega non apre. Riapriamo martedì 1.", Kind.AUTO_REPLY_OOO),
        ("Re: Ciao", "Sono a letto con l'influenza, ma la proposta mi piace. Mandami il contratto.", Kind.HUMAN_REPLY),
        ("Re: Ciao", "Sono in cantiere tutto il giorno. Il tramezzo ti viene 400 euro.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Siamo spiacenti di informarla che abbiamo deciso di proseguire con altri candidati.",
        "Purtroppo non sei stata selezionata.",
        "La posizione è stata ricoperta.",
        "Grazie, ma abbiamo già un fornitore.",
        "Grazie, ma non ci interessa.",
        "Il suo profilo non è in linea con quanto cerchiamo; le auguriamo buona fortuna per la sua ricerca.",
        "Purtroppo abbiamo scelto un'altra persona.",
        "Conserveremo il tuo CV nel nostro database per future opportunità.",
    ],
)
def test_closings(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize(
    "text",
    [
        "Abbiamo deciso di proseguire con la tua candidatura.",
        "Procediamo con altri argomenti domani.",
        "Non abbiamo ancora una decisione.",
        "Ti auguro un buon fine settimana.",
        "La posizione è ancora aperta e il tuo profilo ci interessa.",
    ],
)
def test_no_closings(text: str) -> None:
    found = reading(received(text))
    assert not found.closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Le scrivo per chiederle se avete già una data. Grazie per il suo tempo.", True),
        ("Hai potuto vedere la mia proposta?", True),
        ("Resto in attesa di un tuo riscontro.", True),
        ("Fammi sapere quando puoi.", True),
        ("Grazie mille per le informazioni.", False),
        ("Per tua informazione, ti inoltro il verbale.", False),
        ("Non serve che tu risponda.", False),
        ("Perfetto, ci vediamo giovedì.", False),
        ("Purtroppo non posso partecipare.", False),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert reading(sent(text)).wants_answer is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Adesso non riesco, riscrivimi a gennaio.", "2027-01-01"),
        ("Risentiamoci dopo l'Epifania.", "2027-01-07"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize("text", ["Per favore, non scrivetemi più.", "Cancellatemi dalla vostra lista."])
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Candidatura come analista", "Allego il mio CV per la posizione.", Scenario.JOB_APPLICATION),
        ("Annuncio grafico", "Vorrei candidarmi per il ruolo di grafico.", Scenario.JOB_APPLICATION),
        ("Grazie", "Grazie per il colloquio di ieri.", Scenario.INTERVIEW),
        ("Grazie", "Grazie per il colloquio telefonico di stamattina.", Scenario.PHONE_SCREEN),
        ("Grazie", "Grazie per la telefonata di oggi e per avermi spiegato il ruolo.", Scenario.PHONE_SCREEN),
        ("Ciao", "Ti va di prendere un caffè e raccontarmi il tuo percorso?", Scenario.NETWORKING),
        ("Preventivo ristrutturazione", "Le allego il preventivo.", Scenario.SALES_LEAD),
        ("La nostra offerta", "Aiutiamo le aziende come la vostra.", Scenario.SALES_LEAD),
        ("Fattura", "Mi puoi mandare la fattura di novembre?", Scenario.GENERAL),
        ("Ferie", "In che giorni sei libero?", Scenario.GENERAL),
        ("Ciao", "Eravamo al master insieme. Ti andrebbe uno spritz? Come sei arrivata alla ong?", Scenario.NETWORKING),
        ("Tetto", "La riparazione verrebbe 3.400 euro, materiali compresi.", Scenario.SALES_LEAD),
        ("Ciao", "Ho visto il cartello: cercate una cameriera. Ho esperienza al banco.", Scenario.JOB_APPLICATION),
        ("Ciao", "Ti devo 20 euro della cena, ti faccio un bonifico?", Scenario.GENERAL),
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
        ("Il pagamento sarà effettuato entro il 30 novembre.", "2026-11-30"),
        ("La merce sarà spedita lunedì.", "2026-11-30"),
        ("Il lavoro sarà finito entro fine novembre.", "2026-11-30"),
        ("La consegna è prevista per martedì.", "2026-12-01"),
        ("Domani ti confermo l'orario.", "2026-11-25"),
        ("Pago domani.", "2026-11-25"),
        ("Non sono riuscito a guardarlo, lo faccio entro domani sera.", "2026-11-25"),
        ("Scusa il ritardo, ti rispondo per bene nel weekend.", "2026-11-29"),
        ("Entro le 18 ti mando il link.", "2026-11-24"),
        ("Ti invio il file entro un'ora.", "2026-11-24"),
        ("Domani in serata riceverà una risposta.", "2026-11-25"),
        ("La fattura la trova lunedì nella sua area riservata.", "2026-11-30"),
        ("Le sostituiamo il pezzo entro venerdì.", "2026-11-27"),
        ("Parte venerdì mattina con raccomandata.", "2026-11-27"),
        ("La aggiorno non appena ho un riscontro.", None),
        ("Appena mi dice qualcosa ti scrivo.", None),
        ("Riceverete a breve la convocazione.", None),
    ],
)
def test_plain_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Buongiorno. {text}")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Confermo l'appuntamento di giovedì alle 11.",
        "Le chiediamo di inviarci i documenti entro venerdì.",
        "Avrei bisogno dei dati entro mercoledì.",
        "Aspetto i risultati delle analisi per giovedì.",
        "La posizione è ancora aperta fino al 30 novembre.",
        "Dopo la firma del contratto, le invieremo le chiavi entro 5 giorni.",
        "Restituisca il modulo firmato e le manderemo il contratto entro tre giorni.",
        "Avrà tempo fino a venerdì per completare il modulo.",
        "Come sapete, venerdì è festa.",
        "Devo consegnare la tesi entro il 30 novembre.",
        "Lunedì troverà l'ufficio chiuso.",
        "Domani mando la fattura al commercialista.",
        "Giovedì siamo in fiera: se passa da quelle parti un caffè glielo offriamo volentieri.",
    ],
)
def test_plain_no_promises(text: str) -> None:
    assert reading(received(f"Buongiorno. {text}")).promise is None


@pytest.mark.parametrize(
    "text",
    [
        "Non ho ancora ricevuto risposta alla mia mail di lunedì.",
        "Segnalo che l'ascensore è fermo da venerdì. Grazie.",
        "Chiedo cortesemente l'invio del certificato di residenza. Grazie.",
        "Perfetto, grazie. Aspetto il contratto.",
        "Lascia perdere il vecchio preventivo, me ne serve uno nuovo per venerdì.",
    ],
)
def test_wishes_between_thanks(text: str) -> None:
    assert reading(sent(text)).wants_answer is not False


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        (
            "Addetto vendite",
            "Ho letto il vostro annuncio. Sono disponibile per un colloquio.",
            Scenario.JOB_APPLICATION,
        ),
        ("Mia figlia", "Professoressa, vorrei fissare un colloquio per parlare di mia figlia.", Scenario.GENERAL),
        ("Esito", "Ci sono novità dopo il colloquio di due settimane fa?", Scenario.INTERVIEW),
    ],
)
def test_hoped_for_interviews(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    read = {message.message_id: reading(message)}
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario


def test_day_of_an_interview_that_is_set() -> None:
    (event,) = reading(sent("Confermo il colloquio di lavoro di martedì 1.12. alle 14.00.")).events
    assert event.starts_at.isoformat()[:16] == "2026-12-01T14:00"
    (event,) = reading(sent("Accetto la convocazione al colloquio, fissato per il 15 dicembre alle 9.30.")).events
    assert event.starts_at.isoformat()[:16] == "2026-12-15T09:30"


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Contatteremo tutti i candidati entro venerdì.", "2026-11-27"),
        ("Il rimborso sarà visibile sul Suo conto entro venerdì.", "2026-11-27"),
        ("Credo di riuscire a risponderle entro venerdì.", "2026-11-27"),
        ("Le mando i documenti entro venerdì.", "2026-11-27"),
    ],
)
def test_promises_beside_third_parties(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Lo studio riceve il martedì e il venerdì dalle 15 alle 18.",
        "La mia vicina dice che il comune risponde venerdì.",
        "Il geometra farà avere le planimetrie al notaio entro venerdì.",
        "Mando i documenti all'assicurazione domani.",
        "Generalmente la risposta arriva entro otto giorni.",
    ],
)
def test_hearsay_habits_and_what_others_get(text: str) -> None:
    assert reading(received(text)).promise is None
