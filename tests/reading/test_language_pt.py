"""Portuguese, of Brazil and of Portugal, read on Tuesday, 24 November 2026."""

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
        ("até à próxima segunda-feira, 30 de novembro", "2026-11-30", "until"),
        ("o mais tardar na sexta-feira", "2026-11-27", "by"),
        ("antes de sexta", "2026-11-27", "before"),
        ("sexta no máximo", "2026-11-27", "by"),
        ("na sexta que vem", "2026-11-27", ""),
        ("na quarta da próxima semana", "2026-12-02", ""),
        ("na quinta-feira da semana que vem", "2026-12-03", ""),
        ("na próxima semana", "2026-12-04", ""),
        ("para a semana", "2026-12-04", ""),
        ("no início da próxima semana", "2026-12-01", ""),
        ("no fim da semana", "2026-11-27", ""),
        ("em meados de dezembro", "2026-12-18", ""),
        ("na primeira quinzena de janeiro", "2027-01-15", ""),
        ("no final do mês", "2026-11-30", ""),
        ("até ao fim do ano", "2026-12-31", "until"),
        ("daqui a duas semanas", "2026-12-08", ""),
        ("no prazo de 10 dias úteis", "2026-12-08", ""),
        ("em até 5 dias úteis", "2026-12-01", ""),
        ("nos próximos cinco dias úteis", "2026-12-01", ""),
        ("em 48 horas", "2026-11-26", ""),
        ("daqui a uns dias", "2026-11-27", ""),
        ("de 7 a 11 de dezembro", "2026-12-11", ""),
        ("depois de 15 de dezembro", "2026-12-16", "after"),
        ("dia 3/12", "2026-12-03", ""),
        ("amanhã de manhã", "2026-11-25", ""),
        ("depois de amanhã", "2026-11-26", ""),
        ("até sexta-feira, inclusive", "2026-11-27", "through"),
        ("antes do Natal", "2026-12-25", "before"),
        ("na semana de 7 de dezembro", "2026-12-11", ""),
        ("no dia 14", "2026-12-14", ""),
        ("ainda esta semana", "2026-11-27", ""),
        ("na segunda metade de dezembro", "2026-12-31", ""),
        ("ao longo da semana", "2026-11-27", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Vemos isto {text}.", WORDS["pt"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Daremos uma resposta até sexta-feira.", "2026-11-27"),
        ("Olá, Alex, digo-te algo para a semana. Obrigada!", "2026-12-04"),
        ("Entraremos em contato nos próximos dez dias úteis.", "2026-12-08"),
        ("Entraremos em contacto consigo até 4 de dezembro.", "2026-12-04"),
        ("Vamos tomar uma decisão no início de dezembro.", "2026-12-10"),
        ("Esperamos poder dar-lhe uma resposta até quarta-feira.", "2026-11-25"),
        ("Vou falar com a minha chefe e te aviso amanhã.", "2026-11-25"),
        ("Envio-lhe o contrato assinado na quinta.", "2026-11-26"),
        ("Me dá até segunda que eu te respondo.", "2026-11-30"),
        ("O resultado será divulgado em 10 de dezembro.", "2026-12-10"),
        ("Informá-lo-emos até ao fim do mês.", "2026-11-30"),
        ("Os candidatos selecionados serão contactados até 4 de dezembro.", "2026-12-04"),
        ("Se não receber notícias nossas até sexta, me escreva.", "2026-11-27"),
        ("Ainda não sei, mas na sexta te confirmo.", "2026-11-27"),
        ("A minha colega Marta vai ligar-lhe na quarta-feira.", "2026-11-25"),
        ("Vou analisar ainda esta semana.", "2026-11-27"),
        ("Até ao final do mês terá a nossa resposta.", "2026-11-30"),
        ("Você receberá nosso retorno em até 5 dias úteis.", "2026-12-01"),
        ("Assim que tiver novidades te aviso.", None),
        ("Obrigada, vou ver e já te digo.", None),
        ("Retornaremos o contato em breve.", None),
        ("Fico de te dar uma resposta.", None),
        ("Voltaremos ao seu contacto.", None),
        ("Aguarde nosso retorno.", None),
        ("A minha cunhada, que percebe de papéis, manda-te as contas na segunda-feira.", "2026-11-30"),
        ("Na sexta, dia 4, entrego-lhe o relatório assinado.", "2026-12-04"),
        ("Hoje estou no telhado, amanhã dou-te um toque.", "2026-11-25"),
        ("A Câmara delibera no dia 15 de dezembro.", "2026-12-15"),
        ("me dá dois dias que eu te mando um valor", "2026-11-26"),
        ("Até sexta tens os meus comentários ao segundo capítulo.", "2026-11-27"),
        ("Depois de amanhã o patrão te liga e vocês acertam.", "2026-11-26"),
        ("Até ao fim do ano comunicar-lhe-emos o resultado.", "2026-12-31"),
        ("Ser-lhe-á dada resposta com a maior brevidade.", None),
        ("A lista dos contemplados será anunciada a 30 de novembro.", "2026-11-30"),
        ("hj à tarde te mando um áudio dizendo se topo", "2026-11-24"),
        ("A nossa direção vai pronunciar-se sobre o pedido na quinta-feira.", "2026-11-26"),
        ("Depois do fim de semana telefono-lhe.", "2026-11-30"),
        ("Contem com o relatório na primeira quinzena de dezembro.", "2026-12-15"),
        ("Informamos que a decisão lhe será notificada até 4 de dezembro.", "2026-12-04"),
        ("Dá mais uma semaninha que te passo o esboço.", "2026-12-01"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Por favor, confirme sua presença até sexta-feira.",
        "Poderia me responder até sexta?",
        "Confirmo que a reunião será na quinta às 10h.",
        "Informamos que o escritório estará fechado na sexta-feira.",
        "Escrevo para lembrar a entrevista de sexta-feira.",
        "A oferta é válida até sexta-feira.",
        "Estamos abertos de segunda a sexta.",
        "Não poderemos dar uma resposta até sexta-feira.",
        "Você tem até sexta para aceitar.",
        "Aviso se houver alguma mudança.",
        "Aguardo o seu retorno até sexta.",
        "Nos vemos na quinta às 10h.",
        "A entrevista será no dia 3 de dezembro às 14h00.",
        "Às terças respondo sempre aos e-mails de casa.",
        "Na sexta ligo ao canalizador por causa da caldeira.",
        "Mande-me os desenhos até quarta, se puder.",
        "Assim que fizer o pix, na segunda entregamos as chaves.",
        "A minha irmã disse-me que na quinta lhe entregam a casa.",
        "Se dependesse de mim respondia-te já hoje.",
        "Na sexta apresento a tese, deseja-me sorte.",
        "O meu cunhado reforma-se na segunda e vai dar uma festa.",
        "Não te respondi antes porque estive em exames até segunda.",
        "Se você me passar as medidas até quinta, preparo o orçamento pra segunda.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("Resposta automática: Olá", "Estou fora do escritório até segunda-feira, 30 de novembro.", date(2026, 11, 30)),
        ("Resposta automática: Olá", "Estarei de férias de 23 a 27 de novembro.", date(2026, 11, 30)),
        ("Ausência", "Encontro-me de baixa. Regresso no dia 1 de dezembro.", date(2026, 12, 1)),
        ("Resposta automática: Olá", "Estou ausente até sexta-feira, inclusive.", date(2026, 11, 30)),
        (
            "Re: Olá",
            "Estou em viagem com acesso limitado ao e-mail. No meu regresso, a 2 de dezembro, responderei. Para assuntos urgentes, contacte o Luís.",
            date(2026, 12, 2),
        ),
        (
            "Resposta automática: Olá",
            "O escritório estará em recesso. Retomamos as atividades na segunda-feira.",
            date(2026, 11, 30),
        ),
        ("Resposta automática: Olá", "Só volto ao escritório na terça, 1 de dezembro.", date(2026, 12, 1)),
        ("Fora do escritório", "Retorno na quinta.", date(2026, 11, 26)),
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
            "Recebemos sua candidatura",
            "Obrigado pelo seu interesse. Recebemos com sucesso sua candidatura.",
            Kind.AUTO_ACK,
        ),
        (
            "Confirmação de receção",
            "A sua candidatura foi recebida. Entraremos em contacto caso o seu perfil seja selecionado, no prazo de duas semanas.",
            Kind.AUTO_ACK,
        ),
        ("Re: Olá", "Estive de férias na semana passada. Falamos amanhã?", Kind.HUMAN_REPLY),
        ("Re: Olá", "Recebemos seu pedido e gostaríamos de conversar com você.", Kind.HUMAN_REPLY),
        ("Re: Olá", "Na sexta estarei fora, pode ser na segunda?", Kind.HUMAN_REPLY),
        ("Re: Olá", "Em lua de mel, sem telemóvel. De volta ao estúdio no dia 9 de dezembro.", Kind.AUTO_REPLY_OOO),
        ("Re: Olá", "Estamos em mudanças e a loja não abre. Reabrimos na quarta.", Kind.AUTO_REPLY_OOO),
        ("Re: Olá", "Estou de cama com gripe, mas a proposta agrada-me. Manda o contrato.", Kind.HUMAN_REPLY),
        ("Re: Olá", "Estou em obra o dia todo. A parede fica-te em 400 euros.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Lamentamos informar que decidimos avançar com outros candidatos.",
        "Infelizmente não foi selecionada para a vaga.",
        "A vaga já foi preenchida.",
        "Obrigado, mas já temos fornecedor.",
        "Não temos interesse, obrigado.",
        "O seu perfil não corresponde ao que procuramos; desejamos muito sucesso na sua busca.",
        "Infelizmente optámos por outra pessoa.",
        "Manteremos seu currículo em nosso banco de talentos para futuras oportunidades.",
    ],
)
def test_closings(text: str) -> None:
    assert reading(received(text)).closes


@pytest.mark.parametrize(
    "text",
    [
        "Decidimos avançar com a sua candidatura para a próxima fase.",
        "Seguimos com outros assuntos amanhã.",
        "Ainda não temos uma decisão.",
        "Desejo-te um bom fim de semana.",
        "A vaga continua aberta e o seu perfil interessa-nos.",
    ],
)
def test_no_closings(text: str) -> None:
    found = reading(received(text))
    assert not found.closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Escrevo para perguntar se já têm uma data. Obrigado pelo seu tempo.", True),
        ("Conseguiu ver a minha proposta?", True),
        ("Fico no aguardo do seu retorno.", True),
        ("Fico a aguardar uma resposta.", True),
        ("Avise-me quando puder.", True),
        ("Muito obrigado pela informação.", False),
        ("Para seu conhecimento, reencaminho a ata.", False),
        ("Não é preciso responder.", False),
        ("Combinado, nos vemos na quinta.", False),
        ("Infelizmente não posso participar.", False),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert reading(sent(text)).wants_answer is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Agora não consigo, me escreva de novo em janeiro.", "2027-01-01"),
        ("Volte a contactar-nos depois de 6 de janeiro.", "2027-01-07"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize("text", ["Por favor, não me escreva mais.", "Removam meu e-mail da sua lista, por favor."])
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Candidatura: analista de dados", "Segue em anexo o meu CV para a vaga.", Scenario.JOB_APPLICATION),
        ("Vaga de designer", "Gostaria de me candidatar à vaga de designer.", Scenario.JOB_APPLICATION),
        ("Obrigada", "Obrigada pela entrevista de ontem.", Scenario.INTERVIEW),
        ("Obrigada", "Obrigada pela entrevista por telefone de hoje de manhã.", Scenario.PHONE_SCREEN),
        ("Obrigado", "Obrigado pela ligação de hoje e por explicar a vaga.", Scenario.PHONE_SCREEN),
        ("Olá", "Vamos tomar um café? Gostaria de saber mais sobre a sua trajetória.", Scenario.NETWORKING),
        ("Orçamento da obra", "Segue o orçamento em anexo.", Scenario.SALES_LEAD),
        ("Proposta comercial", "Ajudamos empresas como a sua.", Scenario.SALES_LEAD),
        ("Fatura", "Pode me mandar a fatura de novembro?", Scenario.GENERAL),
        ("Férias", "Em que dias você folga?", Scenario.GENERAL),
        ("Olá", "Andámos juntos no mestrado. Posso pagar-te um café?", Scenario.NETWORKING),
        ("Telhado", "O arranjo fica em 3.400 euros, materiais incluídos.", Scenario.SALES_LEAD),
        (
            "Olá",
            "Vi o cartaz: procuram empregada de mesa. Tenho anos de experiência ao balcão.",
            Scenario.JOB_APPLICATION,
        ),
        ("Olá", "Devo-te 20 euros do jantar, faço-te mbway?", Scenario.GENERAL),
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
        ("O pagamento será efetuado até 30 de novembro.", "2026-11-30"),
        ("Amanhã confirmo o horário.", "2026-11-25"),
        ("Ainda hoje envio tudo.", "2026-11-24"),
        ("Mando hoje à noite.", "2026-11-24"),
        ("Escrevo na segunda com todos os detalhes.", "2026-11-30"),
        ("Espero conseguir responder até sexta.", "2026-11-27"),
        ("Faço o pix amanhã.", "2026-11-25"),
        ("Faço-te a transferência na segunda.", "2026-11-30"),
        ("O técnico vai ligar na quinta.", "2026-11-26"),
        ("Deixa comigo, amanhã eu resolvo.", "2026-11-25"),
        ("Desculpa o atraso, respondo com calma no fim de semana.", "2026-11-29"),
        ("Ainda não tenho a resposta, espero tê-la na quinta.", "2026-11-26"),
        ("Ok, te aviso.", None),
        ("Logo mais te mando.", None),
        ("Responderemos o mais brevemente possível.", None),
        ("Falo com o meu chefe e digo-te.", None),
        ("Assim que chegar a peça, ligo-lhe.", None),
    ],
)
def test_plain_promises(text: str, by: str | None) -> None:
    promise = reading(received(f"Bom dia. {text}")).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Após a assinatura do contrato, entregaremos as chaves em 5 dias.",
        "Devolva o formulário assinado e enviaremos o contrato em três dias.",
        "Se não recebermos o pagamento até sexta, suspenderemos o serviço.",
        "Agradeço resposta até sexta.",
        "Como prometido na segunda, segue o ficheiro.",
        "Tenho de terminar o meu trabalho até sexta.",
        "A minha filha recebe as notas na sexta.",
        "Amanhã mando a fatura ao contabilista.",
        "Em geral enviamos em 48 horas.",
        "O banco fecha na sexta às 14.",
    ],
)
def test_plain_no_promises(text: str) -> None:
    assert reading(received(f"Bom dia. {text}")).promise is None


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Ainda não recebi resposta ao meu e-mail de segunda. Obrigada.", True),
        ("Solicito o envio da certidão de residência. Obrigado.", True),
        ("Perfeito, obrigada. Aguardo o contrato.", True),
        ("A encomenda não chegou. Obrigado.", True),
        ("Não precisa responder hoje, mas quando der me diz: a chave ficou contigo?", True),
        ("Não precisa responder.", False),
        ("Oba, convite aceito! Sábado às 20h estamos aí.", False),
    ],
)
def test_wishes_between_thanks(text: str, wants: bool) -> None:
    assert reading(sent(text)).wants_answer is wants


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("O seu livro", "Sou jornalista e gostava de a entrevistar sobre o seu último livro.", Scenario.GENERAL),
        ("A minha filha", "Queria pedir uma entrevista com a diretora de turma.", Scenario.GENERAL),
        ("Novidades", "Queria saber se há novidades depois da entrevista de há duas semanas.", Scenario.INTERVIEW),
        (
            "Dica",
            "A Lu me passou seu e-mail. Será que rola uma ligação pra eu te fazer umas perguntas?",
            Scenario.NETWORKING,
        ),
    ],
)
def test_hoped_for_interviews(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    thread = Thread(ThreadId("t"), (message,), ())
    read = {message.message_id: reading(message)}
    assert scenarios.match(thread, read, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Até dia 23 tenho o orçamento feito e mando-lho.", "2026-12-23"),
        ("Os nossos estafetas levam-lhe o sofá na quinta de manhã.", "2026-11-26"),
        ("Pergunto no banco e ligo-lhe na quinta.", "2026-11-26"),
        ("No dia 23 mando-lhe a fatura.", "2026-12-23"),
    ],
)
def test_promises_beside_third_parties(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert str(promise.by) == by


@pytest.mark.parametrize(
    "text",
    [
        "Ouvi dizer que a Câmara anuncia os lugares na sexta.",
        "Segundo o Paulo, a decisão sai na segunda.",
        "O arquiteto envia as plantas ao notário na sexta.",
        "Devolvemos as chaves ao senhorio na sexta.",
        "Costumo responder às segundas.",
    ],
)
def test_hearsay_habits_and_what_others_get(text: str) -> None:
    assert reading(received(text)).promise is None
