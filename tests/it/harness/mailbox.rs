use std::time::{Duration, Instant};

use dondoc_tests::mailbox::{Fault, Faults, Mailbox, Step};
use lettre::Message;
use lettre::message::MultiPart;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const EVERY_STEP: [Step; 9] = [
    Step::Connect,
    Step::Greeting,
    Step::Hello,
    Step::Sender,
    Step::Recipient,
    Step::Data,
    Step::Body,
    Step::Dot,
    Step::Kept,
];

async fn connect(mailbox: &Mailbox) -> anyhow::Result<AsyncSmtpConnection> {
    let stream = TcpStream::connect(mailbox.address()).await?;
    stream.set_nodelay(true)?;
    Ok(AsyncSmtpConnection::connect_with_transport(
        Box::new(stream),
        &ClientId::Domain("test.example".into()),
    )
    .await?)
}

fn message(subject: &str) -> Message {
    Message::builder()
        .from("Đôn đốc <dondoc@nation.example>".parse().unwrap())
        .to("officer@ha-noi.example".parse().unwrap())
        .message_id(Some("<one@nation.example>".into()))
        .subject(subject)
        .multipart(MultiPart::alternative_plain_html(
            "Nhiệm vụ T24-08 quá hạn.\n.\n..hai chấm\nhttps://nation.example/a?b=c\n".to_owned(),
            "<p>Nhiệm vụ T24-08 quá hạn.</p>".to_owned(),
        ))
        .unwrap()
}

/// Whether the sender got 250.
async fn deliver(mailbox: &Mailbox) -> anyhow::Result<bool> {
    let message = message("Nhiệm vụ quá hạn: đề nghị báo cáo tiến độ trước ngày 26 tháng 7 năm 2024");
    let mut connection = connect(mailbox).await?;
    Ok(connection.send(message.envelope(), &message.formatted()).await?.has_code(250))
}

#[tokio::test]
async fn a_message_arrives_as_its_reader_would_see_it() {
    let mailbox = Mailbox::start().await.unwrap();
    assert!(deliver(&mailbox).await.unwrap());
    let received = mailbox.wait_for(1, PATIENCE).await.unwrap().remove(0);
    assert_eq!(
        (received.from.as_str(), received.to.as_str()),
        ("dondoc@nation.example", "officer@ha-noi.example")
    );
    assert!(received.acknowledged);
    let letter = received.letter();
    assert_eq!(letter.subject, "Nhiệm vụ quá hạn: đề nghị báo cáo tiến độ trước ngày 26 tháng 7 năm 2024");
    assert_eq!(letter.from, "dondoc@nation.example");
    assert_eq!(letter.to, ["officer@ha-noi.example"]);
    assert_eq!(letter.message_id, "one@nation.example");
    assert!(letter.text.contains("Nhiệm vụ T24-08 quá hạn.\r\n.\r\n..hai chấm"), "{:?}", letter.text);
    assert_eq!(letter.links(), ["https://nation.example/a?b=c"]);
    assert!(letter.html.contains("<p>Nhiệm vụ T24-08 quá hạn.</p>"));
    assert!(letter.header("mime-version").is_some());
    assert_eq!(mailbox.to("OFFICER@ha-noi.example").len(), 1);
    assert_eq!(mailbox.sessions(), 1);
}

#[tokio::test]
async fn a_drop_at_any_step_fails_the_sender_and_only_after_the_dot_can_the_message_have_arrived() {
    for step in EVERY_STEP {
        let mailbox = Mailbox::with(Faults::script([(step, Fault::Drop)])).await.unwrap();
        deliver(&mailbox).await.expect_err(&format!("{step:?}"));
        let arrived: Vec<bool> = mailbox.received().iter().map(|message| message.acknowledged).collect();
        let expected: &[bool] = if step == Step::Kept { &[false] } else { &[] };
        assert_eq!(arrived, expected, "{step:?}");
        assert!(deliver(&mailbox).await.unwrap(), "the next session after {step:?}");
        assert_eq!(mailbox.log().faults, [(step, Fault::Drop)]);
        assert_eq!(mailbox.sessions(), 2);
    }
}

#[tokio::test]
async fn a_code_at_any_step_reaches_the_sender() {
    for step in EVERY_STEP.into_iter().filter(|step| *step != Step::Connect && *step != Step::Body) {
        for code in [450, 550, 421] {
            let mailbox = Mailbox::with(Faults::always(step, Fault::Reply(code))).await.unwrap();
            let error = deliver(&mailbox).await.expect_err(&format!("{step:?} {code}"));
            let error = error.downcast::<lettre::transport::smtp::Error>().unwrap();
            let said: u16 = error.status().unwrap().into();
            // lettre tries HELO when EHLO is refused, and drops a connection that says 421.
            assert_eq!(said, code, "{step:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_code_is_passed_on_as_it_is() {
    let mailbox = Mailbox::with(Faults::always(Step::Dot, Fault::Reply(354))).await.unwrap();
    assert!(!deliver(&mailbox).await.unwrap_or(false));
    assert!(mailbox.received().is_empty());
    let mailbox = Mailbox::with(Faults::always(Step::Data, Fault::Reply(250))).await.unwrap();
    let _ = timeout(PATIENCE, deliver(&mailbox)).await;
    assert!(mailbox.received().is_empty());
}

#[tokio::test]
async fn silence_slowness_and_rubbish_are_what_they_say() {
    let mailbox = Mailbox::with(Faults::always(Step::Kept, Fault::Silent)).await.unwrap();
    timeout(Duration::from_millis(200), deliver(&mailbox)).await.unwrap_err();
    assert_eq!(mailbox.received().len(), 1, "kept, although the sender waits in vain");
    mailbox.wait_until("end of the session", PATIENCE, |log| log.open == 0).await.unwrap();

    mailbox.set_faults(Faults::script([(Step::Recipient, Fault::Trickle)]));
    timeout(Duration::from_millis(200), deliver(&mailbox)).await.unwrap_err();

    for fault in [Fault::Garbage, Fault::Endless] {
        mailbox.set_faults(Faults::always(Step::Sender, fault));
        let answer = timeout(PATIENCE, deliver(&mailbox)).await.unwrap();
        assert!(!matches!(answer, Ok(true)), "{fault:?}");
    }
}

#[tokio::test]
async fn a_held_reply_comes_when_the_test_lets_it() {
    let mailbox = Mailbox::with(Faults::always(Step::Kept, Fault::Hold)).await.unwrap();
    let sending = async { deliver(&mailbox).await.unwrap() };
    let letting = async {
        let held = mailbox.wait_for(1, PATIENCE).await.unwrap();
        assert!(!held[0].acknowledged);
        mailbox.release();
    };
    assert!(tokio::join!(sending, letting).0);
    let log =
        mailbox.wait_until("acknowledgement", PATIENCE, |log| log.received[0].acknowledged).await.unwrap();
    assert_eq!(log.received.len(), 1);
}

#[tokio::test]
async fn a_relay_that_is_away_refuses_and_comes_back_at_the_same_address() {
    let mailbox = Mailbox::start().await.unwrap();
    assert!(deliver(&mailbox).await.unwrap());
    mailbox.go_away().await;
    let refused = TcpStream::connect(mailbox.address()).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    mailbox.come_back().await.unwrap();
    assert!(deliver(&mailbox).await.unwrap());
    assert_eq!(mailbox.received().len(), 2);
}

#[tokio::test]
async fn random_faults_strike_about_as_often_as_told_and_the_same_way_for_a_seed() {
    let mut struck = Vec::new();
    for _ in 0..2 {
        let mailbox = Mailbox::with(Faults::random(7, 5, &[Fault::Drop, Fault::Reply(451)])).await.unwrap();
        let began = Instant::now();
        for _ in 0..200 {
            let _ = deliver(&mailbox).await;
        }
        eprintln!("200 deliveries, a session each: {:?}", began.elapsed());
        let log = mailbox.log();
        // One in five sessions and one in five messages of the rest: 72 expected.
        assert!((40..110).contains(&log.faults.len()), "{}", log.faults.len());
        let lost = log.faults.iter().filter(|(step, _)| *step != Step::Kept).count();
        assert!(log.received.len() >= 200 - lost);
        struck.push(log.faults);
    }
    assert_eq!(struck[0], struck[1]);
}
