"""Chinese, in simplified and traditional characters, read on Tuesday, 24 November 2026."""

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
        ("12月7日（周一）之前", "2026-12-07", "2026-12-07", "before"),
        ("十二月十日前", "2026-12-10", "2026-12-10", "before"),
        ("这周五下班前", "2026-11-27", "2026-11-27", "by"),
        ("週五前", "2026-11-27", "2026-11-27", "before"),
        ("周五10点", "2026-11-27", "2026-11-27", ""),
        ("下周五", "2026-12-04", "2026-12-04", ""),
        ("下下週一", "2026-12-07", "2026-12-07", ""),
        ("本周内", "2026-11-23", "2026-11-29", "by"),
        ("下周初", "2026-11-30", "2026-12-01", ""),
        ("月底前", "2026-11-21", "2026-11-30", "before"),
        ("12月中旬", "2026-12-11", "2026-12-20", ""),
        ("下月10号", "2026-12-10", "2026-12-10", ""),
        ("明年1月15日", "2027-01-15", "2027-01-15", ""),
        ("三个工作日内", "2026-11-24", "2026-11-27", ""),
        ("3-5個工作日內", "2026-11-24", "2026-12-01", ""),
        ("两周后", "2026-12-08", "2026-12-08", ""),
        ("12月29日到1月4日", "2026-12-29", "2027-01-04", ""),
        ("12月7日那一周", "2026-12-07", "2026-12-13", ""),
        ("直到12月7日", "2026-12-07", "2026-12-07", "until"),
        ("到12月7日为止", "2026-12-07", "2026-12-07", "through"),
        ("3号楼", "", "", ""),
        ("第三天", "", "", ""),
    ],
)
def test_dates(text: str, first: str, last: str, relation: str) -> None:
    found = dates.find(text, WORDS["zh"].dates, TODAY)
    wanted = [(first, last, relation)] if first else []
    assert [(each.first.isoformat(), each.last.isoformat(), each.relation) for each in found] == wanted


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("您要的户型图设计部明晚出，出了马上转给您。", True, "2026-11-25"),
        ("您好，合議庭評議後，判決書正本會另行送達您。", True, None),
        ("爺爺，寒假車票買好我再跟妳說幾點到。", True, None),
        ("體檢報告三個工作日後短信通知您領取。", True, "2026-11-27"),
        ("咱这边过会之后，12月8号给你个说法。", True, "2026-12-08"),
        ("亲,仓库那边说周五前能补上货,补上了我第一时间给您发出去哦。", True, "2026-11-27"),
        ("月底前给你结尾款,放心吧兄弟。", True, "2026-11-30"),
        ("我哋明日會覆返你,唔使擔心。", True, "2026-11-25"),
        ("經查,本案尚須會勘,本局將於12月9日前函復台端。", True, "2026-12-09"),
        ("您的切片周四出,出来以后由我们科护士联系您。", True, "2026-11-26"),
        ("领导周五回来。他一到我就拿去签字,签完当场扫描发你。", True, "2026-11-27"),
        ("这种事情我不可能下周就答应你。", False, None),
        ("别的公司都是三天内回复,你们倒好。", False, None),
        ("听说物业周五前把电梯修好,跟咱们楼没关系。", False, None),
        ("货周五就发走了,您查查物流。", False, None),
        ("昨天跟你说过了,周五之前我没空看。", False, None),
        ("提醒您，申請表要在這個月三十號以前送到教務處。", False, None),
        ("周四我要去跟房东谈租约的事。", False, None),
        ("我周末一般在河边钓鱼。", False, None),
        ("您好，感谢您的来信。我们会在本周五之前给您答复。", True, "2026-11-27"),
        ("很高兴收到您的邮件，我们将在周五前回复您。", True, "2026-11-27"),
        ("我跟领导商量一下，下周一告诉你。", True, "2026-11-30"),
        ("我們會在三個工作天內與您聯絡。", True, "2026-11-27"),
        ("請稍候，我們將盡快回覆您。", True, None),
        ("有消息第一时间通知您。", True, None),
        ("评审委员会将在12月中旬作出决定。", True, "2026-12-18"),
        ("经理周三开会，开完会我再回复您。", True, "2026-11-25"),
        ("容我考虑两天。", True, "2026-11-26"),
        ("请您在12月5日前提交材料。", False, None),
        ("請於週五前回覆。", False, None),
        ("我们已经回复您了。", False, None),
        ("很遗憾，周五前我们无法答复您。", False, None),
        ("本报价有效期至12月31日，您可以放心。", False, None),
        ("如有任何变化，我们会通知您。", False, None),
        ("请给我到下星期二，我查清楚了就回复您。", True, "2026-12-01"),
        ("请给我两天时间考虑。", True, "2026-11-26"),
        ("钱我月底还你。", True, "2026-11-30"),
        ("好，我周四前给你。", True, "2026-11-26"),
        ("终审意见将于下周内返回。", True, "2026-12-04"),
        ("款项将于本周五支付。", True, "2026-11-27"),
        ("我们的设计师周一会把效果图发过来。", True, "2026-11-30"),
        ("您好，您的车周四下午可以取。", True, "2026-11-26"),
        ("审核需要五个工作日。", True, "2026-12-01"),
        ("合同盖好章第50周寄给您。", True, "2026-12-11"),
        ("回头发你。", True, None),
        ("不好意思，晚了，今晚补上。", True, "2026-11-24"),
        ("过完这个周末给你准信儿。", True, "2026-11-30"),
        ("12月8号之前我一定把尾款打过去。", True, "2026-12-08"),
        ("您的复查报告下周三可以在网上查到。", True, "2026-12-02"),
        ("我们的合同12月30日到期。", False, None),
        ("我周五去找你。", False, None),
        ("9月30日前提交申请即可。", False, None),
        ("周五前把作业交给老师。", False, None),
        ("周五之前恐怕给不了您答复。", False, None),
        ("这星期我肯定出不了结果。", False, None),
        ("尾款请在收到货后十天内打到公司账户。", False, None),
        ("跟你说一声，我下月搬去成都了，12月15号以后寄东西写新地址。", False, None),
        ("周四我给爸妈打电话。", False, None),
        ("明天给你介绍一下我的朋友。", False, None),
        ("会员价只保留到周五，之后恢复原价。", False, None),
        ("我们发给您的链接到周五有效。", False, None),
        ("我朋友说结果下周出来。", False, None),
        ("据说，名单下周公布。", False, None),
        ("我们每个月10号给客户发对账单。", False, None),
        ("周五把材料交给银行。", False, None),
        ("我把方案发给老板看，周五给你准信。", True, "2026-11-27"),
        ("我和家里人商量一下再给你答复。", True, None),
        ("样布都已备齐，最迟周四送到贵司。", True, "2026-11-26"),
        ("可以周五再给您答复吗？", True, "2026-11-27"),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "zh"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        ("Re: 打樣", "回乡下帮家里收稻子，没带电脑，下周三回公司。急件请找阿杰。", Kind.AUTO_REPLY_OOO, "2026-12-02"),
        ("知悉", "本人自11月25日起休陪产假，12月14日回岗。工作请找小周。", Kind.AUTO_REPLY_OOO, "2026-12-14"),
        ("Re: 合同", "我下周要去出差，合同你直接寄到杭州就行，金额按八万写。", Kind.HUMAN_REPLY, None),
        ("Re: 电话", "感冒了声音哑，电话就不打了。您的方案我同意，按第二版做。", Kind.HUMAN_REPLY, None),
        ("自动回复: 报价", "我于12月1日至12月7日休假。如有急事请联系李明。", Kind.AUTO_REPLY_OOO, "2026-12-08"),
        ("自动回复", "我12月1日至4日休年假，12月7日恢复办公。", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("自動回覆: 合約", "我目前出差，將於12月8日返回辦公室。", Kind.AUTO_REPLY_OOO, "2026-12-08"),
        ("自动回复", "要到12月7日才能回复邮件。", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("外出", "本人休假中，下周一上班。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("自动回复：您的申请", "我们已收到您的简历，将在10个工作日内与您联系。此邮件由系统自动发送，请勿回复。", Kind.AUTO_ACK, None),
        ("Re: 方案", "上周出差了，回复晚了，抱歉。周五前给您意见。", Kind.HUMAN_REPLY, None),
        ("自动回复", "11月25日-27日我在北京参加展会，回信会慢。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("自动回复", "因身体原因近期停诊休养，邮件暂时无法处理。", Kind.AUTO_REPLY_OOO, None),
        ("自动回复", "我明天休假一天，周四恢复上班。", Kind.AUTO_REPLY_OOO, "2026-11-26"),
        ("自动回复", "我休假至12月4日（含），期间邮件由小王处理。", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("自动回复", "本周我在外培训，下周一回公司。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
    ],
)  # fmt: skip
def test_what_machines_write(subject: str, text: str, kind: Kind, returns_on: str | None) -> None:
    read = reading(received(text, subject=subject))
    assert read.kind is kind
    assert (read.absence.returns_on.isoformat() if read.absence and read.absence.returns_on else None) == returns_on


@pytest.mark.parametrize(
    ("text", "said", "ask_again_on"),
    [
        ("很遗憾，您未能进入下一轮面试，祝您早日找到理想的工作。", "closes", None),
        ("我們已經選擇了其他供應商。", "closes", None),
        ("祝您工作顺利，身体健康。", "", None),
        ("我们不会再涨价了，请放心。", "", None),
        ("明年三月再联系我吧。", "", "2027-03-01"),
        ("最近太忙了，过段时间再来问我吧。", "keep_trying", None),
        ("别再联系我了。", "stop", None),
        ("您能发一份简历给我吗？", "wants_answer", None),
        ("請提供您的聯絡方式。", "wants_answer", None),
        ("如有问题，请随时联系。", "", None),
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
        ("谢谢您！", "thanks"),
        ("好的，周三见。", "agrees"),
        ("抱歉，我无法参加周四的会议。", "declines"),
        ("您好，附件是我的简历，期待您的回复。", "wants_answer"),
        ("中秋快到了，想问贵公司有没有需要？", "wants_answer"),
        ("家里水管漏了，请尽快派人来修，谢谢。", "wants_answer"),
        ("退款还没到账，谢谢！", "wants_answer"),
        ("我快到了。货还没收到。", "wants_answer"),
        ("上午十时的电话面谈没有问题。", "agrees"),
    ],
)
def test_what_the_user_says(text: str, said: str) -> None:
    read = reading(sent(text))
    told = {name: getattr(read, name) for name in ("thanks", "agrees", "declines", "wants_answer")}
    assert " ".join(name for name, is_so in told.items() if is_so) == said


def test_an_appointment() -> None:
    (event,) = reading(received("您好，面试时间定在12月3日下午两点半。")).events
    assert f"{event.what}@{event.starts_at:%m-%dT%H:%M}" == "interview@12-03T14:30"


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("刷墙", "刘哥，三室两厅刷一遍，包工包料六千五，工期四天。", Scenario.SALES_LEAD),
        ("实习", "在公众号看到贵报招实习记者，我是新闻系大三学生，附上简历。", Scenario.JOB_APPLICATION),
        ("团建", "我是山里民宿的老板娘,两天一夜人均480起,方案发您参考。", Scenario.SALES_LEAD),
        ("刚才的电话", "谢谢您下午打电话来聊了这么久,期待进入下一轮。", Scenario.PHONE_SCREEN),
        ("宽带", "家里宽带断了，什么时候能修好？", Scenario.GENERAL),
        ("应聘市场专员", "您好，附件是我的简历。", Scenario.JOB_APPLICATION),
        ("應徵行銷專員", "附上我的履歷表，敬請查收。", Scenario.JOB_APPLICATION),
        ("好久不见", "想请您喝杯咖啡，请教一下行业情况。", Scenario.NETWORKING),
        ("报价单", "我司为您提供的报价请见附件。", Scenario.SALES_LEAD),
        ("感谢", "谢谢您昨天电话面试的时间。", Scenario.PHONE_SCREEN),
        ("周五会议", "会议室订好了吗？", Scenario.GENERAL),
        ("面试官培训", "面试官培训的资料请您周五前确认。", Scenario.GENERAL),
        ("应聘", "附件是我的简历，希望能得到面试机会。", Scenario.JOB_APPLICATION),
        ("感谢", "感谢您今天上午的面试，期待贵司的结果。", Scenario.INTERVIEW),
        ("面谈", "想跟您面谈租房合同的事，周四方便吗？", Scenario.GENERAL),
        ("订单", "上周下的订单到现在没收到货，请帮忙查一下。", Scenario.GENERAL),
        ("Re: 方案", "同意，就这么办。", Scenario.GENERAL),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    readings = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,))
    assert scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario
