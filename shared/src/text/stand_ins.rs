//! Texts of stand-ins: on one's own account, on a person's page, in mail.

use super::{Lang, words::words};
use crate::wire::stand_in::StandInState;

words! {
    /// Where a stand-in stands, in words.
    StandInState::name {
        Coming: "sắp tới" / "coming",
        InForce: "đang hiệu lực" / "in force",
        Over: "đã kết thúc" / "over",
    }
}

messages! {
    stand_ins { vi: "Người làm thay", en: "Stand-ins" }
    stand_ins_explained {
        vi: "Khi đi vắng, bạn nhờ một người cùng đơn vị làm thay tối đa 60 ngày. Người đó dùng vai trò của bạn, thấy việc của bạn và nhận bản sao thư của bạn; mọi việc ghi tên cả hai người. Việc cần hai người thì hai bạn tính là một: không ai phê duyệt điều người kia đã trình.",
        en: "While you are away, somebody of your body stands in for you, for at most 60 days. They act with your role, see your work and get copies of your mail; everything they do bears both names. Where two people are asked for, the two of you count as one: neither approves what the other proposed.",
    }
    stand_ins_none { vi: "Chưa có ai làm thay bạn, và bạn không làm thay ai.", en: "Nobody stands in for you, and you stand in for nobody." }
    stand_ins_none_of_person { vi: "Chưa có ai làm thay người này, và người này không làm thay ai.", en: "Nobody stands in for this person, and they stand in for nobody." }
    stand_in_make { vi: "Nhờ người làm thay", en: "Ask somebody to stand in" }
    stand_in_make_for { vi: "Cử người làm thay", en: "Appoint a stand-in" }
    stand_in_make_for_explained {
        vi: "Khi người này vắng mà chưa kịp nhờ ai. Cả hai người được báo bằng thư, kèm lý do.",
        en: "For somebody who is away and has asked nobody. Both are told by mail, with the reason.",
    }
    stand_in_who { vi: "Người làm thay", en: "Who stands in" }
    stand_in_nobody_to_choose {
        vi: "Đơn vị chưa có người nào khác có thể làm thay: quản trị viên không làm thay ai.",
        en: "Your body has nobody else who could stand in: administrators stand in for nobody.",
    }
    stand_in_from { vi: "Từ ngày", en: "From" }
    stand_in_to { vi: "Đến hết ngày", en: "Until the end of" }
    stand_in_day_hint { vi: "Ví dụ 31/12/2026.", en: "For example 31/12/2026." }
    stand_in_days_hint { vi: "Ví dụ 31/12/2026; không quá 60 ngày.", en: "For example 31/12/2026; at most 60 days in all." }
    stand_in_line(stand_in: &str, absent: &str) { vi: format!("{stand_in} làm thay {absent}"), en: format!("{stand_in} stands in for {absent}") }
    stand_in_days(from: &str, to: &str) { vi: format!("từ {from} đến hết {to}"), en: format!("from {from} until the end of {to}") }
    stand_in_ended_on(day: &str) { vi: format!("kết thúc sớm ngày {day}"), en: format!("ended on {day}") }
    stand_in_by(by: &str) { vi: format!("do {by} lập"), en: format!("made by {by}") }
    stand_in_end { vi: "Kết thúc", en: "End it" }
    stand_in_act(absent: &str) { vi: format!("Làm việc thay {absent}"), en: format!("Act for {absent}") }
    stand_in_act_as_oneself { vi: "Trở lại là chính mình", en: "Act for yourself again" }
    stand_in_offered(absent: &str, to: &str) { vi: format!("Bạn làm thay {absent} đến hết {to}."), en: format!("You stand in for {absent} until the end of {to}.") }
    stand_in_acting(absent: &str, to: &str) {
        vi: format!("Bạn đang làm việc thay {absent} (đến hết {to}): vai trò và danh sách việc là của người đó; mọi việc ghi tên cả hai."),
        en: format!("You are acting for {absent} (until the end of {to}): role and list of work are theirs, and everything bears both names."),
    }
    stand_in_is_over(absent: &str) {
        vi: format!("Việc làm thay {absent} đã kết thúc. Hãy trở lại là chính mình để tiếp tục."),
        en: format!("Standing in for {absent} is over. Act for yourself again to go on."),
    }
    done_stand_in_made { vi: "Đã lưu. Người làm thay được báo bằng thư.", en: "Saved. Whoever stands in is told by mail." }
    done_stand_in_ended { vi: "Đã kết thúc việc làm thay. Người kia được báo bằng thư.", en: "Standing in has ended. The other person is told by mail." }
    done_acting_for { vi: "Từ bây giờ bạn làm việc thay người vắng.", en: "From now on you act for the absent person." }
    done_acting_as_oneself { vi: "Từ bây giờ bạn làm việc với tư cách của chính mình.", en: "From now on you act for yourself." }

    // Mail
    access_stands_in_subject(absent: &str) { vi: format!("Bạn được cử làm thay {absent}"), en: format!("You stand in for {absent}") }
    access_stands_in_opening(by: &str, absent: &str, days: &str) {
        vi: if by == absent { format!("{by} nhờ bạn làm thay {days}.") } else { format!("{by} cử bạn làm thay {absent} {days}.") },
        en: if by == absent { format!("{by} asks you to stand in for them {days}.") } else { format!("{by} appoints you to stand in for {absent} {days}.") },
    }
    access_stands_in_closing {
        vi: "Trong những ngày đó, đăng nhập rồi bấm “Làm việc thay” ở đầu trang. Bạn cũng nhận bản sao thư của người đó. Nếu không làm thay được, hãy kết thúc ở trang Người làm thay.",
        en: "On those days log in and press “Act for” at the top of the page. You also get copies of their mail. If you cannot stand in, end it on the page Stand-ins.",
    }
    access_stood_in_for_subject(stand_in: &str) { vi: format!("{stand_in} làm thay bạn"), en: format!("{stand_in} stands in for you") }
    access_stood_in_for_opening(by: &str, stand_in: &str, days: &str) {
        vi: format!("{by} đã lập việc {stand_in} làm thay bạn {days}, với vai trò của bạn."),
        en: format!("{by} has made {stand_in} stand in for you {days}, with your role."),
    }
    access_stood_in_for_closing {
        vi: "Nếu không phải bạn lập hoặc bạn không đồng ý, hãy kết thúc ở trang Người làm thay.",
        en: "If this was not you, or you do not agree, end it on the page Stand-ins.",
    }
    access_stand_in_ended_subject(stand_in: &str, absent: &str) { vi: format!("{stand_in} không còn làm thay {absent}"), en: format!("{stand_in} no longer stands in for {absent}") }
    access_stand_in_ended_opening(by: &str, stand_in: &str, absent: &str) {
        vi: format!("{by} đã kết thúc việc {stand_in} làm thay {absent}."), en: format!("{by} has ended it that {stand_in} stands in for {absent}."),
    }
    mail_for_absent(absent: &str, last: &str) {
        vi: format!("Bạn đang làm thay {absent} đến hết {last}: thư của người đó cũng gửi đến bạn."),
        en: format!("You stand in for {absent} until the end of {last}: their mail comes to you too."),
    }
}
