//! Texts of lost second factors: on a person's page, for whoever confirms, in mail.

use super::Lang;

messages! {
    lost_factor { vi: "Mất xác thực hai lớp", en: "Lost second factor" }
    lost_factor_explained {
        vi: "Khi người này mất cả thiết bị và mã dự phòng. Hãy xác minh đúng là người đó: gặp trực tiếp, hoặc có công văn. Một người phê duyệt của đơn vị phải xác nhận; sau đó người này nhận thư có đường dẫn để đặt mật khẩu và bật lại xác thực hai lớp. Trong 24 giờ tiếp theo họ chưa quyết định được việc gì.",
        en: "For somebody who has lost both their device and their recovery codes. Make sure who asks: meet them, or have an official letter. An approver of your body must confirm it; then this person gets a mail with a link to set a pass-phrase, and sets the second factor up again. For 24 hours after that they decide nothing.",
    }
    lost_factor_report { vi: "Báo mất", en: "Report the loss" }
    lost_factor_waits {
        vi: "Đã báo mất, đang chờ một người phê duyệt xác nhận.", en: "It was reported lost, and waits for an approver to confirm it.",
    }
    lost_factor_proof { vi: "Cách xác minh", en: "How you know who asks" }
    lost_factor_proof_hint {
        vi: "Ví dụ: gặp trực tiếp tại cơ quan sáng 25/07; công văn số 12/VP-HC.", en: "For example: met in the office on the morning of 25 July; letter no. 12/VP-HC.",
    }
    lost_factors { vi: "Xác nhận mất xác thực hai lớp", en: "Lost second factors to confirm" }
    lost_factors_explained {
        vi: "Quản trị viên báo rằng những người này mất thiết bị xác thực. Chỉ xác nhận khi chính bạn biết chắc: gặp hoặc gọi cho người đó, đừng tin thư. Xác nhận xong, mọi phiên của họ kết thúc và họ nhận thư có đường dẫn đặt mật khẩu.",
        en: "An administrator reports that these people have lost their device. Confirm it only if you know so yourself: meet or call the person, and do not rely on mail. Once it is confirmed all their sessions end, and they get a mail with a link to set a pass-phrase.",
    }
    lost_factors_none { vi: "Không có gì chờ bạn xác nhận.", en: "Nothing waits for you to confirm." }
    lost_factor_asked(by: &str, at: &str) { vi: format!("{by} báo lúc {at}"), en: format!("reported by {by} on {at}") }
    lost_factor_decide { vi: "Quyết định", en: "Decide" }
    lost_factor_confirm { vi: "Xác nhận: người này thật sự mất xác thực hai lớp", en: "Confirm: this person has lost their second factor" }
    lost_factor_refuse { vi: "Không xác nhận", en: "Do not confirm" }
    lost_factor_reason_if { vi: "cần khi không xác nhận", en: "needed if you do not confirm" }
    lost_factors_count(n: i64) {
        vi: format!("{} người chờ bạn xác nhận mất xác thực hai lớp", Lang::Vi.number(n)),
        en: format!("{} lost second factor{} for you to confirm", Lang::En.number(n), if n == 1 { "" } else { "s" }),
    }
    done_lost_factor_reported { vi: "Đã gửi. Những người phê duyệt được báo bằng thư.", en: "Sent. The approvers are told by mail." }
    done_lost_factor_decided { vi: "Đã lưu. Người báo mất và quản trị viên được báo bằng thư.", en: "Saved. The person and the administrators are told by mail." }
    barred_until(moment: &str) {
        vi: format!("Tài khoản của bạn vừa được khôi phục: đến {moment} bạn chưa phê duyệt, gửi báo cáo hay quản lý người dùng được."),
        en: format!("Your access was restored: until {moment} you cannot approve, file reports or manage people."),
    }

    // Mail
    access_lost_factor_asked_subject(person: &str) { vi: format!("Chờ bạn xác nhận: {person} mất xác thực hai lớp"), en: format!("For you to confirm: {person} has lost their second factor") }
    access_lost_factor_asked_opening(by: &str, person: &str) {
        vi: format!("{by} báo rằng {person} mất cả thiết bị xác thực và mã dự phòng."), en: format!("{by} reports that {person} has lost both their device and their recovery codes."),
    }
    access_lost_factor_asked_closing {
        vi: "Hãy gặp hoặc gọi cho người đó trước khi xác nhận. Xác nhận trên cổng thông tin, không trả lời thư này.",
        en: "Meet or call the person before you confirm it. Confirm it in the portal; do not answer this mail.",
    }
    access_lost_factor_reported_subject { vi: "Xác thực hai lớp của bạn được báo mất", en: "Your second factor was reported lost" }
    access_lost_factor_reported_opening(by: &str) {
        vi: format!("{by} báo rằng bạn mất cả thiết bị xác thực và mã dự phòng. Khi một người phê duyệt xác nhận, bạn nhận thư có đường dẫn đặt mật khẩu."),
        en: format!("{by} reports that you have lost both your device and your recovery codes. Once an approver confirms it, you get a mail with a link to set a pass-phrase."),
    }
    access_lost_factor_reported_closing {
        vi: "Nếu bạn không mất gì, hãy báo ngay cho người phê duyệt của đơn vị.", en: "If you have lost nothing, tell your body's approvers at once.",
    }
    access_restored_subject { vi: "Khôi phục quyền truy cập", en: "Your access is restored" }
    access_restored_opening(by: &str, confirmed_by: &str) {
        vi: if by == confirmed_by { format!("{by} đã xác nhận rằng bạn mất xác thực hai lớp.") } else { format!("{by} báo và {confirmed_by} xác nhận rằng bạn mất xác thực hai lớp.") },
        en: if by == confirmed_by { format!("{by} has confirmed that you lost your second factor.") } else { format!("{by} reported and {confirmed_by} confirmed that you lost your second factor.") },
    }
    access_restored_closing(limit: i64) {
        vi: format!("Đường dẫn dùng được {limit} giờ và một lần: đặt mật khẩu mới, đăng nhập, rồi bật lại xác thực hai lớp. Trong 24 giờ sau khi đặt mật khẩu bạn chưa phê duyệt, gửi báo cáo hay quản lý người dùng được."),
        en: format!("The link can be used once, within {limit} hours: set a new pass-phrase, log in, and set the second factor up again. For 24 hours after that you cannot approve, file reports or manage people."),
    }
    access_lost_factor_confirmed_subject(person: &str) { vi: format!("{person}: đã xác nhận mất xác thực hai lớp"), en: format!("{person}: the loss of the second factor is confirmed") }
    access_lost_factor_confirmed_opening(by: &str, person: &str) {
        vi: format!("{by} đã xác nhận rằng {person} mất xác thực hai lớp. Người đó nhận thư có đường dẫn đặt mật khẩu."),
        en: format!("{by} has confirmed that {person} lost their second factor. They get a mail with a link to set a pass-phrase."),
    }
    access_lost_factor_refused_subject(person: &str) { vi: format!("{person}: không được xác nhận mất xác thực hai lớp"), en: format!("{person}: the loss of the second factor is not confirmed") }
    access_lost_factor_refused_opening(by: &str, person: &str) {
        vi: format!("{by} không xác nhận rằng {person} mất xác thực hai lớp. Không có gì thay đổi."),
        en: format!("{by} has not confirmed that {person} lost their second factor. Nothing has changed."),
    }
}
