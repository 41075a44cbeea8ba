"""French, of France, Belgium, Switzerland and Québec, read on Tuesday, 24 November 2026."""

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
        ("d'ici vendredi", "2026-11-27", "by"),
        ("d\u2019ici la fin de la semaine prochaine", "2026-12-04", "by"),
        ("au plus tard le lundi 7 décembre", "2026-12-07", "by"),
        ("vendredi dernier délai", "2026-11-27", "by"),
        ("avant la fin du mois", "2026-11-30", "before"),
        ("en début de semaine prochaine", "2026-12-01", ""),
        ("vendredi de la semaine prochaine", "2026-12-04", ""),
        ("dans le courant de la semaine", "2026-11-27", ""),
        ("dans la semaine du 7 décembre", "2026-12-11", ""),
        ("sous 48h", "2026-11-26", ""),
        ("sous 24/48 h", "2026-11-26", ""),
        ("sous dix jours ouvrés", "2026-12-08", ""),
        ("dans les deux à trois semaines", "2026-12-15", ""),
        ("dans un délai de 15 jours", "2026-12-09", ""),
        ("sous quinzaine", "2026-12-08", ""),
        ("dans les prochains jours", "2026-11-27", ""),
        ("à la mi-décembre", "2026-12-18", ""),
        ("fin janvier", "2027-01-29", ""),
        ("au début d'avril", "2027-04-09", ""),
        ("jusqu'au 14 inclus", "2026-12-14", "through"),
        ("jusqu'en février", "2027-02-26", "until"),
        ("du 3 au 14", "2026-12-14", ""),
        ("lundi 7 au vendredi 11 décembre", "2026-12-11", ""),
        ("du 28 décembre au 4 janvier", "2027-01-04", ""),
        ("le 1er décembre", "2026-12-01", ""),
        ("le 7/12", "2026-12-07", ""),
        ("le 07.12.2026", "2026-12-07", ""),
        ("après les fêtes", "2027-01-04", "after"),
        ("à compter du 7 décembre", "2026-12-07", "since"),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Ce sera fait {text}.", WORDS["fr"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Je reviens vers vous d'ici vendredi.", "2026-11-27"),
        ("Nous vous recontacterons en début de semaine prochaine.", "2026-12-01"),
        ("Vous aurez notre réponse avant le 15 décembre.", "2026-12-15"),
        ("La décision sera prise fin janvier.", "2027-01-29"),
        ("Nous espérons pouvoir te répondre d'ici la mi-décembre.", "2026-12-18"),
        ("Le jury se réunit le 14 décembre et vous informera dans la foulée.", "2026-12-14"),
        ("Le conseil siège le 10. Nous vous écrirons ensuite.", "2026-12-10"),
        ("Je regarde ça et je te dis demain.", "2026-11-25"),
        ("Sans faute, je t'envoie le contrat signé lundi.", "2026-11-30"),
        ("Laissez-moi jusqu'à jeudi pour en parler à ma directrice.", "2026-11-26"),
        ("Sans nouvelles de notre part d'ici trois semaines, considérez que le poste est pourvu.", "2026-12-15"),
        ("Vous serez fixée sous huitaine.", "2026-12-01"),
        ("Je n'ai pas encore le budget, mais je vous rappelle mercredi.", "2026-11-25"),
        ("Nous ne manquerons pas de vous tenir informé de la suite.", None),
        ("Merci de votre patience, nous reviendrons vers vous très vite.", None),
        ("J'en parle à l'équipe et je te fais signe.", None),
        ("Dès que j'ai du nouveau, je vous écris, promis, et je vous fais signe.", None),
        ("J'ai transmis votre dossier, ma collègue vous contactera sous peu.", None),
        ("Je monte sur le toit samedi, tu auras mon prix lundi.", "2026-11-30"),
        (
            "La commission se penche sur votre dossier la semaine prochaine et vous en serez averti par courrier.",
            "2026-12-04",
        ),
        ("Nous mettons tout en œuvre pour vous remettre une offre d'ici au 11 décembre.", "2026-12-11"),
        ("La répète est jeudi, le lendemain chacun aura sa réponse.", "2026-11-27"),
        ("ok je mate ta vidéo et je te file mes notes jeudi", "2026-11-26"),
        ("Je checke avec la tech et te ping jeudi.", "2026-11-26"),
        ("Les notes tombent le 18 décembre, patience.", "2026-12-18"),
        ("Coup de fil demain matin, promis !", "2026-11-25"),
        ("Le tribunal a mis l'affaire en délibéré ; jugement d'ici la fin de l'année.", "2026-12-31"),
        ("Le service vous fera connaître sa position endéans les dix jours.", "2026-12-04"),
        ("Mon associée, qui connaît mieux ce dossier, prendra langue avec vous.", None),
        ("Vous l'aurez sur votre bureau lundi.", "2026-11-30"),
        ("J'ai besoin de réfléchir jusqu'à vendredi.", "2026-11-27"),
        ("Je mets les fichiers en ligne vendredi.", "2026-11-27"),
        ("Votre réclamation sera traitée d'ici le 4 décembre.", "2026-12-04"),
        ("Je compte finir le brouillon pour le 4 décembre.", "2026-12-04"),
        ("Une décision est attendue pour la mi-décembre.", "2026-12-18"),
        ("Je le signe et je le renvoie demain.", "2026-11-25"),
        ("Je m'en charge demain.", "2026-11-25"),
        ("J'y travaille, ce sera prêt vendredi.", "2026-11-27"),
        ("Le paiement sera effectué le 30 novembre.", "2026-11-30"),
        ("Ça prendra malheureusement jusqu'à vendredi.", "2026-11-27"),
        ("J'appelle demain.", "2026-11-25"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Bonjour Alex,\n{text}\nBien cordialement, Anne")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Merci de nous envoyer vos pièces avant vendredi.",
        "Pourriez-vous me répondre d'ici vendredi ?",
        "Je vous rappelle que la date limite est le 12 décembre.",
        "Je vous informe que nos bureaux seront fermés du 24 au 31 décembre.",
        "Je vous confirme notre rendez-vous de vendredi à 14h.",
        "Notre offre est valable jusqu'au 30 décembre.",
        "Je reviens vers vous suite à notre échange de lundi.",
        "Comme convenu, je vous envoie le compte rendu de la réunion de mardi.",
        "Si vous signez avant vendredi, nous vous livrerons le 7 décembre.",
        "Je ne pourrai pas vous répondre avant lundi.",
        "Nous vous recontacterons si une opportunité se présente.",
        "Dans l'attente de votre retour d'ici vendredi.",
        "N'hésitez pas à me rappeler lundi.",
        "Le jeudi, je réponds toujours au courrier des lecteurs.",
        "Je vous devais un retour pour lundi, le voici.",
        "Je ne sais vraiment pas quand je pourrai vous répondre.",
        "Auriez-vous la bonté de me signaler votre choix mercredi au plus tard ?",
        "Le procès-verbal vous a été notifié lundi, la poste le confirme.",
        "Comptez une heure de retard sur la ligne 4 jusqu'au 11 décembre.",
        "Si nous tranchions avant vendredi, il faudrait se passer des expertises.",
        "Le comité se réunit le 11, mais uniquement pour le budget.",
        "Je suis de retour lundi.",
        "Votre colis est à retirer jusqu'à vendredi.",
        "Il me faudrait une réponse avant vendredi.",
        "Je dois rendre mon mémoire vendredi.",
        "Je dois donner une réponse à mon chef vendredi.",
        "J'ai lu votre rapport lundi.",
        "Il aura ses résultats jeudi.",
        "Mon mari prend sa journée vendredi.",
        "Mon chef veut le rapport vendredi.",
        "J'envoie d'habitude le rapport le vendredi.",
        "La facture doit être payée vendredi.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(f"Bonjour Alex,\n{text}")).promise is None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Je suis absente du bureau jusqu'au 11 décembre inclus.", date(2026, 12, 14)),
        ("Je suis en congés du 23 novembre au 4 décembre.", date(2026, 12, 7)),
        ("Absent jusqu'à lundi, je vous répondrai à mon retour.", date(2026, 11, 30)),
        ("En déplacement à l'étranger, je ne pourrai vous lire avant mercredi 2 décembre.", date(2026, 12, 2)),
        ("Notre étude est fermée pour congés annuels. Réouverture le 5 janvier.", date(2027, 1, 5)),
        ("Je suis en vacances cette semaine. Urgences : voyez avec Paul.", date(2026, 11, 30)),
        ("Je suis en congé maternité.", None),
        ("Je ne travaille pas le mardi. Je lirai votre mail demain.", date(2026, 11, 25)),
        ("Mon dernier jour de congé est le 4 décembre.", date(2026, 12, 7)),
    ],
)
def test_absences(text: str, back: date | None) -> None:
    found = reading(received(text, subject="Réponse automatique : Notre échange"))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert found.absence.returns_on == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        (
            "Votre candidature a bien été reçue",
            "Nous avons bien reçu votre candidature et vous remercions de l'intérêt porté à notre maison. Sans réponse de notre part sous un mois, veuillez considérer qu'elle n'a pas été retenue.",
            Kind.AUTO_ACK,
        ),
        ("Accusé de réception", "Nous accusons réception de votre demande. Ceci est un message automatique.", Kind.AUTO_ACK),
        ("RE: Notre échange", "J'étais en congés la semaine dernière. On se parle demain ?", Kind.HUMAN_REPLY),
        ("RE: Notre échange", "J'ai bien reçu votre dossier, il me manque une pièce.", Kind.HUMAN_REPLY),
        ("RE: Notre échange", "Je suis absente vendredi, est-ce que lundi vous irait ?", Kind.HUMAN_REPLY),
        ("Re: Visite", "Je suis en fouilles, sans réseau. Retour prévu le 1er décembre.", Kind.AUTO_REPLY_OOO),
        ("Re: Photos", "Opérée hier, je suis clouée au lit. Je lirai vos messages plus tard.", Kind.AUTO_REPLY_OOO),
        ("Re: Mur", "Je suis en congé jusqu'à lundi mais oui, vous pouvez abattre la cloison.", Kind.HUMAN_REPLY),
        ("Re: Clés", "Les clés sont chez le concierge. Passez par l'entrée de service.", Kind.HUMAN_REPLY),
    ],
)  # fmt: skip
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Nous sommes au regret de vous informer que votre candidature n'a pas été retenue.", True),
        ("Malgré vos qualités, nous ne donnerons pas suite à votre candidature.", True),
        ("Le poste est désormais pourvu.", True),
        ("On a trouvé quelqu'un d'autre, désolé.", True),
        ("Nous avons finalement retenu un autre candidat.", True),
        ("Désolé, nous travaillons déjà avec un prestataire.", True),
        ("Nous vous souhaitons une bonne continuation dans vos recherches.", True),
        ("Nous avons retenu votre candidature pour la suite du processus.", False),
        ("Le poste n'est pas encore pourvu.", False),
        ("Une autre question : quel serait le délai ?", False),
        ("Nous n'avons pas encore pris de décision.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    assert reading(received(f"Bonjour Alex,\n{text}")).closes is closes


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Avez-vous pu regarder ma proposition ?", True),
        ("Dans l'attente de votre retour, bien à vous.", True),
        ("Merci de m'indiquer vos disponibilités.", True),
        ("Merci de remplir le formulaire.", True),
        ("Merci beaucoup pour votre aide !", False),
        ("Pour info, l'atelier ferme lundi.", False),
        ("Inutile de me répondre.", False),
        ("Jeudi à 14h me convient très bien.", False),
        ("Je ne pourrai malheureusement pas venir jeudi.", False),
        ("Pour info, je n'ai toujours pas reçu la caution.", True),
        ("Merci. J'attends donc les chiffres.", True),
        ("Merci pour le devis. J'ai encore une question sur le prix.", True),
        ("D'accord pour jeudi. Il me faudrait l'adresse.", True),
        ("Parfait. Envoyez le contrat.", True),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(f"Bonjour Anne,\n{text}")).wants_answer is True) == wants


def test_ask_again_and_stop() -> None:
    assert str(reading(received("Pas le temps cet automne, recontactez-moi en janvier.")).ask_again_on) == "2027-01-01"
    assert str(reading(received("Reparlons-en après les fêtes.")).ask_again_on) == "2027-01-02"
    assert reading(received("Merci de ne plus me contacter.")).stop
    assert not reading(received("Ne me contactez plus sur l'ancien numéro avant lundi, utilisez celui-ci.")).closes


def test_hours_are_read_as_they_are_written() -> None:
    (event,) = reading(received("Je vous propose un entretien lundi 7 décembre à 14 h 30.")).events
    assert event.starts_at.isoformat() == "2026-12-07T14:30:00+01:00"


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Candidature au poste de juriste", "Veuillez trouver ci-joint mon CV.", Scenario.JOB_APPLICATION),
        ("Postulation", "Je postule comme graphiste chez vous.", Scenario.JOB_APPLICATION),
        ("Merci", "Merci pour l'entretien de ce matin.", Scenario.INTERVIEW),
        ("Merci", "Merci pour cet entretien téléphonique.", Scenario.PHONE_SCREEN),
        ("Un café ?", "Auriez-vous vingt minutes pour me parler de votre parcours ?", Scenario.NETWORKING),
        ("Devis n° 12", "Voici notre devis pour la toiture.", Scenario.SALES_LEAD),
        ("Soumission", "Ci-joint notre proposition commerciale.", Scenario.SALES_LEAD),
        ("Vitrine", "Vous cherchez un boulanger : j'ai quinze ans de métier.", Scenario.JOB_APPLICATION),
        ("Toiture", "Voici mon prix pour la réfection : 8 400 € HT.", Scenario.SALES_LEAD),
        ("Bonjour", "Ça vous dirait de prendre une tasse de thé un de ces jours ?", Scenario.NETWORKING),
        ("Chaudière", "Le chauffagiste est-il passé pour l'entretien obligatoire ?", Scenario.GENERAL),
        ("Photos", "Peux-tu m'envoyer les photos de samedi ?", Scenario.GENERAL),
        ("Facture de novembre", "Il manque la facture de novembre.", Scenario.GENERAL),
        ("Notre journal", "Je suis journaliste au Courrier. Pourrais-je vous interviewer ?", Scenario.NETWORKING),
        ("Chaudière", "Pouvez-vous passer pour l'entretien annuel de la chaudière ?", Scenario.GENERAL),
        ("Merci", "Merci de m'avoir reçu en entretien ! Le poste me plaît.", Scenario.INTERVIEW),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    choice = scenarios.match(
        thread, {message.message_id: reading(message)}, owner=OWNER, rules=(), words=WORDS, chosen=None
    )
    assert choice.scenario is scenario


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Nos livreurs vous apportent le canapé jeudi matin.", "2026-11-26"),
        ("Le remboursement apparaîtra sur votre compte sous trois jours ouvrés.", "2026-11-27"),
        ("J'en parle à la banque et je vous réponds vendredi.", "2026-11-27"),
        ("Mon chef dit que oui, vous aurez le contrat vendredi.", "2026-11-27"),
    ],
)
def test_promises_beside_third_parties(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "D'habitude je rappelle les parents le vendredi.",
        "J'ai lu que la banque publie ses résultats jeudi.",
        "Selon Paul, la décision tombe lundi.",
        "J'enverrai le rapport au conseil d'administration lundi.",
        "Je réponds au tribunal d'ici vendredi.",
    ],
)
def test_hearsay_habits_and_what_others_get(text: str) -> None:
    assert reading(received(text)).promise is None
