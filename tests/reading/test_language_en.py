"""English, read on Tuesday, 24 November 2026."""

import pytest

from tests.reading.builders import OWNER, TUESDAY, WORDS, reading, received, sent
from watcher.core import dates, scenarios
from watcher.core.dates import Today
from watcher.core.model import Kind, Scenario, Thread, ThreadId

TODAY = Today(TUESDAY.date())


@pytest.mark.parametrize(
    ("text", "deadline", "relation"),
    [
        ("by Friday 27th", "2026-11-27", "by"),
        ("during the week", "2026-11-27", ""),
        ("this coming Thursday", "2026-11-26", ""),
        ("the coming week", "2026-12-04", ""),
        ("later in the week", "2026-11-27", ""),
        ("on Friday the 4th", "2026-12-04", ""),
        ("by the week's end", "2026-11-27", "by"),
        ("weeks 49-51", "2026-12-18", ""),
    ],
)
def test_dates(text: str, deadline: str, relation: str) -> None:
    (span,) = dates.find(f"Det sker {text}.", WORDS["en"].dates, TODAY)
    assert (span.deadline().isoformat(), span.relation) == (deadline, relation)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Leave it with me, I should have an answer by Thursday.", "2026-11-26"),
        ("Will get the drawings over to you by Friday.", "2026-11-27"),
        ("We'll keep you posted.", None),
        ("You're next on my list for tomorrow.", "2026-11-25"),
        ("We're due to decide on 4 December.", "2026-12-04"),
        ("Someone from our team will ring you on Monday.", "2026-11-30"),
        ("Look out for an email from us next week.", "2026-12-04"),
        ("Offers will go out by the end of the month.", "2026-11-30"),
        ("Let me circle back to you after the weekend.", "2026-11-30"),
        ("Will price the gable for you and have it over by Tuesday.", "2026-12-01"),
        ("Grades are released on 18 December.", "2026-12-18"),
        ("The adjudicator will write to both parties no later than 11 December.", "2026-12-11"),
        ("You may expect our written reply by 4 December.", "2026-12-04"),
        ("We shall communicate our determination in due course.", None),
        ("My colleague Sarah is dealing with this and will come back to you.", None),
        ("Give us till Thursday, mate, and you'll have a price.", "2026-11-26"),
        ("so im gonna text u monday or tuesday w the answer", "2026-12-01"),
        ("The jury picks the winners mid-December and all entrants hear by the 18th.", "2026-12-18"),
        ("Dr Shah will telephone you with the blood results on Monday.", "2026-11-30"),
        ("Need another week to think it through, sorry!", "2026-12-01"),
        ("Samples ship Monday.", "2026-11-30"),
        ("Expect the survey report in the first half of December.", "2026-12-15"),
        ("I will get you the information you asked for by tomorrow.", "2026-11-25"),
        ("A decision is expected by mid-December.", "2026-12-18"),
        ("I'll sign it and post it back tomorrow.", "2026-11-25"),
        ("The part should arrive on Thursday.", "2026-11-26"),
        ("We'll deliver the sofa on 04/12/2026.", "2026-12-04"),
        ("I'll transfer the money on the 1st.", "2026-12-01"),
        ("I'm on it, expect it by Thursday.", "2026-11-26"),
        ("Will do, by Friday.", "2026-11-27"),
        ("We will fix the bug by Friday.", "2026-11-27"),
        ("Payment will be made on 30 November.", "2026-11-30"),
        ("We'll be contacting all applicants by the end of December.", "2026-12-31"),
        ("I will ask him and get back to you.", None),
        ("lemme ask around n get back to u", None),
        ("Once I hear from the bank, I'll let you know.", None),
        ("We'll have the car ready for you on Friday.", "2026-11-27"),
        ("I'll be sending out the invites on Friday.", "2026-11-27"),
        ("I'll order it today and it should be here by Friday.", "2026-11-27"),
    ],
)
def test_promises(text: str, by: str | None) -> None:
    promise = reading(received(text)).promise
    assert promise is not None
    assert (promise.by and promise.by.isoformat()) == by


@pytest.mark.parametrize(
    "text",
    [
        "Please keep me posted by Friday.",
        "The shop will be closed on Friday.",
        "If anything comes up, I'll be in touch.",
        "Once you've signed, I'll send it back by Friday.",
        "We met on Monday and decided to wait.",
        "Your parcel was sent on Friday.",
        "Please send your figures by Friday.",
        "If anything changes before Friday, I will let you know.",
        "On Thursdays I take the kids swimming.",
        "As you wrote on Monday, you will drop the keys off by the 6th.",
        "I told my landlord I'd give him an answer by Friday.",
        "I'm going to send the kids to my mother's on Saturday.",
        "Had you asked last week, I'd have had it ready by Monday.",
        "You asked whether the report was ready on Monday: it was.",
        "As soon as you tell us the colour, we'll print it by Wednesday.",
        "I'm sending the children to camp on Friday.",
        "I'll pick you up at the station on Friday.",
        "I'll be here on Monday.",
        "The payment is due by 30 November.",
        "The books are due back on Friday.",
        "I'll fix the fence at the weekend.",
        "I'm calling him on Friday.",
        "We have a meeting about the contract tomorrow.",
        "I have to hand in the form on Friday.",
        "I'll call you tomorrow at 10 for the interview.",
        "The client expects the quote on Friday.",
        "My son gets his results on Thursday.",
        "The film comes out on Wednesday.",
        "I was supposed to get it on Friday.",
        "The results came out on Friday.",
    ],
)
def test_no_promises(text: str) -> None:
    assert reading(received(text)).promise is None


@pytest.mark.parametrize(
    ("subject", "text", "back"),
    [
        ("On leave until Monday", "Hi, I'm on leave with no signal. Replies will be slow.", "2026-11-30"),
        ("Annual leave", "I'm off on annual leave and will be at my desk again on 7 December.", "2026-12-07"),
        ("Closed", "The studio is closed for the week and reopens on Monday.", "2026-11-30"),
        ("Automatic reply", "I don't work on Tuesdays. I will read your mail tomorrow.", "2026-11-25"),
        ("Automatic reply", "I'm at a conference all week and back at my desk next Monday.", "2026-11-30"),
        ("OOO", "Back Thursday.", "2026-11-26"),
    ],
)
def test_absences(subject: str, text: str, back: str) -> None:
    found = reading(received(text, subject=subject))
    assert found.kind is Kind.AUTO_REPLY_OOO
    assert found.absence is not None
    assert str(found.absence.returns_on) == back


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Re: Hello", "I'm off to a meeting now, shall we talk at four?", Kind.HUMAN_REPLY),
        (
            "Thank you for applying",
            "Your application is being reviewed. If you are shortlisted, we will contact you. Please do not reply to this email.",
            Kind.AUTO_ACK,
        ),
        ("Re: Hello", "The office is closed on Friday, so could you come on Thursday?", Kind.HUMAN_REPLY),
        (
            "Re: Deed",
            "I am on annual leave until Friday. If it won't keep, Jo will look after you.",
            Kind.AUTO_REPLY_OOO,
        ),
        ("Re: Wall", "Laid up after an operation, back at the bench on 14 December.", Kind.AUTO_REPLY_OOO),
        ("Re: Wall", "I'm on holiday, but saw this. The price is fine. Order forty of them.", Kind.HUMAN_REPLY),
    ],
)
def test_kinds(subject: str, text: str, kind: Kind) -> None:
    assert reading(received(text, subject=subject)).kind is kind


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("I'm afraid the role's gone to someone else.", True),
        ("We've let the flat, sorry.", True),
        ("Thanks, but we're all set.", True),
        ("We are happy with our current supplier.", True),
        ("Sadly you didn't make the shortlist.", True),
        ("The job was given to a young one from Leeds.", True),
        ("The role is on hold.", True),
        ("The position has not been filled yet.", False),
        ("We're happy with your proposal.", False),
        ("Best of luck with the move!", False),
        ("We are not going to cancel anything.", False),
    ],
)
def test_closings(text: str, closes: bool) -> None:
    found = reading(received(text))
    assert found.closes is closes
    assert not found.stop


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Here is my draft. Thanks in advance.", True),
        ("Just wondering whether you got this.", True),
        ("I think I would be a perfect fit and am available from May.", True),
        ("Thanks so much for your help!", False),
        ("Perfect, see you then.", False),
        ("I'm afraid I have to cancel.", False),
        ("Just a heads up that I paid the bill. No need to reply.", False),
        ("Shall I book the table?", True),
        ("Sorry, I'll have to pass this time.", False),
        ("You're a star, the jam is delicious.", False),
        ("I'm in Leeds on Tuesday. The drawings are with Pete.", True),
        ("I'll have the report by noon. The numbers for May are missing.", True),
        ("FYI, I still haven't received the deposit.", True),
        ("Great, thanks. I'm waiting for the numbers then.", True),
        ("Thanks for the quote. I have a question about the price.", True),
    ],
)
def test_own_words(text: str, wants: bool) -> None:
    assert (reading(sent(text)).wants_answer is not False) is wants


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("No time now, try me again in January.", "2027-01-01"),
        ("Could you check back after the 15th of December?", "2026-12-16"),
    ],
)
def test_ask_again(text: str, day: str) -> None:
    assert str(reading(received(text)).ask_again_on) == day


@pytest.mark.parametrize(
    "text",
    [
        "Stop emailing me.",
        "Please take me off your list.",
        "We do not wish to be contacted again.",
        "I hope this is the last I hear from you.",
    ],
)
def test_stop(text: str) -> None:
    assert reading(received(text)).stop


@pytest.mark.parametrize(
    ("subject", "text", "scenario"),
    [
        ("Speculative application", "Please find my CV attached.", Scenario.JOB_APPLICATION),
        ("Lunch?", "Could I take you to lunch and ask how one gets into editing?", Scenario.NETWORKING),
        ("Estimate for the roof", "Our estimate is attached.", Scenario.SALES_LEAD),
        ("Baker", "I saw your advert for a baker. I can start straight away.", Scenario.JOB_APPLICATION),
        ("Old times", "Jo tells me you know the trade. Fancy a walk some lunchtime? My shout.", Scenario.NETWORKING),
        ("Tender", "Attached is our tender for the windows, labour and materials.", Scenario.SALES_LEAD),
        ("School run", "Do you mind taking Ella on Thursday? I have the dentist at three.", Scenario.GENERAL),
        ("The desk", "Is the position of the lamp right?", Scenario.GENERAL),
        ("Thanks", "Thanks for the interview yesterday.", Scenario.INTERVIEW),
        ("Thanks", "Thank you for the phone interview this morning.", Scenario.PHONE_SCREEN),
        ("Our paper", "I am a reporter with the Gazette. Could I interview you about the bridge?", Scenario.NETWORKING),
        ("Your interview in the Times", "I read your interview. Where can I buy the book?", Scenario.GENERAL),
        ("Teacher", "Please find attached my CV. I would welcome an interview.", Scenario.JOB_APPLICATION),
        ("Thank you", "I'm grateful to you for the interview and the tour.", Scenario.INTERVIEW),
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
        ("I'll take it to my manager and be in touch on Friday.", "2026-11-27"),
        ("We've handed this to our solicitor and will write by 2 December.", "2026-12-02"),
        ("Usually we are quicker, but you'll have an answer by Friday.", "2026-11-27"),
        ("I understand you need this soon; we'll have it with you by Friday.", "2026-11-27"),
        ("Certificates will be posted on 2 December.", "2026-12-02"),
        ("We'll deliver the windows on Friday.", "2026-11-27"),
        ("My colleague thinks the jury will decide in December.", "none"),
        ("I'm told the publisher decides on Thursday.", "none"),
        ("On the first Tuesday of the month the committee decides on applications.", "none"),
        ("We'll let the architect know by Monday.", "none"),
        ("The boss gets the report on Thursday.", "none"),
        ("The upload link in our first email works until 30 December.", "none"),
        ("The invoice is due by 30 November.", "none"),
    ],
)
def test_who_tells_whom(text: str, by: str) -> None:
    promise = reading(received(text)).promise
    assert (str(promise.by) if promise else "none") == by
