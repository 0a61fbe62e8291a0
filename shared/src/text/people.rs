//! Texts of people: the portal's pages on which a body's administrator keeps them, the mail about somebody's own access, the page of
//! whoever forgot their pass-phrase.

use super::{Lang, words::words};
use crate::{role::Role, wire::people::AccountState};

/// A count with its noun, in English: Vietnamese nouns have no plural.
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", Lang::En.count(n), if n == 1 { one } else { many })
}

words! {
    /// Whether somebody can act, in words.
    AccountState::name {
        Invited: "chưa đặt mật khẩu" / "invited, no pass-phrase yet",
        Active: "đang hoạt động" / "active",
        Disabled: "đã khóa" / "disabled",
    }
    /// What somebody of this role does, in one sentence.
    Role::does {
        Viewer: "Xem nhiệm vụ và báo cáo của đơn vị, không sửa được gì." / "Reads the body's tasks and reports, and changes nothing.",
        Officer: "Cập nhật tiến độ, thêm minh chứng, nhập số liệu, trình phê duyệt, trả lời đôn đốc." / "Reports progress, adds evidence, enters figures, proposes for approval, answers urges.",
        Approver: "Làm được như chuyên viên; phê duyệt và gửi Tổ công tác, đề nghị gia hạn." / "All that an officer does; approves and submits to the Working Group, asks for extensions.",
        Administrator: "Quản lý người dùng và địa chỉ liên hệ của đơn vị; không xử lý nhiệm vụ." / "Keeps the body's people and contacts; handles no tasks.",
        Observer: "Xem nhiệm vụ của mọi cơ quan, địa phương." / "Reads the tasks of all bodies.",
        NationalOfficer: "Đôn đốc, thẩm tra, xử lý bước cấp 1 và 2." / "Urges, verifies, releases the two lower levels of the ladder.",
        Lead: "Quyết định gia hạn, mở lại, hai cấp báo cáo cao nhất; đặt quy định và lịch." / "Decides on extensions, re-opening and the two highest levels; sets policies and the calendar.",
        SystemAdministrator: "Quản lý người dùng của mọi đơn vị; không xử lý nhiệm vụ." / "Keeps the people of every body; handles no tasks.",
    }
}

messages! {
    people { vi: "Người dùng", en: "People" }
    people_explained {
        vi: "Những người có tài khoản trong đơn vị. Người được mời nhận thư có đường dẫn để tự đặt mật khẩu; không ai khác biết mật khẩu của họ.",
        en: "Everybody who has an account in your body. Whoever is invited gets a mail with a link to set a pass-phrase that nobody else knows.",
    }
    people_invite { vi: "Mời người dùng", en: "Invite somebody" }
    people_invite_send { vi: "Gửi thư mời", en: "Send the invitation" }
    people_invite_explained {
        vi: "Thư mời gửi ngay; đường dẫn trong thư dùng được 72 giờ và một lần.",
        en: "The mail leaves at once; its link can be used once, within 72 hours.",
    }
    people_can_act(n: usize) { vi: format!("{} người hoạt động", Lang::Vi.count(n)), en: counted(n, "person who can act", "people who can act") }
    people_name { vi: "Họ và tên", en: "Name" }
    people_name_hint {
        vi: "Tên đứng dưới mọi việc người này làm.", en: "It stands under all that this person does.",
    }
    people_email_hint {
        vi: "Địa chỉ công vụ của riêng người này: tên đăng nhập và nơi nhận thư.",
        en: "This person's own office address: the log-in name, and where mail goes.",
    }
    people_email_like {
        vi: "“Thư điện tử” phải là một địa chỉ duy nhất, ví dụ chuyenvien@co-quan.example.",
        en: "“E-mail” must be one address, such as officer@body.example.",
    }
    people_role { vi: "Vai trò", en: "Role" }
    people_lang { vi: "Ngôn ngữ của thư", en: "Language of mail" }
    people_last_used { vi: "Dùng gần nhất", en: "Last used" }
    people_never_used { vi: "không dùng trong 30 ngày qua", en: "not in the last 30 days" }
    people_not_yet_used { vi: "chưa đăng nhập lần nào", en: "not yet" }
    people_open_work { vi: "Việc đang mở", en: "Open work" }
    people_open_items(n: usize, overdue: usize) {
        vi: if overdue == 0 { format!("{} việc", Lang::Vi.count(n)) } else { format!("{} việc, {} quá hạn", Lang::Vi.count(n), Lang::Vi.count(overdue)) },
        en: if overdue == 0 { counted(n, "task", "tasks") } else { format!("{}, {} overdue", counted(n, "task", "tasks"), Lang::En.count(overdue)) },
    }
    people_is_you { vi: "là bạn", en: "you" }
    people_change_role { vi: "Đổi vai trò", en: "Change the role" }
    people_change_role_explained {
        vi: "Các phiên đăng nhập đang mở của người này kết thúc và thư báo được gửi.",
        en: "Their open sessions end, and a mail tells them.",
    }
    people_send_link { vi: "Gửi đường dẫn đặt mật khẩu", en: "Send a link to set the pass-phrase" }
    people_send_link_explained {
        vi: "Khi người này quên mật khẩu, hoặc thư mời đã quá hạn. Thư gửi đến địa chỉ của họ; bạn không thấy đường dẫn.",
        en: "For somebody who forgot theirs, or whose invitation has run out. The mail goes to their own address; you do not see the link.",
    }
    people_end_sessions { vi: "Kết thúc các phiên đăng nhập", en: "End their sessions" }
    people_end_sessions_explained {
        vi: "Khi máy hoặc điện thoại bị mất, hoặc nghi có người khác dùng tài khoản. Sau đó người này phải đăng nhập lại.",
        en: "When a machine was lost, or somebody else may be using the account. They have to log in again.",
    }
    people_disable { vi: "Khóa tài khoản", en: "Disable the account" }
    people_disable_explained {
        vi: "Khi người này nghỉ hoặc chuyển công tác. Họ không đăng nhập được và không nhận thư nữa; những gì đã làm vẫn giữ nguyên, và có thể mở lại.",
        en: "For somebody who leaves. They can no longer log in and get no mail; what they did stays, and they can be let in again.",
    }
    people_hand_over { vi: "Ai nhận việc đang mở của người này", en: "Who takes over their open work" }
    people_hand_over_hint {
        vi: "Người nhận được báo bằng thư. Nếu không giao riêng cho ai, mọi chuyên viên đều được nhắc.",
        en: "Whoever takes it over is told by mail. Given to nobody in particular, every officer is reminded of it.",
    }
    people_hand_over_if_no_tasks { vi: "bắt buộc khi vai trò mới không xử lý nhiệm vụ", en: "needed where the new role handles no tasks" }
    people_hand_over_nobody { vi: "không giao riêng cho ai", en: "nobody in particular" }
    people_enable { vi: "Mở lại tài khoản", en: "Let them in again" }
    people_enable_explained {
        vi: "Vai trò và mật khẩu như trước. Việc đã giao cho người khác không trở lại.",
        en: "With the role and the pass-phrase they had. Work that was given to others does not come back.",
    }
    people_mail { vi: "Thư đã gửi đến người này", en: "Mail to this person" }
    people_lift { vi: "Cho địa chỉ nhận thư lại", en: "Let the address get mail again" }
    people_lift_explained {
        vi: "Thư đến địa chỉ này bị trả lại hoặc bị khiếu nại nên hệ thống ngừng gửi. Cho nhận lại khi hộp thư đã dùng được.",
        en: "Mail to this address came back or was complained of, so no more is sent. Do this once the mailbox works.",
    }
    people_yourself {
        vi: "Đây là tài khoản của bạn: vai trò và việc khóa do một quản trị viên khác quyết định.",
        en: "This is your own account: another administrator decides on its role and on disabling it.",
    }
    people_administrators_come_from_above {
        vi: "Quản trị viên do quản trị hệ thống của Tổ công tác chỉ định.",
        en: "Administrators are appointed by the Working Group's system administrator.",
    }
    prove_to_go_on {
        vi: "Đã hơn 15 phút từ khi bạn đăng nhập, mà việc này thay đổi quyền của một người. Đăng nhập lại để xác nhận đúng là bạn: trang mở lại với nội dung vừa nhập, rồi gửi lại.",
        en: "It is more than 15 minutes since you logged in, and this changes what somebody may do. Log in again to confirm that it is you: the page opens with what you entered, to be sent again.",
    }
    done_person_invited { vi: "Đã gửi thư mời.", en: "The invitation is on its way." }
    done_role_changed { vi: "Đã đổi vai trò.", en: "The role is changed." }
    done_link_sent { vi: "Đã gửi đường dẫn đến địa chỉ của người này.", en: "The link is on its way to their address." }
    done_sessions_ended { vi: "Đã kết thúc các phiên đăng nhập.", en: "Their sessions have ended." }
    done_suspension_lifted { vi: "Địa chỉ nhận thư lại từ bây giờ.", en: "The address gets mail again from now on." }
    done_person_disabled { vi: "Đã khóa tài khoản.", en: "The account is disabled." }
    done_person_enabled { vi: "Đã mở lại tài khoản.", en: "They can log in again." }

    // One's own account
    account { vi: "Tài khoản của tôi", en: "My account" }
    account_change_phrase { vi: "Đổi mật khẩu", en: "Change the pass-phrase" }
    account_old_phrase { vi: "Mật khẩu hiện tại", en: "Present pass-phrase" }
    account_old_phrase_wrong { vi: "Mật khẩu hiện tại không đúng.", en: "The present pass-phrase is not right." }
    account_change_phrase_explained {
        vi: "Các phiên đăng nhập khác của bạn kết thúc; phiên này giữ nguyên. Thư báo gửi đến địa chỉ của bạn.",
        en: "Your other sessions end, this one goes on. A mail tells you of it.",
    }
    account_sessions { vi: "Các phiên đăng nhập", en: "Sessions" }
    account_sessions_explained {
        vi: "Nơi tài khoản này đang đăng nhập. Phiên nào không phải của bạn thì kết thúc phiên đó rồi đổi mật khẩu.",
        en: "Where this account is logged in. End one that is not yours, then change the pass-phrase.",
    }
    account_session_portal { vi: "Trình duyệt", en: "Browser" }
    account_session_console { vi: "Bàn điều hành hoặc chương trình", en: "Console or program" }
    account_session_begun(at: &str) { vi: format!("bắt đầu {at}"), en: format!("begun {at}") }
    account_session_used(at: &str) { vi: format!("dùng gần nhất {at}"), en: format!("last used {at}") }
    account_session_this { vi: "phiên này", en: "this one" }
    account_end_session { vi: "Kết thúc phiên đó", en: "End it" }
    account_end_others { vi: "Kết thúc các phiên khác", en: "End all others" }
    done_phrase_changed { vi: "Đã đổi mật khẩu.", en: "The pass-phrase is changed." }
    done_session_ended { vi: "Đã kết thúc phiên đăng nhập.", en: "The session has ended." }

    // Whoever forgot their pass-phrase
    forgotten { vi: "Quên mật khẩu", en: "Forgotten your pass-phrase" }
    forgotten_explained {
        vi: "Nhập địa chỉ bạn dùng để đăng nhập. Nếu địa chỉ có tài khoản, thư có đường dẫn đặt mật khẩu mới sẽ đến trong vài phút; đường dẫn dùng được một giờ và một lần.",
        en: "Enter the address you log in with. If there is an account, a mail with a link to set a new pass-phrase arrives within minutes; it can be used once, within an hour.",
    }
    forgotten_send { vi: "Gửi đường dẫn", en: "Send the link" }
    forgotten_no_mail {
        vi: "Không thấy thư? Xem hộp thư rác, rồi hỏi quản trị viên của đơn vị: địa chỉ có thể chưa đăng ký hoặc đang ngừng nhận thư.",
        en: "No mail? Look among the junk, then ask your body's administrator: the address may not be registered, or takes no mail.",
    }
    done_link_asked {
        vi: "Nếu địa chỉ có tài khoản, thư có đường dẫn đang được gửi. Thư đến trong vài phút, tối đa ba lần một giờ.",
        en: "If there is an account, a mail with the link is on its way. It arrives within minutes, at most three times an hour.",
    }

    // Mail about somebody's own access
    access_invited_subject(tenant: &str) { vi: format!("Mời sử dụng Đôn đốc: {tenant}"), en: format!("Invitation to Dondoc: {tenant}") }
    access_invited_opening(by: &str, tenant: &str) {
        vi: format!("{by} đã mở cho bạn một tài khoản của {tenant} trên hệ thống theo dõi nhiệm vụ của Ủy ban Quốc gia về chuyển đổi số."),
        en: format!("{by} has opened an account of {tenant} for you, on the system that follows the tasks of the National Committee for Digital Transformation."),
    }
    access_log_in_name { vi: "Tên đăng nhập", en: "Log-in name" }
    access_invited_closing {
        vi: "Đường dẫn dùng được 72 giờ và một lần. Nếu đã quá hạn, dùng “Quên mật khẩu” ở trang đăng nhập.",
        en: "The link can be used once, within 72 hours. If it has run out, use “Forgotten your pass-phrase” on the log-in page.",
    }
    access_link_subject { vi: "Đặt mật khẩu mới", en: "Set a new pass-phrase" }
    access_link_opening(by: &str) {
        vi: format!("{by} gửi cho bạn đường dẫn để đặt mật khẩu mới."), en: format!("{by} sends you a link to set a new pass-phrase."),
    }
    access_forgotten_opening {
        vi: "Ai đó, có lẽ là bạn, báo đã quên mật khẩu của tài khoản này.",
        en: "Somebody, probably you, said that the pass-phrase of this account is forgotten.",
    }
    access_link_closing(hours: i64) {
        vi: format!("Đường dẫn dùng được {hours} giờ và một lần; đường dẫn gửi trước đó không còn dùng được."),
        en: format!("The link can be used once, within {}; those sent before no longer work.", counted(usize::try_from(hours).unwrap_or(0), "hour", "hours")),
    }
    access_link_not_yours {
        vi: "Nếu không phải bạn yêu cầu, hãy bỏ qua thư này: mật khẩu giữ nguyên.",
        en: "If it was not you, leave this mail alone: the pass-phrase stays as it is.",
    }
    access_set_phrase { vi: "Đặt mật khẩu", en: "Set the pass-phrase" }
    access_phrase_set_subject { vi: "Mật khẩu đã được đặt", en: "Your pass-phrase was set" }
    access_phrase_set_opening {
        vi: "Mật khẩu của tài khoản này vừa được đặt bằng đường dẫn gửi đến địa chỉ của bạn. Mọi phiên đăng nhập trước đó đã kết thúc.",
        en: "The pass-phrase of this account has just been set, by a link that was sent to your address. All sessions before have ended.",
    }
    access_phrase_changed_opening {
        vi: "Mật khẩu của tài khoản này vừa được đổi sau khi đăng nhập. Các phiên đăng nhập khác đã kết thúc.",
        en: "The pass-phrase of this account has just been changed by somebody who was logged in. All other sessions have ended.",
    }
    access_phrase_set_closing {
        vi: "Nếu không phải bạn, hãy báo ngay cho quản trị viên của đơn vị và dùng “Quên mật khẩu” ở trang đăng nhập.",
        en: "If it was not you, tell your body's administrator at once, and use “Forgotten your pass-phrase” on the log-in page.",
    }
    access_sessions_ended_subject { vi: "Bạn đã bị đăng xuất ở mọi nơi", en: "You were logged out everywhere" }
    access_sessions_ended_opening(by: &str) {
        vi: format!("{by} đã kết thúc mọi phiên đăng nhập của bạn, trên mọi thiết bị. Mật khẩu của bạn không đổi."),
        en: format!("{by} has ended all your sessions, on every device. Your pass-phrase is as it was."),
    }
    access_role_subject(role: &str) { vi: format!("Vai trò mới của bạn: {role}"), en: format!("Your new role: {role}") }
    access_role_opening(by: &str, from: &str, to: &str) {
        vi: format!("{by} đã đổi vai trò của bạn từ {from} thành {to}."), en: format!("{by} has changed your role from {from} to {to}."),
    }
    access_log_in_again { vi: "Hãy đăng nhập lại để tiếp tục.", en: "Log in again to go on." }
    access_enabled_subject { vi: "Tài khoản của bạn đã mở lại", en: "You can log in again" }
    access_enabled_opening(by: &str) {
        vi: format!("{by} đã mở lại tài khoản của bạn, với mật khẩu như trước."), en: format!("{by} has let you in again, with the pass-phrase that you had."),
    }
    access_handed_over_subject(n: usize) {
        vi: format!("Bạn nhận {} việc đang mở", Lang::Vi.count(n)), en: format!("You take over {}", counted(n, "open task", "open tasks")),
    }
    access_handed_over_opening(by: &str, from: &str) {
        vi: format!("{by} giao cho bạn việc đang mở của {from}. Từ nay hệ thống nhắc bạn về những việc này."),
        en: format!("{by} gives you the open work of {from}. From now on you are the one who is reminded of it."),
    }
    access_why(tenant: &str) {
        vi: format!("Bạn nhận thư này vì có tài khoản của {tenant}. Thư về tài khoản gửi ngay, vào bất kỳ giờ nào."),
        en: format!("You get this because you have an account of {tenant}. Mail about an account leaves at once, at any hour."),
    }
    why_access(what: &str, by: &str) {
        vi: if by.is_empty() { what.to_owned() } else { format!("{what}: do {by}") },
        en: if by.is_empty() { what.to_owned() } else { format!("{what}: by {by}") },
    }
}
