"""Spanish, of Spain and of Latin America, read on Tuesday, 24 November 2026."""

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
        ("hasta el próximo lunes 30 de noviembre", "2026-11-30", "until"),
        ("a más tardar el viernes", "2026-11-27", "by"),
        ("antes del viernes", "2026-11-27", "before"),
        ("el viernes como muy tarde", "2026-11-27", "by"),
        ("el viernes que viene", "2026-11-27", ""),
        ("el miercoles de la próxima semana", "2026-12-02", ""),
        ("el jueves de la semana que viene", "2026-12-03", ""),
        ("la semana que viene", "2026-12-04", ""),
        ("la semana entrante", "2026-12-04", ""),
        ("a principios de la semana que viene", "2026-12-01", ""),
        ("a finales de semana", "2026-11-27", ""),
        ("a mediados de diciembre", "2026-12-18", ""),
        ("en la primera quincena de enero", "2027-01-15", ""),
        ("a fin de mes", "2026-11-30", ""),
        ("antes de que acabe el mes", "2026-11-30", ""),
        ("dentro de dos semanas", "2026-12-08", ""),
        ("en un plazo máximo de 10 días hábiles", "2026-12-08", ""),
        ("en los próximos cinco días laborables", "2026-12-01", ""),
        ("en 24-48 horas", "2026-11-26", ""),
        ("en un par de días", "2026-11-26", ""),
        ("del 7 al 11 de diciembre", "2026-12-11", ""),
        ("después del 15 de diciembre", "2026-12-16", "after"),
        ("el 3/12", "2026-12-03", ""),
        ("mañana por la mañana", "2026-11-25", ""),
        ("pasado mañana", "2026-11-26", ""),
        ("el viernes por la mañana", "2026-11-27", ""),
        ("hasta el viernes inclusive", "2026-11-27", "through"),
        ("antes de Navidad", "2026-12-25", "before"),
        ("la semana del 7 de diciembre", "2026-12-11", ""),
        ("el día 14", "2026-12-14", ""),
        ("esta misma semana", "2026-11-27", ""),
        ("el fin de semana", "2026-11-29", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Lo vemos {text}.", WORDS["es"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Le responderemos antes del viernes.", "2026-11-27"),
        ("Te digo algo la semana que viene.", "2026-12-04"),
        ("Nos pondremos en contacto contigo en los próximos diez días hábiles.", "2026-12-08"),
        ("Tomaremos una decisión a principios de diciembre y se la comunicaremos.", "2026-12-10"),
        ("Esperamos poder darte una respuesta a mediados de la próxima semana.", "2026-12-02"),
        ("Lo consulto con mi jefa y te confirmo mañana.", "2026-11-25"),
        ("Te mando el contrato firmado el jueves.", "2026-11-26"),
        ("Dame hasta el lunes y te digo.", "2026-11-30"),
        ("La resolución se publicará el 10 de diciembre.", "2026-12-10"),
        ("Te estaré avisando a más tardar el viernes.", "2026-11-27"),
        ("Los candidatos seleccionados serán contactados antes del 4 de diciembre.", "2026-12-04"),
        ("Si no tienes noticias nuestras antes del viernes, escríbeme.", "2026-11-27"),
        ("No lo sé todavía, pero el viernes te confirmo.", "2026-11-27"),
        ("Mi compañera Marta te llamará el miércoles.", "2026-11-25"),
        ("Vamos a revisarlo esta semana.", "2026-11-27"),
        ("Para finales de mes tendrás nuestra respuesta.", "2026-11-30"),
        ("Ahorita no puedo, pero les confirmo mañana a primera hora.", "2026-11-25"),
        ("Gracias, lo miro y te digo.", None),
        ("Quedo en confirmarte cuanto antes.", None),
        ("Se comunicarán con usted.", None),
        ("En cuanto sepa algo te aviso.", None),
        ("Volveremos a contactarle.", None),
        ("El tasador termina el jueves 3 y el viernes 4 le acercamos el informe.", "2026-12-04"),
        ("Ahorita ando en obra; el viernes le marco y le doy el precio.", "2026-11-27"),
        ("El jueves sale el dictamen.", "2026-11-26"),
        ("La cotización va el lunes sin falta.", "2026-11-30"),
        ("De aquí al viernes tendrás mis comentarios al capítulo dos.", "2026-11-27"),
        ("Se le notificará lo resuelto en un plazo de diez (10) días hábiles.", "2026-12-08"),
        ("Pasado mañana te pego un llamado y lo cerramos, ¿dale?", "2026-11-26"),
        ("Volveré sobre el asunto con usted apenas pueda.", None),
        ("Nos comunicaremos con los finalistas.", None),
        ("No te preocupes, de mañana no pasa que te conteste.", "2026-11-25"),
        ("La coordinadora se estará comunicando con usted a inicios de la próxima semana.", "2026-12-01"),
        ("Le comunicamos que la resolución se le notificará antes del 4 de diciembre.", "2026-12-04"),
        ("El fallo del concurso se dará a conocer el 15 de diciembre.", "2026-12-15"),
        ("pregunto en casa y te digo el jueves si me dejan", "2026-11-26"),
        ("La compañía dispone hasta el 11 de diciembre para contestarle.", "2026-12-11"),
        ("Cuente con el certificado el 2 de diciembre.", "2026-12-02"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Hola, Alex:\n{text}\nUn saludo, Ana")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Por favor, confírmanos tu asistencia antes del viernes.",
        "¿Podrías responderme antes del viernes?",
        "Te confirmo que la reunión será el jueves a las 10:00.",
        "Le informamos de que la oficina estará cerrada el viernes.",
        "Te escribo para recordarte la entrevista del viernes.",
        "La oferta es válida hasta el viernes.",
        "Nuestro horario es de lunes a viernes.",
        "No podremos darte una respuesta antes del viernes.",
        "Tienes hasta el viernes para aceptar la oferta.",
        "Te aviso si hay algún cambio.",
        "Quedo a la espera de tu respuesta antes del viernes.",
        "Nos vemos el jueves a las 10.",
        "La entrevista será el 3 de diciembre a las 14:00.",
        "Los martes siempre contesto el correo desde casa.",
        "El viernes llamo al fontanero para que mire la caldera.",
        "Mándeme los planos antes del miércoles, si es tan amable.",
        "En cuanto nos pagues la señal, el lunes te entregamos las llaves.",
        "Yo quedé en contestarte un lunes y un lunes te contesté.",
        "Si ustedes nos acercan los planos esta semana, en diez días tienen el permiso.",
        "Necesito saber cuántos sois antes del miércoles.",
        "Mi hermana me dijo que el jueves le entregan el piso.",
        "Los lunes contesto el correo del club.",
        "Si fuera por mí te contestaba hoy mismo.",
        "El viernes llevo el coche al taller y el sábado lo recojo.",
        "Como prometí la semana pasada, aquí tienes mi respuesta.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(f"Hola, Alex:\n{text}")).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Respuesta automática: Hola", "Estoy fuera de la oficina hasta el lunes 30 de noviembre.", date(2026, 11, 30)),
        ("Respuesta automática: Hola", "Estaré de vacaciones del 23 al 27 de noviembre.", date(2026, 11, 30)),
        ("Fuera de la oficina", "Me encuentro de baja. Vuelvo el 1 de diciembre.", date(2026, 12, 1)),
        ("Respuesta automática: Hola", "Estoy ausente hasta el viernes inclusive.", date(2026, 11, 30)),
        (
            "Re: Hola",
            "Estoy de viaje con acceso limitado al correo. A mi regreso, el 2 de diciembre, responderé a su mensaje. Para asuntos urgentes, contacte con Luis.",
            date(2026, 12, 2),
        ),
        ("Hola", "Me reincorporo el jueves. Este es un mensaje automático. Estoy de vacaciones.", date(2026, 11, 26)),
        (
            "Respuesta automática: Hola",
            "La oficina permanecerá cerrada. Retomamos la actividad el lunes.",
            date(2026, 11, 30),
        ),
        ("Respuesta automática: Hola", "No regresaré hasta el martes 1 de diciembre.", date(2026, 12, 1)),
    ],
)
def test_absences(subject: str, text: str, back: date) -> None:
    found = reading(
        received(text, subject=subject, headers={"auto-submitted": "auto-replied"} if subject.startswith("Re:") else {})
    )
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert found.absence.returns_on == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        (
            "Hemos recibido tu candidatura",
            "Gracias por tu interés. Hemos recibido correctamente tu candidatura.",
            Kind.AUTO_ACK,
        ),
        (
            "Gracias por postularte",
            "Recibimos tu postulación. Nos pondremos en contacto lo antes posible si tu perfil encaja.",
            Kind.AUTO_ACK,
        ),
        ("Re: Hola", "Estuve de vacaciones la semana pasada. ¿Hablamos mañana?", Kind.HUMAN_REPLY),
        ("Re: Hola", "Hemos recibido tu solicitud y nos gustaría hablar contigo.", Kind.HUMAN_REPLY),
        ("Re: Hola", "Estaré fuera el viernes, ¿te va bien el lunes?", Kind.HUMAN_REPLY),
        ("Re: Hola", "De luna de miel, sin móvil. De vuelta en el estudio el 9 de diciembre.", Kind.AUTO_REPLY_OOO),
        ("Re: Hola", "En cama con gripe. Hasta el lunes no me esperéis.", Kind.AUTO_REPLY_OOO),
        (
            "Solicitud registrada",
            "Su solicitud ha tenido entrada con el número 88. Conserve este resguardo.",
            Kind.AUTO_ACK,
        ),
        ("Re: Hola", "Ando con gripe, pero tu propuesta me gusta. Mándame el contrato.", Kind.HUMAN_REPLY),
        ("Re: Hola", "Estoy en obra todo el día. El tabique te sale por 400 euros.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Lamentamos comunicarte que hemos decidido continuar con otros candidatos.",
        "En esta ocasión no has sido seleccionada para el puesto.",
        "La vacante ya ha sido cubierta.",
        "Gracias, pero ya tenemos proveedor.",
        "No nos interesa, gracias.",
        "Tu perfil no encaja con lo que buscamos; te deseamos mucha suerte en tu búsqueda.",
        "Lamentablemente nos hemos decantado por otra persona.",
        "Conservaremos tu CV en nuestra base de datos para futuras vacantes.",
    ],
)
def test_closings(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize(
    "text",
    [
        "Hemos decidido avanzar con tu candidatura a la siguiente fase.",
        "Seguimos con otros temas mañana, gracias por el informe.",
        "No tenemos todavía una decisión.",
        "Te deseamos un buen fin de semana.",
        "El puesto sigue abierto y tu perfil nos interesa.",
    ],
)
def test_no_closings(text: str) -> None:
    found = reading(received(text))
    assert not found.closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Le escribo para preguntarle si tienen ya una fecha. Gracias por su tiempo.", True),
        ("¿Has podido ver mi propuesta?", True),
        ("Quedo a la espera de tu respuesta.", True),
        ("Avísame cuando puedas.", True),
        ("Muchas gracias por la información.", False),
        ("Para tu información, te reenvío el acta.", False),
        ("No hace falta que respondas.", False),
        ("Perfecto, nos vemos el jueves.", False),
        ("Lamentablemente no puedo asistir.", False),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(f"Hola, Ana:\n{text}")).wants_answer is True) == wants


def test_ask_again_and_stop() -> None:
    assert str(reading(received("Ahora no llego, escribime de nuevo en enero.")).ask_again_on) == "2027-01-01"
    assert str(reading(received("Vuelve a escribirme después de Reyes.")).ask_again_on) == "2027-01-07"
    assert reading(received("Por favor, no me escribas más.")).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Candidatura: ingeniera de datos", "Adjunto mi CV para el puesto.", Scenario.JOB_APPLICATION),
        ("Vacante de diseñador", "Me postulo al puesto de diseñador.", Scenario.JOB_APPLICATION),
        ("Gracias", "Gracias por la entrevista de ayer.", Scenario.INTERVIEW),
        ("Gracias", "Gracias por la entrevista telefónica de esta mañana.", Scenario.PHONE_SCREEN),
        ("Gracias", "Gracias por la llamada de hoy y por explicarme el puesto.", Scenario.PHONE_SCREEN),
        ("Hola", "¿Te apetece tomar un café y contarme tu trayectoria?", Scenario.NETWORKING),
        ("Presupuesto de la reforma", "Le adjunto el presupuesto.", Scenario.SALES_LEAD),
        ("Cotización", "Le envío nuestra cotización. Ayudamos a empresas como la suya.", Scenario.SALES_LEAD),
        ("Factura", "¿Me puedes mandar la factura de noviembre?", Scenario.GENERAL),
        ("Vacaciones", "¿Qué días te tomas libres?", Scenario.GENERAL),
        ("Hola", "Coincidimos en el máster. ¿Te invito a un vermut y me cuentas?", Scenario.NETWORKING),
        ("Tejado", "El arreglo le saldría por 3.400 euros, materiales incluidos.", Scenario.SALES_LEAD),
        ("Hola", "He visto el cartel: buscáis camarera. Tengo años de experiencia en barra.", Scenario.JOB_APPLICATION),
        ("Hola", "Te debo 20 euros de la cena, ¿te hago un bizum?", Scenario.GENERAL),
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
        ("Te aviso el lunes.", "2026-11-30"),
        ("La llamo mañana.", "2026-11-25"),
        ("El pago se realizará antes del 30 de noviembre.", "2026-11-30"),
        ("La entrega está prevista para el martes.", "2026-12-01"),
        ("Mañana te confirmo la hora.", "2026-11-25"),
        ("Espero tenerlo listo el miércoles.", "2026-11-25"),
        ("Estoy esperando al proveedor, le digo algo el jueves.", "2026-11-26"),
        ("Mañana hago la transferencia.", "2026-11-25"),
        ("No he podido mirarlo, lo hago mañana.", "2026-11-25"),
        ("Le cambiamos la pieza la semana que viene.", "2026-12-04"),
        ("Te llevo el libro el sábado.", "2026-11-28"),
        ("El informe demora cinco días hábiles y se lo mandamos a este correo.", "2026-12-01"),
        ("Su pedido será despachado mañana.", "2026-11-25"),
        ("Ok, te aviso.", None),
        ("En cuanto llegue la pieza le llamo.", None),
        ("Ni bien tenga el presupuesto te lo paso.", None),
        ("Ahorita te lo mando.", None),
        ("La mantendremos informada.", None),
    ],
)
def test_plain_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Buenos días. {text}")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Si firma hoy, le entregamos el coche el viernes.",
        "Devuelva el formulario firmado y le enviaremos el contrato en tres días.",
        "Si no hay respuesta antes del lunes, se archivará el expediente.",
        "En caso de no recibir respuesta antes del lunes, cerraremos el caso.",
        "Le agradecería una respuesta antes del viernes.",
        "Tengo que entregar la tesis antes del 30 de noviembre.",
        "Mi hija recibe las notas el viernes.",
        "Por lo general enviamos en 48 horas.",
        "Como prometí el lunes, aquí tienes el archivo.",
        "Solo contesto correos los martes.",
    ],
)
def test_plain_no_promises(text: str) -> None:
    assert reading(received(f"Buenos días. {text}")).promise is None


@pytest.mark.parametrize(
    "text",
    [
        "Todavía no he recibido respuesta a mi correo del lunes. Gracias.",
        "Solicito el envío del certificado de empadronamiento. Gracias.",
        "Perfecto, gracias. Espero el contrato.",
        "La caldera no funciona. Gracias.",
        "No me llegó el paquete. Gracias.",
        "Confirmo el pedido de 20 sillas, espero confirmación y plazo de entrega.",
    ],
)
def test_wishes_between_thanks(text: str) -> None:
    assert reading(sent(text)).wants_answer is not False


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Su libro", "Soy periodista y me gustaría entrevistarla sobre su último libro.", Scenario.GENERAL),
        ("Mi hija", "Quisiera pedir una entrevista con la tutora de mi hija.", Scenario.GENERAL),
        ("Novedades", "Quería saber si hay novedades tras la entrevista de hace dos semanas.", Scenario.INTERVIEW),
    ],
)
def test_hoped_for_interviews(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    read = {message.message_id: reading(message)}
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario


def test_correo_out_of_reach() -> None:
    found = reading(
        received(
            "Hoy estoy todo el día en un tribunal de oposiciones y no puedo mirar el correo.",
            subject="Re: Hola",
            headers={"auto-submitted": "auto-replied"},
        )
    )
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == "2026-11-25"


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Nuestros repartidores le llevan el sofá el jueves por la mañana.", "2026-11-26"),
        ("El reembolso aparecerá en su cuenta el viernes.", "2026-11-27"),
        ("Pregunto en el banco y le llamo el jueves.", "2026-11-26"),
        ("El médico lo firma el día 22 y se lo enviaremos ese mismo día.", "2026-12-22"),
    ],
)
def test_promises_beside_third_parties(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Mi vecina dice que el ayuntamiento responde el viernes.",
        "Según Pablo, la decisión sale el lunes.",
        "Envío el informe a la junta el lunes.",
        "Leí que el banco publica los resultados el jueves.",
        "Suelo contestar los lunes.",
    ],
)
def test_hearsay_habits_and_what_others_get(text: str) -> None:
    assert reading(received(text)).promise is None
