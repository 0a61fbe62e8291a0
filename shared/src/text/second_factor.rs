//! Texts of the second factor: at log-in, on one's own account, in mail.

messages! {
    // Log-in
    second_factor_title { vi: "Nhập mã xác thực", en: "Enter your code" }
    second_factor_intro {
        vi: "Mật khẩu đúng. Tài khoản này dùng xác thực hai lớp: nhập mã 6 số trong ứng dụng xác thực, hoặc một mã dự phòng.",
        en: "The pass-phrase is right. This account has a second factor: enter the six digits that your authenticator shows, or a recovery code.",
    }
    second_factor_code { vi: "Mã xác thực", en: "Code" }
    second_factor_code_hint {
        vi: "Mã 6 số đổi sau mỗi 30 giây và chỉ dùng một lần; mã dự phòng có 24 ký tự.",
        en: "Six digits that change every 30 seconds and work once; a recovery code has 24 letters and digits.",
    }
    second_factor_lost {
        vi: "Mất điện thoại và hết mã dự phòng? Hãy báo quản trị viên của đơn vị: sau khi một người phê duyệt xác nhận, bạn nhận liên kết qua thư để vào lại.",
        en: "Lost the device and all recovery codes? Tell your body's administrator: once an approver has confirmed it, you get a link by mail that lets you in again.",
    }
    second_factor_used_up {
        vi: "Hôm nay đã nhập sai mã quá nhiều lần. Hãy dùng khóa truy cập nếu có, một mã dự phòng, hoặc thiết bị bạn từng nhập mã đúng, hoặc chờ đến ngày mai.",
        en: "Too many codes were wrong today. Use a passkey if you have one, a recovery code, or a device on which you have shown a code before, or wait until tomorrow.",
    }
    second_factor_over {
        vi: "Lần đăng nhập này đã quá 5 phút, hoặc đã nhập sai mã nhiều lần. Hãy đăng nhập lại.",
        en: "This log-in has waited for more than 5 minutes, or too many codes were wrong. Log in again.",
    }

    // Passkeys
    passkeys { vi: "Khóa truy cập (passkey)", en: "Passkeys" }
    passkeys_explained {
        vi: "Đăng nhập bằng vân tay, khuôn mặt hoặc mã mở khóa của máy, không cần mật khẩu hay mã. Khóa truy cập chỉ dùng được ở đúng trang này, nên trang giả mạo không lấy được.",
        en: "Log in with the fingerprint, face or PIN that unlocks your device, without pass-phrase or code. A passkey works on this very site alone: no false page can take it from you.",
    }
    passkeys_not_here {
        vi: "Trình duyệt này chưa dùng được khóa truy cập (cần JavaScript và phiên bản mới).",
        en: "This browser takes no passkeys yet (it needs JavaScript and a recent version).",
    }
    passkeys_without_authenticator {
        vi: "Bàn điều hành và trình duyệt không có JavaScript hỏi mã: hãy thêm ứng dụng xác thực nếu bạn dùng chúng.",
        en: "The console, and browsers without JavaScript, ask for a code: add an authenticator if you use them.",
    }
    passkey_add { vi: "Thêm khóa truy cập", en: "Add a passkey" }
    passkey_name { vi: "Tên khóa truy cập", en: "Name of the passkey" }
    passkey_name_hint { vi: "Để bạn nhận ra sau này, ví dụ: máy tính cơ quan, điện thoại.", en: "By which you know it again, such as: office computer, telephone." }
    passkey_add_explained {
        vi: "Bấm nút dưới đây; máy hỏi vân tay, khuôn mặt hoặc mã mở khóa của bạn, rồi tự lưu khóa. Chỉ thêm trên máy mà một mình bạn mở được.",
        en: "Press the button; the device asks for your fingerprint, face or PIN, and keeps the key by itself. Only add one on a device that nobody else unlocks.",
    }
    passkey_add_failed {
        vi: "Chưa thêm được: máy đã hủy, đã quá 5 phút, hoặc máy này đã có khóa của tài khoản. Hãy thử lại.",
        en: "It was not added: the device gave up, five minutes went by, or this device holds one of this account already. Try again.",
    }
    passkey_failed {
        vi: "Chưa hỏi được máy chủ, nên chưa dùng khóa truy cập. Hãy thử lại sau ít phút.",
        en: "The server could not be asked, so no passkey was used. Try again in a few minutes.",
    }
    passkey_first_explained {
        vi: "Khóa này bật xác thực hai lớp: từ nay chỉ mật khẩu thì không đăng nhập được, các phiên khác của bạn kết thúc, và bạn nhận 10 mã dự phòng để cất.",
        en: "It turns your second factor on: from now on the pass-phrase alone does not log in, your other sessions end, and you get ten recovery codes to keep.",
    }
    passkey_created(at: &str) { vi: format!("thêm {at}"), en: format!("added {at}") }
    passkey_used(at: &str) { vi: format!("dùng lần cuối {at}"), en: format!("last used {at}") }
    passkey_never_used { vi: "chưa dùng lần nào", en: "never used" }
    passkey_remove { vi: "Xóa", en: "Remove" }
    passkey_remove_name(name: &str) { vi: format!("Xóa khóa truy cập {name}"), en: format!("Remove the passkey {name}") }
    passkey_last_explained {
        vi: "Đây là lớp xác thực duy nhất: xóa khóa này cũng tắt xác thực hai lớp, mã dự phòng hết hiệu lực.",
        en: "It is the only one of your second factor: removing it turns the second factor off, and the recovery codes stop working.",
    }
    done_passkey_added { vi: "Đã thêm khóa truy cập.", en: "The passkey was added." }
    done_passkey_removed { vi: "Đã xóa khóa truy cập. Xóa cả trong phần mật khẩu của máy để máy không còn gợi ý.", en: "The passkey was removed. Remove it from the passwords of your device as well, so that it is not offered there." }
    done_authenticator_added { vi: "Đã thêm ứng dụng xác thực.", en: "The authenticator was added." }
    done_authenticator_removed { vi: "Đã bỏ ứng dụng xác thực.", en: "The authenticator was removed." }
    passkey_log_in { vi: "Đăng nhập bằng khóa truy cập", en: "Log in with a passkey" }
    passkey_refused {
        vi: "Không đăng nhập được bằng khóa truy cập này: máy đã hủy, đã quá 5 phút, hoặc khóa không còn thuộc tài khoản nào. Hãy thử lại, hoặc dùng mật khẩu.",
        en: "This passkey did not log in: the device gave up, five minutes went by, or it belongs to no account any more. Try again, or use your pass-phrase.",
    }

    // One's own account
    second_factor { vi: "Xác thực hai lớp", en: "Second factor" }
    second_factor_explained {
        vi: "Khi bật, đăng nhập cần cả mật khẩu lẫn thiết bị của bạn: người biết mật khẩu của bạn vẫn không vào được.",
        en: "With it a log-in needs a device of yours as well as the pass-phrase: whoever knows your pass-phrase still does not get in.",
    }
    second_factor_set_up { vi: "Bật xác thực hai lớp", en: "Set up a second factor" }
    second_factor_since(at: &str) { vi: format!("Đang bật, từ {at}."), en: format!("On since {at}.") }
    second_factor_codes_left(n: usize) {
        vi: format!("Còn {n} mã dự phòng."), en: format!("{n} recovery {} left.", if n == 1 { "code is" } else { "codes are" }),
    }
    second_factor_few_codes {
        vi: "Sắp hết mã dự phòng: hãy tạo bộ mới để không bị khóa ngoài khi mất điện thoại.",
        en: "Few recovery codes are left: make new ones, so that you get in without your telephone.",
    }
    second_factor_new_codes { vi: "Tạo mã dự phòng mới", en: "Make new recovery codes" }
    second_factor_new_codes_explained {
        vi: "Các mã dự phòng cũ hết hiệu lực ngay.", en: "The recovery codes of before stop working at once.",
    }
    second_factor_authenticator { vi: "Ứng dụng xác thực", en: "Authenticator" }
    second_factor_authenticator_on { vi: "Mã 6 số từ ứng dụng xác thực dùng được ở mọi nơi đăng nhập.", en: "The six digits that it shows are taken wherever you log in." }
    second_factor_authenticator_add { vi: "Thêm ứng dụng xác thực", en: "Add an authenticator" }
    second_factor_authenticator_remove { vi: "Bỏ ứng dụng xác thực", en: "Remove the authenticator" }
    second_factor_authenticator_remove_explained {
        vi: "Sau khi bỏ, đăng nhập bằng khóa truy cập hoặc mã dự phòng. Bàn điều hành và trình duyệt không có JavaScript chỉ còn nhận mã dự phòng.",
        en: "Without it you log in with a passkey or a recovery code. The console, and browsers without JavaScript, then take recovery codes alone.",
    }
    second_factor_remove { vi: "Tắt xác thực hai lớp", en: "Turn the second factor off" }
    second_factor_remove_explained {
        vi: "Sau khi tắt, chỉ cần mật khẩu là đăng nhập được; mã dự phòng không còn dùng được.",
        en: "Without it the pass-phrase alone logs in, and the recovery codes no longer work.",
    }
    second_factor_step_scan {
        vi: "1. Mở ứng dụng xác thực (loại TOTP nào cũng được), thêm tài khoản, quét hình này.",
        en: "1. Open an authenticator (any that knows TOTP), add an account, and scan this picture.",
    }
    second_factor_picture { vi: "Hình mã QR cho ứng dụng xác thực", en: "QR code for the authenticator" }
    second_factor_step_type {
        vi: "Không quét được? Nhập khóa này vào ứng dụng, loại theo thời gian (TOTP):",
        en: "Cannot scan it? Type this key into the authenticator (time-based, TOTP):",
    }
    second_factor_step_open { vi: "Đang dùng chính điện thoại đó? Mở ứng dụng xác thực", en: "On that very telephone? Open the authenticator" }
    second_factor_step_code { vi: "2. Nhập mã 6 số mà ứng dụng hiện ra.", en: "2. Enter the six digits that it shows." }
    second_factor_confirm { vi: "Bật xác thực hai lớp", en: "Turn the second factor on" }
    second_factor_confirm_explained {
        vi: "Các phiên đăng nhập khác của bạn kết thúc khi bật.", en: "Your other sessions end when it is turned on.",
    }
    recovery_codes { vi: "Mã dự phòng", en: "Recovery codes" }
    recovery_codes_explained {
        vi: "In ra hoặc chép lại ngay: trang này không mở lại được. Mỗi mã đăng nhập được một lần khi không có điện thoại. Cất nơi chỉ bạn lấy được, không để cùng mật khẩu.",
        en: "Print or copy them now: this page cannot be opened again. Each logs in once, without the telephone. Keep them where only you find them, apart from your pass-phrase.",
    }
    recovery_codes_kept { vi: "Tôi đã cất các mã này", en: "I have stored these codes" }
    done_second_factor_set { vi: "Đã bật xác thực hai lớp.", en: "The second factor is on." }
    done_recovery_codes_made { vi: "Đã tạo mã mới; các mã cũ hết hiệu lực.", en: "New codes were made; those of before no longer work." }
    done_second_factor_removed { vi: "Đã tắt xác thực hai lớp.", en: "The second factor is off." }

    second_factor_set { vi: "có xác thực hai lớp", en: "has a second factor" }
    second_factor_none { vi: "Chưa bật xác thực hai lớp", en: "No second factor" }
    second_factor_wanted(day: &str) {
        vi: format!("Từ ngày {day}, vai trò của bạn phải có xác thực hai lớp. Hãy bật trước ngày đó."),
        en: format!("From {day} on your role must have a second factor. Set it up before then."),
    }
    second_factor_needed {
        vi: "Vai trò của bạn phải có xác thực hai lớp. Bật xong, bạn làm việc tiếp được ngay.",
        en: "Your role must have a second factor. Once it is set up, you can go on at once.",
    }
    second_factor_needed_again {
        vi: "Vai trò của bạn phải có xác thực hai lớp: tắt để đổi điện thoại thì hãy bật lại ngay.",
        en: "Your role must have one: if you turn it off to change telephones, set it up again at once.",
    }

    // Mail
    access_role_needs_factor {
        vi: "Vai trò này phải có xác thực hai lớp: hãy bật ở trang Tài khoản của tôi nếu chưa có.",
        en: "This role must have a second factor: set it up on the page of your account if you have none.",
    }
    access_second_factor_wanted_subject(day: &str) {
        vi: format!("Cần bật xác thực hai lớp trước ngày {day}"), en: format!("Set up a second factor before {day}"),
    }
    access_second_factor_wanted_opening(day: &str) {
        vi: format!("Từ ngày {day}, vai trò của bạn phải có xác thực hai lớp. Từ ngày đó, chưa bật thì chỉ mở được trang Tài khoản của tôi."),
        en: format!("From {day} on your role must have a second factor. From then on, without it, nothing but the page of your account opens."),
    }
    access_second_factor_set_subject { vi: "Đã bật xác thực hai lớp", en: "A second factor was set up" }
    access_second_factor_set_opening {
        vi: "Từ nay đăng nhập vào tài khoản này cần thêm mã từ ứng dụng xác thực. Các phiên đăng nhập khác đã kết thúc.",
        en: "From now on a log-in to this account also needs a code of an authenticator. All other sessions have ended.",
    }
    access_second_factor_removed_subject { vi: "Đã tắt xác thực hai lớp", en: "The second factor was turned off" }
    access_second_factor_removed_opening {
        vi: "Từ nay chỉ cần mật khẩu là đăng nhập được vào tài khoản này.", en: "From now on the pass-phrase alone logs in to this account.",
    }
    access_second_factor_taken_opening(by: &str) {
        vi: format!("{by} đã tắt xác thực hai lớp của tài khoản này, vì bạn báo không còn lấy được mã. Hãy bật lại ở trang tài khoản."),
        en: format!("{by} has turned off the second factor of this account, because you said that you have no codes any more. Set it up again on the page of your account."),
    }
    access_authenticator_added_subject { vi: "Đã thêm ứng dụng xác thực", en: "An authenticator was added" }
    access_authenticator_added_opening {
        vi: "Từ nay tài khoản này nhận cả mã từ ứng dụng xác thực vừa thêm.", en: "From now on this account also takes codes of the authenticator that was just added.",
    }
    access_authenticator_removed_subject { vi: "Đã bỏ ứng dụng xác thực", en: "The authenticator was removed" }
    access_authenticator_removed_opening {
        vi: "Tài khoản này không còn nhận mã từ ứng dụng xác thực; khóa truy cập và mã dự phòng vẫn dùng được.",
        en: "This account takes codes of an authenticator no more; passkeys and recovery codes go on working.",
    }
    access_passkey_added_subject { vi: "Đã thêm khóa truy cập", en: "A passkey was added" }
    access_passkey_added_opening(name: &str) {
        vi: format!("Khóa truy cập “{name}” vừa được thêm: từ nay khóa này đăng nhập được vào tài khoản mà không cần mật khẩu."),
        en: format!("The passkey “{name}” was just added: from now on it logs in to this account without the pass-phrase."),
    }
    access_passkey_first {
        vi: "Xác thực hai lớp đã bật: chỉ mật khẩu thì không đăng nhập được nữa. Các phiên đăng nhập khác đã kết thúc.",
        en: "It turned the second factor on: the pass-phrase alone no longer logs in. All other sessions have ended.",
    }
    access_passkey_added_closing {
        vi: "Nếu không phải bạn: hãy xóa khóa này và kết thúc các phiên khác ở trang tài khoản, rồi báo ngay cho quản trị viên của đơn vị. Đổi mật khẩu thôi thì chưa đủ.",
        en: "If it was not you: remove it and end your other sessions on the page of your account, and tell your body's administrator at once. Another pass-phrase alone does not help.",
    }
    access_passkey_removed_subject { vi: "Đã xóa khóa truy cập", en: "A passkey was removed" }
    access_passkey_removed_opening(name: &str) {
        vi: format!("Khóa truy cập “{name}” không còn đăng nhập được vào tài khoản này."),
        en: format!("The passkey “{name}” no longer logs in to this account."),
    }
    access_passkey_copied_subject { vi: "Khóa truy cập có thể đã bị sao chép", en: "A passkey may have been copied" }
    access_passkey_copied_opening(name: &str) {
        vi: format!("Vừa từ chối một lần đăng nhập bằng khóa truy cập “{name}”: bộ đếm của khóa lùi lại, như khi khóa bị sao chép."),
        en: format!("A log-in with the passkey “{name}” was just refused: its counter went back, as that of a copy does."),
    }
    access_passkey_copied_closing {
        vi: "Hãy xóa khóa này ở trang tài khoản và thêm khóa mới. Nếu không phải bạn vừa đăng nhập, hãy báo ngay cho quản trị viên của đơn vị.",
        en: "Remove it on the page of your account, and add a new one. If it was not you who logged in, tell your body's administrator at once.",
    }
    access_recovery_codes_subject { vi: "Đã tạo mã dự phòng mới", en: "New recovery codes were made" }
    access_recovery_codes_opening {
        vi: "Mã dự phòng cũ của tài khoản này không còn dùng được.", en: "The recovery codes that this account had no longer work.",
    }
    access_recovery_code_used_subject { vi: "Đã dùng một mã dự phòng", en: "A recovery code was used" }
    access_recovery_code_used_opening(left: usize) {
        vi: format!("Vừa có đăng nhập vào tài khoản này bằng một mã dự phòng; còn {left} mã. Nếu bạn đã mất điện thoại, hãy tắt xác thực hai lớp ở trang tài khoản rồi bật lại với điện thoại mới."),
        en: format!("Somebody has just logged in to this account with a recovery code; {left} {} left. If you lost your telephone, turn the second factor off on the page of your account, and set it up again with the new one.", if left == 1 { "is" } else { "are" }),
    }
    access_codes_guessed_subject { vi: "Có người nhập sai mã xác thực nhiều lần", en: "Somebody typed several wrong codes" }
    access_codes_guessed_opening {
        vi: "Có người biết mật khẩu của tài khoản này và vừa nhập sai mã xác thực nhiều lần.",
        en: "Somebody knows the pass-phrase of this account, and has typed several wrong codes.",
    }
    access_codes_guessed_closing {
        vi: "Nếu không phải bạn, hãy đổi mật khẩu ngay và kết thúc các phiên lạ ở trang tài khoản.",
        en: "If it was not you, change your pass-phrase at once, and end the sessions that you do not know on the page of your account.",
    }
    access_not_you_closing {
        vi: "Nếu không phải bạn, hãy đổi mật khẩu và báo ngay cho quản trị viên của đơn vị.",
        en: "If it was not you, change your pass-phrase and tell your body's administrator at once.",
    }
}
