"""Japanese, read on Tuesday, 24 November 2026."""

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
        ("12月7日（月）までに", "2026-12-07", "2026-12-07", "by"),
        ("12/7(月)〜12/11(金)まで", "2026-12-07", "2026-12-11", "through"),
        ("12月29日〜1月4日", "2026-12-29", "2027-01-04", ""),
        ("12月7日~12月9日", "2026-12-07", "2026-12-09", ""),
        ("１２月７日", "2026-12-07", "2026-12-07", ""),
        ("2026年12月25日", "2026-12-25", "2026-12-25", ""),
        ("2026/12/25", "2026-12-25", "2026-12-25", ""),
        ("11月30日月曜日より", "2026-11-30", "2026-11-30", "since"),
        ("来週の水曜10時", "2026-12-02", "2026-12-02", ""),
        ("再来週の月曜", "2026-12-07", "2026-12-07", ""),
        ("来週中に", "2026-11-30", "2026-12-06", "by"),
        ("来週前半", "2026-11-30", "2026-12-02", ""),
        ("12月中旬", "2026-12-11", "2026-12-20", ""),
        ("今月末までに", "2026-11-21", "2026-11-30", "by"),
        ("来月10日", "2026-12-10", "2026-12-10", ""),
        ("来年1月15日", "2027-01-15", "2027-01-15", ""),
        ("週明けに", "2026-11-30", "2026-11-30", ""),
        ("十営業日以内", "2026-11-24", "2026-12-08", ""),
        ("2、3日以内", "2026-11-24", "2026-11-27", ""),
        ("翌営業日", "2026-11-25", "2026-11-25", ""),
        ("12月7日の週", "2026-12-07", "2026-12-13", ""),
        ("一日も早く", "", "", ""),
        ("3日間の旅", "", "", ""),
        ("年末年始", "", "", ""),
    ],
)
def test_dates(text: str, first: str, last: str, relation: str) -> None:
    found = dates.find(text, WORDS["ja"].dates, TODAY)
    wanted = [(first, last, relation)] if first else []
    assert [(each.first.isoformat(), each.last.isoformat(), each.relation) for each in found] == wanted


@pytest.mark.parametrize(
    ("text", "is_one", "by"),
    [
        ("社内で検討のうえ、金曜日までにご連絡いたします。", True, "2026-11-27"),
        ("まだ決まっていないので、来週の月曜に連絡します。", True, "2026-11-30"),
        ("担当者に確認し、折り返しご連絡申し上げます。", True, None),
        ("最終決定は12月中旬になる見込みです。", True, "2026-12-18"),
        ("見積書は明日中にお送りいたします。", True, "2026-11-25"),
        ("役員会が12月8日にありますので、その後ご連絡いたします。", True, "2026-12-08"),
        ("３営業日以内に担当よりご返信いたします。", True, "2026-11-27"),
        ("上司と相談してみるね。明日返事する！", True, "2026-11-25"),
        ("金曜日までにご返信ください。", False, None),
        ("11月30日までに書類をお送りくださいますようお願いいたします。", False, None),
        ("残念ながら金曜日までにお返事することはできません。", False, None),
        ("本見積の有効期限は12月31日までです。", False, None),
        ("カタログを12月1日に発送いたしました。", False, None),
        ("何かありましたらご連絡いたします。", False, None),
        ("部長に掛け合ってみて、金曜の夕方に返事しますね。", True, "2026-11-27"),
        ("部品が入荷したら、うちの若いもんから電話させます。", True, None),
        ("そのへんは嫁と話してから、また言うわ。", True, None),
        ("訂正した請求書、明日の朝に送り直しときます!", True, "2026-11-25"),
        ("内定の可否は人事から今週中に電話が入るはずです。", True, "2026-11-27"),
        ("水曜に大家さんに連絡するつもりですが、雨漏りは収まりました。", False, None),
        ("金曜にご連絡差し上げると申し上げておりましたが、まだ決まっておりません。", False, None),
        ("水曜の夜はいつもジムでして。", False, None),
        ("査読者からのコメントが揃うのは12月11日ごろです。", True, "2026-12-11"),
        ("感想は月内に必ず。", True, "2026-11-30"),
        ("ほんまごめん、金曜までには絶対に直して持っていくから待っといて!", True, "2026-11-27"),
        ("サンプル、今週中に発送できそうです。発送したら追跡番号送りますね。", True, "2026-11-27"),
        ("12月10日の会議で諮られます。決まりましたらすぐお電話します。", True, "2026-12-10"),
        ("もし私が編集長なら、来週には返事をすると思います。", False, None),
        ("店長が月曜に返事するって約束してくれたのに、音沙汰がありません。", False, None),
        ("入金確認後、3日以内に発送いたします。", False, None),
        ("金曜までに返事くれんかったら、ほかの人に回すで。", False, None),
        ("2週間ください。全部読んでからお戻しします。", True, "2026-12-08"),
        ("審査に10営業日を頂戴しております。", True, "2026-12-08"),
        ("回答まで来週いっぱいお待ちいただけますでしょうか。担当が戻りますので。", True, "2026-12-04"),
        ("第二稿をご覧いただけるのは12月上旬です。", True, "2026-12-10"),
        ("入選者の発表は12月15日です。", True, "2026-12-15"),
        ("お届け予定日は12月4日です。", True, "2026-12-04"),
        ("お返事は金曜です。", True, "2026-11-27"),
        ("ビザの結果は2〜3週間で届きます。", True, "2026-12-15"),
        ("来週には分かると思います。", True, "2026-12-04"),
        ("遅れてすみません。今日中にやっときます。", True, "2026-11-24"),
        ("担当に確認しておりますので、今しばらくお待ちください。", True, None),
        ("12月1日をめどにご連絡申し上げます。", True, "2026-12-01"),
        ("お約束の原稿、日曜の夜までには送ります。", True, "2026-11-29"),
        ("もう一日だけください。確認します。", True, "2026-11-25"),
        ("今晩中に目を通して、明日コメントします。", True, "2026-11-25"),
        ("経理に回しましたので、今週中には処理が終わるはずです。", True, "2026-11-27"),
        ("本が届くのは来週だそうです。", False, None),
        ("来週火曜日にお伺いします。", False, None),
        ("明日の10時に御社へ参ります。", False, None),
        ("今週中の納品は難しいです。", False, None),
        ("木曜日に税務署へ書類を提出します。", False, None),
        ("今週中に引っ越しの準備をします。", False, None),
        ("日曜に部屋を片付けます。", False, None),
        ("来週水曜までに何かあれば知らせます。", False, None),
        ("ご希望でしたら、金曜までに資料をお送りします。", False, None),
        ("お返事を来週までお待ちしております。", False, None),
        ("もう2週間待っています。", False, None),
        ("私の発表は金曜です。", False, None),
        ("お見積書は出来上がり次第お送りいたします。", True, None),
        ("ご注文の品は11月27日にお届け予定です。", True, "2026-11-27"),
        ("金曜にお返事してもよろしいでしょうか。", True, "2026-11-27"),
        ("返金は金曜までに行います。", True, "2026-11-27"),
        ("いつもお世話になっております、資料は金曜にお送りします。", True, "2026-11-27"),
        ("図面は木曜までに田中さんから施主さんへ直接送ることになりました。", False, None),
        ("来週、学校に願書を出します。", False, None),
        ("業者に確認して、金曜にまたご連絡します。", True, "2026-11-27"),
        ("噂では、来週人事が発表されるらしい。", False, None),
        ("毎月25日に請求書を発送しています。", False, None),
        ("4月以降のご活躍を心よりお祈り申し上げます。", False, None),
    ],
)
def test_promises(text: str, is_one: object, by: str | None) -> None:
    read = reading(received(text))
    assert read.language == "ja"
    assert (read.promise is not None) is is_one
    assert (read.promise.by if read.promise else None) == (date.fromisoformat(by) if by else None)


@pytest.mark.parametrize(
    ("subject", "text", "kind", "returns_on"),
    [
        ("お知らせ", "12月4日まで有給をいただいております。それまでのご用の向きは上田へお願いいたします。", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("Re: 件", "山に入っております。電波が届きません。下山は金曜の予定です。用件は番頭まで。", Kind.AUTO_REPLY_OOO, "2026-11-27"),
        ("Re: 図面", "来週は出張で不在ですが、図面の件は承知しました。壁は白で進めてください。", Kind.HUMAN_REPLY, None),
        ("Re: 原稿", "風邪で寝込んでいましたが、原稿はできています。添付します。", Kind.HUMAN_REPLY, None),
        ("自動応答: 件", "12月7日（月）まで休暇をいただいております。", Kind.AUTO_REPLY_OOO, "2026-12-08"),
        ("自動返信", "本日は外出しております。明日以降にご連絡いたします。", Kind.AUTO_REPLY_OOO, "2026-11-25"),
        ("【不在】夏季休暇", "12月1日(火)まで夏季休暇です。", Kind.AUTO_REPLY_OOO, "2026-12-02"),
        ("自動応答", "12月7日の週に戻ります。", Kind.AUTO_REPLY_OOO, "2026-12-07"),
        ("自動応答", "ただいま席を外しております。", Kind.AUTO_REPLY_OOO, None),
        ("Re: 件", "本日24日(火)は終日お休みをいただいております。明日以降、順次お返事いたします。", Kind.AUTO_REPLY_OOO, "2026-11-25"),
        ("Re: 件", "【自動】社員旅行のため、11月24日から29日まで全員留守です。お困りの方は町の役場へ。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("自動返信", "本年の業務は終了しました。新年は1月5日(火)より執務いたします。", Kind.AUTO_REPLY_OOO, "2027-01-05"),
        ("自動応答", "休暇中のため、次にメールを確認できるのは12月2日です。", Kind.AUTO_REPLY_OOO, "2026-12-02"),
        ("自動応答", "今週いっぱいお休みをいただいております。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("自動応答", "インフルエンザのため、27日までお休みします。", Kind.AUTO_REPLY_OOO, "2026-11-30"),
        ("【応募受付】", "ご応募を受け付けました。選考結果は2週間以内にご連絡いたします。本メールは送信専用です。", Kind.AUTO_ACK, None),
        ("Re: 見積", "先週は出張しており、お返事が遅くなりました。見積を添付します。", Kind.HUMAN_REPLY, None),
        ("自動返信", "体調不良のため、月末まで休んでおります。急ぎの方は田中まで。", Kind.AUTO_REPLY_OOO, "2026-12-01"),
        ("自動返信", "本日は研修のため終日不在です。", Kind.AUTO_REPLY_OOO, "2026-11-25"),
    ],
)  # fmt: skip
def test_what_machines_write(subject: str, text: str, kind: Kind, returns_on: str | None) -> None:
    read = reading(received(text, subject=subject))
    assert read.kind is kind
    assert (read.absence.returns_on.isoformat() if read.absence and read.absence.returns_on else None) == returns_on


@pytest.mark.parametrize(
    ("text", "said", "ask_again_on"),
    [
        ("今回は採用を見送らせていただくこととなりました。", "closes", None),
        ("せっかくですが、別の業者に決まりました。", "closes", None),
        ("寒い日が続きますが、ご健勝をお祈り申し上げます。", "", None),
        ("来年4月頃に改めてご連絡ください。", "", "2027-04-01"),
        ("今ちょっと忙しくて。落ち着いたらまた声かけてください。", "keep_trying", None),
        ("今後、営業メールは送らないでください。", "stop", None),
        ("ご都合のよい日時をお知らせください。", "wants_answer", None),
        ("ご都合はいかがですか？よろしくお願いします。", "wants_answer", None),
        ("ご不明な点がございましたらお気軽にお問い合わせください。", "", None),
        ("図面を添付いたしました。よろしくお願いいたします。", "", None),
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
        ("ありがとうございます！助かりました。", "thanks"),
        ("ご提示の日時で問題ございません。", "agrees"),
        ("大変恐縮ですが、今回は辞退させていただきます。", "declines"),
        ("企画書をお送りします。ご確認のほどよろしくお願いいたします。", "wants_answer"),
        ("先日お送りした件、いかがでしょうか。", "wants_answer"),
        ("原稿をお送りします。ご感想を心待ちにしております。", "wants_answer"),
        ("予約のキャンセル料について確認したく、ご連絡いたしました。", "wants_answer"),
        ("先月注文した商品がまだ届いていません。", "wants_answer"),
        ("荷物届いたよ！風邪ひかないでね。", "thanks"),
        ("今年は膝の手術と重なるから欠席にしといて。", "declines"),
    ],
)
def test_what_the_user_says(text: str, said: str) -> None:
    read = reading(sent(text))
    told = {name: getattr(read, name) for name in ("thanks", "agrees", "declines", "wants_answer")}
    assert " ".join(name for name, is_so in told.items() if is_so) == said


def test_an_appointment() -> None:
    (event,) = reading(received("来週火曜の午後三時半からオンライン面接でお願いします。")).events
    assert f"{event.what}@{event.starts_at:%m-%dT%H:%M}" == "interview@12-01T15:30"


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("植木の剪定", "お庭の松三本、一本1万2千円で承ります。足場代込みです。", Scenario.SALES_LEAD),
        (
            "板前募集の件",
            "張り紙を見ました。板場に立って八年になります。雇っていただけないでしょうか。",
            Scenario.JOB_APPLICATION,
        ),
        ("鍵", "鍵を返したいのですが、明日いらっしゃいますか。", Scenario.GENERAL),
        ("営業職への応募について", "履歴書を添付いたします。", Scenario.JOB_APPLICATION),
        ("ご無沙汰しております", "一度コーヒーでも飲みながらお話を伺えないでしょうか。", Scenario.NETWORKING),
        ("お見積書送付の件", "弊社サービスのお見積書をお送りします。", Scenario.SALES_LEAD),
        ("お礼", "先日は電話面接のお時間をいただきありがとうございました。", Scenario.PHONE_SCREEN),
        ("来月の会議室", "来月の会議室の予約をお願いします。", Scenario.GENERAL),
        ("インタビューのお願い", "地方紙の記者です。一度インタビューをお願いできますでしょうか。", Scenario.GENERAL),
        ("面接マニュアル", "採用面接のマニュアルを更新しました。ご確認をお願いします。", Scenario.GENERAL),
        ("お礼", "本日は面接のお時間をいただき、ありがとうございました。", Scenario.INTERVIEW),
        ("見積もり依頼", "名刺500枚の印刷の見積もりをお願いします。", Scenario.GENERAL),
        ("ランチ会議", "水曜のランチ会議の資料を送ってください。", Scenario.GENERAL),
        ("ご相談", "樹木医を目指しております。一時間ばかり勉強法などお聞かせ願えないでしょうか。", Scenario.NETWORKING),
    ],
)
def test_scenarios(subject: str, text: str, scenario: Scenario) -> None:
    message = sent(text, subject=subject)
    readings = {message.message_id: reading(message)}
    thread = Thread(ThreadId("t"), (message,))
    assert scenarios.match(thread, readings, owner=OWNER, rules=(), words=WORDS, chosen=None).scenario is scenario
