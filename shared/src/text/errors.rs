//! Error codes in words: what happened, and what to do.

use super::{Lang, words::words};
use crate::{
    error::ErrorCode,
    role::{Permission, Role},
};

words! {
    /// The code's text: what happened and, where it helps, what to do.
    ErrorCode::message {
        NotSignedIn: "Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập lại." / "You are not signed in, or your session is over. Sign in again.",
        LogInFailed: "Thư điện tử hoặc mật khẩu không đúng." / "E-mail or pass-phrase is not right.",
        StepUpRequired: "Việc này cần xác nhận đúng là bạn: hãy nhập lại mật khẩu." / "This needs a confirmation that it is you: give your pass-phrase again.",
        SecondFactorRequired: "Tài khoản này dùng xác thực hai lớp: hãy nhập mã." / "This account has a second factor: enter a code.",
        SecondFactorWrong: "Mã không đúng, đã hết hạn hoặc đã dùng rồi. Hãy nhập mã đang hiện; mỗi mã chỉ dùng một lần." / "The code is not right, has run out, or was used before. Enter the one that shows now; each works once.",
        DevicePending: "Chưa có ai cho bàn điều hành này đăng nhập từ trình duyệt." / "Nobody has let this console in from a browser yet.",
        DeviceSlowDown: "Hỏi lại quá sớm: hãy chờ 5 giây." / "It asked again too soon: wait five seconds.",
        DeviceRefused: "Bàn điều hành chưa được cho đăng nhập: mã bị từ chối, đã quá 5 phút hoặc đã dùng. Hãy bắt đầu lại." / "The console was not let in: the code was refused, is older than five minutes, or was used. Begin anew.",
        EnrolmentRequired: "Vai trò của bạn phải có xác thực hai lớp: hãy đăng nhập cổng thông tin, bật ở trang Tài khoản của tôi, rồi làm lại." / "Your role must have a second factor: log in to the portal, set it up on the page My account, then try again.",
        EmailTaken: "Địa chỉ này đã có tài khoản. Nếu tài khoản thuộc đơn vị khác, hãy dùng địa chỉ khác hoặc đề nghị Tổ công tác hỗ trợ." / "There is an account with this address. If it belongs to another body, use another address, or ask the Working Group.",
        TooMuchMail: "Trong một giờ qua đã gửi quá nhiều lời mời và liên kết. Hãy chờ rồi gửi lại; chưa có gì được gửi." / "Too many invitations and links were sent within the last hour. Wait, then send it again; nothing was sent.",
        RoleNotYours: "Quản trị viên của đơn vị do quản trị hệ thống của Tổ công tác chỉ định; vai trò của Tổ công tác chỉ có trong Tổ công tác." / "The administrators of a body are appointed by the Working Group's system administrator, and the Working Group's roles exist in the Working Group only.",
        NotOneself: "Không ai tự khóa tài khoản hoặc tự đổi vai trò của mình: hãy nhờ một quản trị viên khác." / "Nobody disables themselves or changes their own role: ask another administrator.",
        LastAdministrator: "Đây là quản trị viên duy nhất của đơn vị: hãy có người thay trước." / "This is the body's only administrator: see to another one first.",
        HandOverRequired: "Người này còn việc đang mở: hãy chọn người nhận, hoặc chọn không giao riêng cho ai." / "This person has open work: choose who takes it over, or that nobody does in particular.",
        StandInChanged: "Trang này được mở khi bạn làm việc với tư cách khác, hoặc việc làm thay đã kết thúc. Chưa có gì được lưu: hãy chọn lại tư cách ở trang Tài khoản của tôi, mở lại trang rồi gửi lại." / "This page was opened while you acted for somebody else, or standing in is over. Nothing was saved: choose for whom you act on the page My account, open the page again, and send it again.",
        StandInTaken: "Trong thời gian này người vắng đã có người làm thay: hãy chọn ngày khác, hoặc kết thúc việc làm thay kia trước." / "The absent person has a stand-in in that time: choose other days, or end that one first.",
        NobodyToConfirm: "Đơn vị không có người phê duyệt nào khác để xác nhận: hãy đề nghị quản trị hệ thống của Tổ công tác." / "Your body has no other approver who could confirm it: ask the Working Group's system administrator.",
        AccessRestored: "Tài khoản của bạn vừa được khôi phục sau khi mất xác thực hai lớp: trong 24 giờ bạn chưa phê duyệt, gửi báo cáo hay quản lý người dùng được." / "Your access was restored after you lost your second factor: for 24 hours you cannot approve, file reports or manage people.",
        NotWhileStandingIn: "Bạn đang làm thay người khác: hãy trở lại là chính mình trước." / "You are acting for somebody else: act for yourself again first.",
        TooManyAttempts: "Đã thử sai quá nhiều lần. Hãy chờ rồi thử lại." / "Too many failed attempts. Wait, then try again.",
        NotPermitted: "Vai trò của bạn không được làm việc này." / "Your role does not allow this.",
        ForgedRequest: "Biểu mẫu không gửi từ trang của hệ thống hoặc đã quá cũ. Hãy mở lại trang và gửi lại." / "The form did not come from this site, or is too old. Open the page again and resend.",
        LinkInvalid: "Đường dẫn đã dùng, đã hết hạn, đã có đường dẫn mới hơn hoặc không đúng. Hãy dùng “Quên mật khẩu” ở trang đăng nhập để nhận đường dẫn mới." / "The link has been used, has expired, was followed by a newer one, or is not right. Get a new one by “Forgotten your pass-phrase” on the log-in page.",
        PassPhraseWeak: "Mật khẩu phải dài từ 12 đến 100 ký tự, chưa từng bị lộ trong các danh sách công khai, và không chỉ gồm tên hệ thống hay địa chỉ của bạn." / "A pass-phrase has 12 to 100 characters, is in no public list of breached ones, and is more than the name of this system or your own address.",
        NotFound: "Không tìm thấy." / "Not found.",
        MethodNotAllowed: "Địa chỉ này không nhận thao tác đó." / "This address does not take that operation.",
        InvalidInput: "Dữ liệu gửi lên chưa đúng." / "What was sent is not valid.",
        InvalidFilter: "Bộ lọc chưa đúng." / "The filter is not valid.",
        InvalidCursor: "Vị trí trang không còn đúng. Hãy tải lại danh sách." / "The page position is no longer valid. Load the list again.",
        TooLarge: "Dữ liệu quá lớn." / "Too large.",
        BodyTooSlow: "Dữ liệu gửi lên quá chậm nên đã dừng nhận. Hãy kiểm tra mạng rồi gửi lại." / "The body came too slowly and was given up. Look at your connection and send it again.",
        UnsupportedType: "Kiểu dữ liệu không được nhận." / "This media type is not accepted.",
        FileTypeRefused: "Loại tệp này không được nhận. Hãy lưu thành DOCX, XLSX, PPTX hoặc PDF; ảnh thành JPG hoặc PNG." / "This kind of file is not accepted. Save it as DOCX, XLSX, PPTX or PDF; pictures as JPG or PNG.",
        FileUnreadable: "Không đọc được tệp: nội dung không khớp với đuôi tên tệp, tệp hỏng hoặc có mật khẩu. Hãy mở tệp, lưu lại đúng định dạng và không đặt mật khẩu, rồi gửi lại." / "The file cannot be read: its content does not fit the ending of its name, or it is damaged or has a password. Open it, save it anew without one, and send it again.",
        FileCarriesProgram: "Tệp có macro hoặc chương trình bên trong. Hãy lưu thành tệp không có macro hoặc thành PDF." / "The file carries macros or programs. Save it without them, or as PDF.",
        FileTooMuchInside: "Tệp khi mở ra quá lớn. Hãy chia nhỏ, giảm kích thước ảnh hoặc lưu thành PDF." / "Opened, the file is too large. Split it, make its pictures smaller, or save it as PDF.",
        WorkbookForeign: "Tệp không phải biểu mẫu của báo cáo, đã bị sửa phần tiêu đề, hoặc có liên kết tới tệp khác. Nếu có liên kết: hãy dán dạng giá trị và bỏ liên kết. Nếu không: hãy tải lại biểu mẫu và điền vào đó." / "The file is not the form of a report, its head was changed, or it has links to other files. If it has links, paste values and break the links; if not, download the form again and fill that in.",
        WorkbookFaulty: "Chưa ghi gì: có ô trong tệp không đọc được. Hãy sửa các ô được nêu rồi gửi lại tệp." / "Nothing was written: cells of the file cannot be taken. Put those named right and send the file again.",
        FileQuotaReached: "Nhiệm vụ hoặc đơn vị đã đủ số tệp hoặc dung lượng minh chứng. Hãy gửi đường dẫn thay cho tệp, hoặc đề nghị Tổ công tác hỗ trợ." / "The assignment or the body has as many or as large files as it may have. Add a link instead, or ask the Working Group.",
        EvidenceUnavailable: "Tệp minh chứng đang không mở được; quản trị hệ thống đã được báo. Hãy thử lại sau." / "The file cannot be opened right now; the operators have been told. Try again later.",
        FileEmpty: "Tệp rỗng." / "The file is empty.",
        VersionRequired: "Thiếu phiên bản (If-Match)." / "The version (If-Match) is missing.",
        VersionStale: "Người khác vừa thay đổi mục này. Hãy xem bản mới rồi thử lại." / "Somebody has just changed this. Look at the new state, then try again.",
        KeyRequired: "Thiếu khóa chống lặp (Idempotency-Key)." / "The Idempotency-Key is missing.",
        KeyReused: "Khóa chống lặp đã dùng cho một yêu cầu khác." / "This Idempotency-Key was used for another request.",
        KeyInUse: "Yêu cầu này đang được thực hiện." / "This request is being carried out right now.",
        WrongState: "Không làm được ở trạng thái hiện tại." / "Not possible in the present state.",
        CoordinatingOnly: "Đơn vị chỉ phối hợp nhiệm vụ này: trình, gửi và đề nghị gia hạn là việc của cơ quan chủ trì. Phần phối hợp kết thúc khi Tổ công tác chấp nhận kết quả của cơ quan chủ trì." / "Your body only co-ordinates this task: proposing, submitting and asking for an extension are the lead's. The contribution ends when the Working Group accepts the lead's result.",
        NotFinished: "Trình hoặc gửi nghĩa là việc đã xong, mà báo cáo gần nhất chưa đạt 100%. Hãy báo cáo hoàn thành." / "Proposing or submitting says that the work is finished, and the last report is below 100%. Report it as finished.",
        BarrierOpen: "Báo cáo gần nhất còn nêu vướng mắc hoặc cơ quan phải chờ. Hãy báo cáo là đã giải quyết xong." / "The last report still names a barrier or a body that is waited for. Report that it is settled.",
        ReportFirst: "Chưa có báo cáo tiến độ kể từ khi việc được giao hoặc bị trả lại. Hãy cập nhật tiến độ trước." / "Nothing was reported since the work was assigned or returned. Report progress first.",
        EvidenceRequired: "Cần có ít nhất một minh chứng trước khi trình hoặc gửi Tổ công tác." / "Proposing and submitting need at least one piece of evidence.",
        NothingNew: "Bản trình đã bị trả lại, từ đó chưa có báo cáo hay minh chứng mới. Hãy báo cáo hoặc thêm minh chứng rồi trình lại." / "The proposal was sent back, and neither a report nor evidence has come since. Report or add evidence, then propose again.",
        NotTheAuthor: "Chỉ người đã trình mới rút lại được bản trình." / "Only the person who proposed can take the proposal back.",
        FiguresInstead: "Đây là báo cáo kỳ: hãy nhập số liệu, trình và gửi ở trang Báo cáo." / "This is the report of a period: enter its figures, propose and file them on the page Reports.",
        FiguresUnseen: "Đây là báo cáo kỳ: số liệu phải được xem trước khi chấp nhận, nên hãy thẩm tra riêng từng báo cáo." / "This is the report of a period: its figures are looked at before it is accepted, so verify it by itself.",
        PeriodOver: "Kỳ này đã qua ngày chốt số liệu nên không mở được nữa." / "The cut-off of this period is past; it cannot be opened any more.",
        PeriodNotOpen: "Kỳ báo cáo chưa mở: chưa nhập được số liệu." / "The period is not open yet: figures cannot be entered.",
        CutOffPassed: "Đã chốt số liệu của kỳ này. Người phê duyệt có thể xin gia hạn ở trang nhiệm vụ, hoặc đề nghị chuyên viên Tổ công tác cho nhập thêm; nội dung đã gõ vẫn còn để sao chép." / "The figures of this period are cut off. An approver can ask for a later due date on the item's page, or an officer of the Working Group to let your body enter them for longer; what was typed is still there to copy.",
        FiguresIncomplete: "Chưa gửi được: còn ô bắt buộc để trống hoặc ô sai. Hãy sửa các ô được nêu." / "It cannot be filed yet: a compulsory cell is empty, or a cell is wrong. Mend the cells named.",
        JustificationRequired: "Chưa gửi được: có cảnh báo chưa có lý do. Hãy sửa số; nếu số đúng, chọn lý do và giải thích ở các ô được nêu." / "It cannot be filed yet: some warnings have no reason. Mend the number; if it is right, choose a reason and explain it at the cells named.",
        NotCutOff: "Chưa chốt số liệu của kỳ này nên chưa đính chính được: hãy rút lại báo cáo, hoặc đề nghị Tổ công tác trả lại, rồi sửa số liệu." / "The figures of this period are not cut off yet, so nothing is corrected: take the report back, or ask the Working Group to return it, and mend the figures.",
        CorrectionWaiting: "Một bản đính chính của báo cáo này đang chờ Tổ công tác quyết định." / "A correction of this report is already waiting for the Working Group.",
        NothingCorrected: "Bản đính chính chưa thay đổi số liệu nào: hãy sửa ít nhất một ô." / "The correction changes no figure: change at least one cell.",
        NilNotAllowed: "Chế độ báo cáo này không nhận báo cáo “không phát sinh”: hãy nhập số liệu." / "This regime takes no nil return: enter the figures.",
        NoCalendar: "Chưa có lịch làm việc của năm này: hãy nhập lịch trước." / "There is no working calendar of this year: import it first.",
        EvidenceFrozen: "Minh chứng đã gửi chỉ có thể bổ sung, không gỡ được." / "Evidence that was submitted can be added to, not removed.",
        SecondPersonRequired: "Việc này phải do người khác thực hiện." / "Another person has to do this.",
        AlreadyOpened: "Tổ công tác đã mở hồ sơ để thẩm tra, không rút lại được." / "The Working Group has opened the submission; it can no longer be taken back.",
        AlreadyDrawn: "Mẫu kiểm tra lại của tháng này đã được rút; mỗi tháng chỉ rút một lần." / "The sample of this month has been drawn; it is drawn once.",
        NothingAccepted: "Không có nhiệm vụ nào (không kể báo cáo kỳ) được chấp nhận trong tháng này mà nay còn hiệu lực: không có gì để rút." / "No task (period reports aside) that was accepted in this month still stands: there is nothing to draw.",
        NothingWaiting: "Không có gì đang chờ xử lý." / "Nothing is waiting here.",
        PlanStale: "Kế hoạch đã quá hạn hoặc không đúng với số việc đã xác nhận: lập lại kế hoạch và xem lại trước khi phát hành." / "The plan is too old, or is not about the number of items that was confirmed: make it again and look at it before issuing.",
        MailHasLeft: "Thư đã gửi hoặc đang gửi, không rút lại được nữa." / "Mail has left or is leaving: it can no longer be withdrawn.",
        NobodyToAddress: "Chưa có ai để gửi: quản trị viên của đơn vị cần nhập địa chỉ hoặc người dùng của đơn vị; với cấp 4, quản trị hệ thống của Tổ công tác cần nhập địa chỉ." / "There is nobody to send this to: the body's administrator must enter the office's address or the body's people; for level 4, the Working Group's system administrator the address.",
        ExtensionPending: "Đã có một đề nghị gia hạn đang chờ quyết định." / "A request for an extension is already waiting.",
        NoDueDate: "Nhiệm vụ không có thời hạn." / "There is no due date to extend.",
        DateNotLater: "Thời hạn mới phải sau thời hạn hiện tại và sau hôm nay." / "The new date must be after the current due date and after today.",
        ReplyByPast: "Ngày phải trả lời phải sau hôm nay." / "The reply-by date must be after today.",
        SeveralTenants: "Một văn bản đôn đốc chỉ gửi một đơn vị: hãy gửi riêng từng đơn vị." / "An urge addresses one body: send one to each.",
        UnknownTemplate: "Không có mẫu đôn đốc này." / "There is no such template.",
        UnknownPlaceholder: "Mẫu chỉ được dùng {tenant}, {tasks}, {days_overdue}, {reply_by}, {waiting}; không dùng dấu ngoặc nhọn vào việc khác." / "A template may use {tenant}, {tasks}, {days_overdue}, {reply_by} and {waiting}, and braces for nothing else.",
        TemplateNeedsWaiting: "Mẫu này nêu cơ quan đang chờ, nhưng có nhiệm vụ được chọn không cơ quan nào báo cáo đang chờ." / "This template names who waits, and with one of the tasks chosen nobody has reported waiting.",
        TemplateNeedsOverdue: "Mẫu này nói về nhiệm vụ quá hạn, nhưng có nhiệm vụ được chọn chưa quá hạn." / "This template speaks of overdue tasks, and one of those chosen is not overdue.",
        RemarkRequired: "Cần ghi rõ lý do." / "A remark is required.",
        ReasonForLowerPercent: "Tiến độ thấp hơn lần báo cáo trước: hãy ghi lý do ở phần hạn chế." / "Progress is lower than last time: say why under limitations.",
        AddressSuspended: "Địa chỉ này đang tạm ngừng nhận thư vì thư bị trả lại hoặc bị khiếu nại. Hãy cho nhận thư lại trước." / "This address is suspended, because mail to it came back or was complained of. Lift that first.",
        TooManyRequests: "Quá nhiều yêu cầu cùng lúc. Hãy chờ rồi gửi lại; chưa có gì được ghi." / "Too many requests at once. Wait, then send it again; nothing was written.",
        Unavailable: "Hệ thống tạm thời không phục vụ được. Hãy gửi lại sau ít phút; gửi lại không làm việc nào được thực hiện hai lần." / "The system cannot serve this right now. Send it again shortly; nothing is carried out twice.",
        Internal: "Hệ thống gặp lỗi. Chưa có gì được ghi." / "Something went wrong on our side. Nothing was written.",
    }
}

messages! {
    field_missing(field: &str) { vi: format!("Thiếu “{field}”."), en: format!("“{field}” is missing.") }
    field_unknown(field: &str) { vi: format!("Không có trường “{field}”."), en: format!("There is no field “{field}”.") }
    field_no_such_tenant(field: &str) {
        vi: format!("“{field}”: không có đơn vị này."), en: format!("“{field}”: there is no such body."),
    }
    field_not_asked(field: &str) {
        vi: format!("“{field}”: báo cáo này không hỏi chỉ tiêu đó."), en: format!("“{field}”: this report does not ask for that indicator."),
    }
    field_too_long(field: &str, max: usize, over: usize) {
        vi: format!("“{field}” dài quá {} ký tự: hãy bớt {} ký tự.", Lang::Vi.count(max), Lang::Vi.count(over)),
        en: format!("“{field}” is longer than {} characters: shorten it by {}.", Lang::En.count(max), Lang::En.count(over)),
    }
    field_forbidden_characters(field: &str) {
        vi: format!("“{field}” có ký tự điều khiển không được phép."),
        en: format!("“{field}” carries control characters that are not allowed."),
    }
    field_unseen_character(field: &str, c: char, line: usize, at: usize) {
        vi: format!(
            "“{field}” có ký tự không nhìn thấy (U+{:04X}) ở dòng {line}, vị trí {at}: hãy xóa chỗ đó và gõ lại.", u32::from(c)
        ),
        en: format!(
            "“{field}” has a character that cannot be seen (U+{:04X}), in line {line} at place {at}: delete there and type it again.",
            u32::from(c)
        ),
    }
    field_out_of_range(field: &str, min: i64, max: i64) {
        vi: format!("“{field}” phải từ {} đến {}.", Lang::Vi.number(min), Lang::Vi.number(max)),
        en: format!("“{field}” must be from {} to {}.", Lang::En.number(min), Lang::En.number(max)),
    }
    field_malformed(field: &str) { vi: format!("“{field}” không đúng dạng."), en: format!("“{field}” is malformed.") }
    field_no_such_day(field: &str) {
        vi: format!("“{field}”: lịch không có ngày này."), en: format!("“{field}”: the calendar has no such day."),
    }
    field_repeated(field: &str) { vi: format!("“{field}” bị lặp."), en: format!("“{field}” is there twice.") }
    field_not_later(field: &str, than: &str) {
        vi: format!("“{field}” phải sau ngày {than}."), en: format!("“{field}” must lie after {than}."),
    }
    field_too_late(field: &str, last: &str) {
        vi: format!("“{field}” không được sau ngày {last}."), en: format!("“{field}” must not lie after {last}."),
    }
    unreadable_body(place: &str) { vi: format!("Không đọc được dữ liệu: {place}."), en: format!("The body cannot be read: {place}.") }
    who_does_it(roles: &str) { vi: format!("Việc này do {roles} thực hiện."), en: format!("This is for: {roles}.") }
    who_does_it_in_body(roles: &str) {
        vi: format!("Việc này do {roles} của đơn vị thực hiện."), en: format!("In your body this is for: {roles}."),
    }
    not_found_hint {
        vi: "Địa chỉ không đúng, hoặc nội dung không thuộc đơn vị bạn. Hãy tìm lại từ danh sách việc.",
        en: "The address is wrong, or what is there is not your body's. Look for it from the list of work.",
    }
    too_large_hint {
        vi: "Chưa có gì được ghi. Hãy bấm nút quay lại của trình duyệt, rút ngắn nội dung hoặc chọn ít tệp hơn, tệp nhỏ hơn, rồi gửi lại.",
        en: "Nothing was written. Go back with the browser's button, shorten the text or choose fewer or smaller files, and send it again.",
    }
    quote_request_id(id: &str) {
        vi: format!("Khi cần hỗ trợ, hãy nêu mã yêu cầu {id}."), en: format!("When asking for help, quote request {id}."),
    }
    wait_seconds(n: u32) {
        vi: if n < 120 { format!("Thử lại sau {n} giây.") } else { format!("Thử lại sau {} phút.", n.div_ceil(60)) },
        en: if n < 120 { format!("Try again in {n} s.") } else { format!("Try again in {} minutes.", n.div_ceil(60)) },
    }
    known_device_helps {
        vi: "Có người đang thử nhiều mật khẩu cho địa chỉ này. Máy đã từng đăng nhập vẫn vào được ngay; nếu không có, hãy dùng “Quên mật khẩu” ở trang đăng nhập để nhận đường dẫn.",
        en: "Somebody is trying many pass-phrases for this address. A machine that has logged in before gets in at once; without one, get a link by “Forgotten your pass-phrase” on the log-in page.",
    }
}

impl Lang {
    /// The roles that hold a permission, on the Working Group's side or on a body's; empty where none does.
    pub fn holders(self, permission: Permission, national: bool) -> String {
        let holds = |role: &&Role| role.is_national() == national && role.may(permission);
        let names: Vec<&str> = Role::ALL.iter().filter(holds).map(|role| role.name(self)).collect();
        names.join(self.pick(" hoặc ", " or "))
    }

    /// Who does what needs this permission, in a sentence; nothing where nobody of that side does.
    pub fn whose_it_is(self, permission: Permission, national: bool) -> Option<String> {
        let roles = Some(self.holders(permission, national)).filter(|roles| !roles.is_empty())?;
        Some(if national { self.who_does_it(&roles) } else { self.who_does_it_in_body(&roles) })
    }
}
