"""Russian, read on Tuesday, 24 November 2026."""

# ruff: noqa: RUF001 - Cyrillic letters are meant

from datetime import date

import pytest

from tests.reading.builders import OWNER, TUESDAY, WORDS, reading, received, sent
from watcher.core import dates, scenarios
from watcher.core.dates import Today
from watcher.core.model import Kind, Scenario, Thread, ThreadId

TODAY = Today(TUESDAY.date())


@pytest.mark.parametrize(
    ("text", "first", "last", "relation"),
    [
        ("до пятницы", "2026-11-27", "2026-11-27", "until"),
        ("к четвергу", "2026-11-26", "2026-11-26", "by"),
        ("в следующую пятницу", "2026-12-04", "2026-12-04", ""),
        ("на следующей неделе в среду", "2026-12-02", "2026-12-02", ""),
        ("в начале следующей недели", "2026-11-30", "2026-12-01", ""),
        ("до конца недели", "2026-11-26", "2026-11-29", ""),
        ("в течение трёх рабочих дней", "2026-11-24", "2026-11-27", ""),
        ("через две недели", "2026-12-08", "2026-12-08", ""),
        ("через неделю", "2026-12-01", "2026-12-01", ""),
        ("с 1 по 7 декабря включительно", "2026-12-01", "2026-12-07", "through"),
        ("по 7 декабря", "2026-12-07", "2026-12-07", "through"),
        ("до 7.12", "2026-12-07", "2026-12-07", "until"),
        ("с 29.12 по 11.01", "2026-12-29", "2027-01-11", ""),
        ("7-го декабря", "2026-12-07", "2026-12-07", ""),
        ("до 15 числа", "2026-12-15", "2026-12-15", "until"),
        ("после выходных", "2026-11-28", "2026-11-29", "after"),
        ("в первых числах декабря", "2026-12-01", "2026-12-10", ""),
        ("в ближайшие дни", "2026-11-24", "2026-11-27", ""),
        ("версия 7.12", "", "", ""),
        ("в 14.30", "", "", ""),
    ],
)
def test_dates(text: str, first: str, last: str, relation: str) -> None:
    found = dates.find(text, WORDS["ru"].dates, TODAY)
    wanted = [(first, last, relation)] if first else []
    assert [(each.first.isoformat(), each.last.isoformat(), each.relation) for each in found] == wanted


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("Смету на крышу добью к субботе и заброшу вам в почту.", True, "2026-11-28"),
        ("О принятом решении стороны будут извещены судом.", True, None),
        ("Шеф вернётся в четверг, переговорю с ним и сразу отзвонюсь.", True, "2026-11-26"),
        ("Тираж отпечатаем к 9 декабря, о готовности сообщим.", True, "2026-12-09"),
        ("Завтра позвоню хозяйке насчёт ключей, так что не волнуйтесь.", False, None),
        ("Обещал ответить в понедельник, да закрутился, простите.", False, None),
        ("Обычно отвечаю на письма в течение суток.", False, None),
        ("Спасибо за письмо. Мы ответим вам до пятницы.", True, "2026-11-27"),
        ("Плитку привезут в пятницу, тогда и скажу вам точную цену.", True, "2026-11-27"),
        ("Дайте нам время до двадцать восьмого.", True, "2026-11-28"),
        ("Директор возвращается в понедельник, на следующий день сообщит вам мнение.", True, "2026-12-01"),
        ("Если подпишете до среды, ключи отдадим в пятницу.", False, None),
        ("В воскресенье позвоню маме, пусть испечёт пирог.", False, None),
        ("Не обещаю, что до пятницы пришлю.", False, None),
        ("Это вам в банке скажут, сходите туда в понедельник.", False, None),
        ("Пока не решили, сообщим в пятницу.", True, "2026-11-27"),
        ("Не позднее четверга дам вам знать.", True, "2026-11-26"),
        ("Я поговорю с директором и перезвоню.", True, None),
        ("Ближе к концу недели с вами свяжется наш менеджер.", True, "2026-11-27"),
        ("Комиссия заседает 8 декабря, после этого мы вам напишем.", True, "2026-12-08"),
        ("Решение будет принято на следующей неделе.", True, "2026-12-04"),
        ("Дайте мне пару дней подумать.", True, "2026-11-26"),
        ("Ждите нашего звонка в понедельник.", True, "2026-11-30"),
        ("К сожалению, до пятницы мы не сможем ответить.", False, None),
        ("Пожалуйста, ответьте до пятницы.", False, None),
        ("Предложение действительно до 31 декабря.", False, None),
        ("Если что-то изменится, мы вам сообщим.", False, None),
        ("Как только вы пришлёте документы, мы ответим вам.", False, None),
        ("Я вам уже ответил в понедельник.", False, None),
        ("Рад сообщить, что вы прошли на следующий этап.", False, None),
        ("Документы подготовим до 30 ноября.", True, "2026-11-30"),
        ("Решение примем на следующей неделе.", True, "2026-12-04"),
        ("Уточню у коллег и вернусь.", True, None),
        ("Пришлю чуть позже.", True, None),
        ("Правки внесу к завтрашнему утру.", True, "2026-11-25"),
        ("Оплату проведём в четверг.", True, "2026-11-26"),
        ("Исправим ошибку до завтра.", True, "2026-11-25"),
        ("Отправка вашего заказа состоится в пятницу.", True, "2026-11-27"),
        ("Возврат средств будет произведён в течение 10 дней.", True, "2026-12-04"),
        ("Отгружаем вам на 50-й неделе.", True, "2026-12-11"),
        ("Срок рассмотрения заявления — до 15 декабря.", True, "2026-12-15"),
        ("Постараемся уложиться до пятницы.", True, "2026-11-27"),
        ("Как только оплатите, отправим товар.", False, None),
        ("Отвечу, когда вы пришлёте файлы.", False, None),
        ("Надеемся получить от вас ответ до пятницы.", False, None),
        ("Ему сообщат завтра.", False, None),
        ("Хочу закончить ремонт к пятнице.", False, None),
        ("Я должен сдать отчёт до пятницы.", False, None),
        ("Завтра сдаю экзамен.", False, None),
        ("Не думаю, что успеем до пятницы.", False, None),
        ("Ключи заберите до шести, потом вахтёрша уходит.", False, None),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "ru"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        (
            "Re: заказ",
            "Уехал в тайгу, связи нет. Объявлюсь 7 декабря. Заказы принимает жена.",
            Kind.AUTO_REPLY_OOO,
            "2026-12-07",
        ),
        (
            "Учёт",
            "Лавка закрыта на учёт до среды. Заказы принимаем снова в четверг.",
            Kind.AUTO_REPLY_OOO,
            "2026-11-26",
        ),
        ("Re: кирпич", "Болела, простите за молчание. Кирпич берём красный, две тысячи штук.", Kind.HUMAN_REPLY, None),
        ("Re: анализы", "Кровь ушла в лабораторию. Вам перезвонят из регистратуры.", Kind.HUMAN_REPLY, None),
        ("Автоматический ответ: Смета", "Я в отпуске с 23 ноября по 6 декабря.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("Автоматический ответ: x", "Я в командировке до 7 декабря.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("Автоответ", "Выйду на работу не раньше 7 декабря.", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("В отпуске", "С 30 ноября буду снова на связи.", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("Автоответ", "Я больше не работаю в компании.", Kind.AUTO_REPLY_OOO, None),
        ("Автоответ", "Первый рабочий день после отпуска 8 декабря.", Kind.AUTO_REPLY_OOO, "2026-12-08"),
        ("Автоответ", "Отсутствую на рабочем месте 25 и 26 ноября.", Kind.AUTO_REPLY_OOO, "2026-11-27"),
        ("Автоответ", "Выхожу из отпуска 1 декабря, до этого почту не смотрю.", Kind.AUTO_REPLY_OOO, "2026-12-01"),
        ("Автоответ", "Я в декрете. Планирую выйти 1 февраля 2027 года.", Kind.AUTO_REPLY_OOO, "2027-02-01"),
        ("Автоответ", "На письма начну отвечать с 30-го.", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("Ваша заявка", "Заявка принята. Номер заявки 12. Это письмо отправлено автоматически.", Kind.AUTO_ACK, None),
        ("Re: Смета", "Был в отпуске, простите за задержку. Посмотрю до пятницы.", Kind.HUMAN_REPLY, None),
    ],
)
def test_what_machines_write(subject: str, text: str, kind: Kind, returns_on: str | None) -> None:
    read = reading(received(text, subject=subject))
    assert read.kind is kind
    assert (read.absence.returns_on.isoformat() if read.absence and read.absence.returns_on else None) == returns_on


@pytest.mark.parametrize(
    ("text", "said", "ask_again_on"),
    [
        ("К сожалению, мы решили не продолжать с вашей кандидатурой.", "closes", None),
        ("Мы выбрали другого подрядчика.", "closes", None),
        ("Мы ещё не выбрали подрядчика.", "", None),
        ("Желаю успехов в работе и крепкого здоровья!", "", None),
        ("Сейчас нет бюджета, напишите нам в марте.", "", "2027-03-01"),
        ("Давайте вернёмся к этому разговору в феврале.", "", "2027-02-01"),
        ("Созвонимся в среду.", "", None),
        ("Сейчас полный завал, напомните мне попозже.", "keep_trying", None),
        ("Больше не пишите мне, пожалуйста.", "stop", None),
        ("Не могли бы вы прислать резюме?", "wants_answer", None),
        ("Если у вас есть вопросы, обращайтесь.", "", None),
        ("Как ваши дела?", "", None),
    ],
)
def test_what_the_other_side_says(text: str, said: str, ask_again_on: str | None) -> None:
    read = reading(received(text))
    told = {name: getattr(read, name) for name in ("closes", "stop", "keep_trying", "wants_answer")}
    assert " ".join(name for name, is_so in told.items() if is_so) == said
    assert read.ask_again_on == (date.fromisoformat(ask_again_on) if ask_again_on else None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Большое спасибо!", "thanks"),
        ("Мне подходит, до встречи в четверг.", "agrees"),
        ("К сожалению, в четверг не смогу.", "declines"),
        ("Хотел бы узнать, есть ли новости по моей заявке.", "wants_answer"),
        ("Отправляю смету. С уважением, Алекс", ""),
        ("Высылаю договор на подпись.", ""),
        ("Нужна смета до пятницы.", "wants_answer"),
        ("Принято, жду договор.", "wants_answer"),
        ("Проверка идёт вторую неделю, а ответа нет.", "wants_answer"),
        ("Решение принято ещё в мае, но документов я так и не видел.", "wants_answer"),
        ("Спасибо, получил. Но в акте ошибка в сумме.", "wants_answer"),
        ("Договорились, до пятницы.", "agrees"),
        ("Согласен на ваши условия, высылайте договор.", "agrees wants_answer"),
        ("Спасибо, но я просил чёрный, а пришёл белый.", "wants_answer"),
        ("Благодарю за консультацию. Прикладываю документы по делу.", "thanks wants_answer"),
    ],
)
def test_what_the_user_says(text: str, said: str) -> None:
    read = reading(sent(text))
    told = {name: getattr(read, name) for name in ("thanks", "agrees", "declines", "wants_answer")}
    assert " ".join(name for name, is_so in told.items() if is_so) == said


def test_an_appointment() -> None:
    (event,) = reading(received("Собеседование состоится 3 декабря в 14:00.")).events
    assert f"{event.what}@{event.starts_at:%m-%dT%H:%M}" == "interview@12-03T14:00"


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("крыша", "Игорь, посчитал: с материалом выйдет 180 тысяч, гарантия три года.", Scenario.SALES_LEAD),
        (
            "насчёт работы",
            "Увидел на двери объявление, что нужен пекарь. Работал в ночь три года.",
            Scenario.JOB_APPLICATION,
        ),
        ("счётчики", "Показания счётчиков отправил, вы получили?", Scenario.GENERAL),
        ("Отклик на вакансию бухгалтера", "Прилагаю резюме.", Scenario.JOB_APPLICATION),
        ("Спасибо за беседу", "Спасибо за телефонное интервью.", Scenario.PHONE_SCREEN),
        ("Спасибо", "Благодарю за собеседование.", Scenario.INTERVIEW),
        ("Привет из Казани", "Давно не виделись! Может, выпьем кофе?", Scenario.NETWORKING),
        ("Коммерческое предложение", "Направляем расчёт стоимости.", Scenario.SALES_LEAD),
        ("Ключи", "Когда можно забрать ключи?", Scenario.GENERAL),
        ("Интервью для газеты", "Я журналист, хочу взять у вас интервью о заводе.", Scenario.GENERAL),
        ("Резюме", "Надеюсь на приглашение на собеседование. Опыт пять лет.", Scenario.JOB_APPLICATION),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    readings = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,))
    assert scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario
