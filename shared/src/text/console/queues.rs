//! Texts of the console's queues: submissions to verify, requests for a later date, steps up the ladder.

fn s(n: i64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    queues_key_go_submissions { vi: "xem hồ sơ chờ thẩm tra", en: "show the submissions to verify" }
    queues_key_go_extensions { vi: "xem đề nghị gia hạn chờ quyết định", en: "show the extension requests to decide" }
    queues_key_go_steps { vi: "xem bước báo cáo cấp trên chờ duyệt", en: "show the steps of the ladder to release" }
    queues_tab_submissions { vi: "Thẩm tra", en: "To verify" }
    queues_tab_extensions { vi: "Gia hạn", en: "Extensions" }
    queues_tab_steps { vi: "Cấp trên", en: "Steps" }
    queues_opens(keys: &str, what: &str) { vi: format!("Enter ({keys}): {what}"), en: format!("Enter ({keys}): {what}") }
    queues_left(n: &str) { vi: format!("còn {n} việc"), en: format!("{n} left") }
    queues_no_submissions { vi: "Không có hồ sơ nào chờ thẩm tra.", en: "No submission waits to be verified." }
    queues_no_extensions { vi: "Không có đề nghị gia hạn nào chờ quyết định.", en: "No extension request waits for a decision." }
    queues_no_steps { vi: "Không có bước báo cáo cấp trên nào chờ duyệt.", en: "No step of the ladder waits for a person." }

    queues_nothing_marked { vi: "Chưa đánh dấu việc nào.", en: "Nothing is marked." }

    queues_column_body { vi: "ĐƠN VỊ", en: "BODY" }
    queues_column_since { vi: "CHỜ TỪ", en: "SINCE" }
    queues_column_days { vi: "NGÀY", en: "DAYS" }
    queues_column_evidence { vi: "MC", en: "EV" }
    queues_column_reported { vi: "BÁO CÁO", en: "REPORTED" }
    queues_column_submitted_by { vi: "NGƯỜI TRÌNH", en: "SUBMITTED BY" }
    queues_column_asked { vi: "NGÀY XIN", en: "ASKED" }
    queues_column_more { vi: "THÊM", en: "MORE" }
    queues_column_to { vi: "HẠN XIN", en: "NEW DUE" }
    queues_column_granted { vi: "LẦN", en: "HAD" }
    queues_column_reason { vi: "LÝ DO", en: "REASON" }
    queues_column_step { vi: "LÊN", en: "TO" }
    queues_column_signed { vi: "CHỮ KÝ", en: "SIGNATURE" }
    queues_more_days(n: i32) { vi: format!("{n:+}"), en: format!("{n:+}") }

    queues_one_signature { vi: "cần một chữ ký", en: "one must sign" }
    queues_two_signatures { vi: "cần hai chữ ký", en: "two must sign" }
    queues_signed_by(name: &str) { vi: format!("đã ký: {name}"), en: format!("signed: {name}") }
    queues_signed_by_reader { vi: "bạn đã ký lần một", en: "you signed first" }

    queues_said_of_submission(date: &str, days: i32, by: &str, evidence: i64, reported: &str) {
        vi: format!("Trình {date} ({days} ngày), {by} · {evidence} minh chứng · báo cáo gần nhất {reported}"),
        en: format!(
            "Submitted {date} ({days} day{}) by {by} · {evidence} piece{} of evidence · last report {reported}",
            s(days.into()), s(evidence),
        ),
    }
    queues_said_of_extension(to: &str, reason: &str, text: &str) {
        vi: format!("Xin đến {to} · {reason}: {text}"), en: format!("Until {to} · {reason}: {text}"),
    }
    queues_said_of_step(level: i16, date: &str, signature: &str) {
        vi: format!("Lên cấp {level}, đề xuất {date} · {signature}"),
        en: format!("To level {level}, proposed {date} · {signature}"),
    }
    queues_needs_one { vi: "một người duyệt là đủ", en: "one person releases it" }
    queues_needs_two { vi: "chưa ai ký; cần hai người khác nhau", en: "nobody has signed; two different people must" }
    queues_needs_second(name: &str) {
        vi: format!("{name} đã ký lần một; lần hai là một lãnh đạo khác"),
        en: format!("{name} signed first; another person, a lead, must sign second"),
    }
    queues_not_the_reader {
        vi: "bạn đã ký lần một nên không ký lần hai được; e: chỉ còn bỏ đề xuất",
        en: "you signed first and cannot sign second; e: you can only drop it",
    }

    queues_help_submissions {
        vi: "CHỜ TỪ, NGÀY: ngày trình và số ngày đã chờ. MC: số minh chứng. BÁO CÁO: ngày báo cáo gần nhất. Dòng mờ: đã xong, không còn chờ.",
        en: "SINCE, DAYS: when it was submitted and how many days it has waited. EV: pieces of evidence. REPORTED: the day of the last report. A dim line waits no more.",
    }
    queues_help_extensions {
        vi: "NGÀY XIN: ngày đề nghị. THÊM: số ngày thêm so với hạn hiện nay. HẠN XIN: hạn được xin. LẦN: số lần đã được gia hạn. Dòng mờ: đã xong, không còn chờ.",
        en: "ASKED: the day of the request. MORE: days more than the present due date. NEW DUE: the date asked for. HAD: extensions granted before. A dim line waits no more.",
    }
    queues_help_steps {
        vi: "LÊN: cấp mà bước dẫn đến. CHỜ TỪ, NGÀY: ngày đề xuất và số ngày đã chờ. CHỮ KÝ: cần mấy người, ai đã ký lần một; người đã ký lần một không ký lần hai. Dòng mờ: đã xong, không còn chờ.",
        en: "TO: the level that the step leads to. SINCE, DAYS: when it was proposed and how many days it has waited. SIGNATURE: how many must sign and who did; who signed first never signs second. A dim line waits no more.",
    }
    queues_help_next {
        vi: "Sau khi quyết định, con trỏ xuống việc kế tiếp.", en: "After a decision the cursor goes on to the next line.",
    }
}
