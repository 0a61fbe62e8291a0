//! Texts of the portal.

use super::{Lang, plural};
use crate::lateness::Class;

messages! {
    // Frame of every page
    skip_to_content { vi: "Đến nội dung chính", en: "Skip to main content" }
    portal_name { vi: "Cổng đôn đốc nhiệm vụ chuyển đổi số", en: "Digital transformation follow-up portal" }
    main_navigation { vi: "Điều hướng chính", en: "Main navigation" }
    my_work { vi: "Việc của đơn vị", en: "My work" }
    contacts { vi: "Địa chỉ liên hệ", en: "Contacts" }
    log_in { vi: "Đăng nhập", en: "Log in" }
    log_out { vi: "Đăng xuất", en: "Log out" }
    back { vi: "Quay lại", en: "Back" }
    /// The name of the language that the switch leads to, in that language.
    other_language { vi: "English", en: "Tiếng Việt" }
    simulated_explained {
        vi: "Nhiệm vụ lấy từ văn bản đã công bố; tiến độ, người và thư là giả định.",
        en: "Tasks come from published documents; progress, people and mail are invented.",
    }
    problem_title { vi: "Chưa thực hiện được", en: "This did not work" }
    what_you_typed { vi: "Nội dung bạn đã nhập", en: "What you typed" }
    typed_is_here {
        vi: "Nội dung bạn nhập chưa được ghi nhưng vẫn còn dưới đây. Hãy sao chép lại trước khi rời trang này.",
        en: "What you typed was not written, but it is still here. Copy it before you leave this page.",
    }
    log_in_to_go_on {
        vi: "Phiên đăng nhập đã kết thúc. Đăng nhập lại tại đây để tiếp tục; nếu đã chọn tệp thì phải chọn lại.",
        en: "Your session is over. Log in here to go on; if you had chosen files, choose them again.",
    }
    not_kept_title { vi: "Đã đăng nhập, chưa giữ được nội dung đã nhập", en: "You are logged in, but what you typed could not be kept" }
    not_kept_explained {
        vi: "Hãy sao chép nội dung dưới đây trước khi tiếp tục, rồi nhập lại vào biểu mẫu.",
        en: "Copy the text below before you go on, then enter it in the form again.",
    }
    go_on { vi: "Tiếp tục", en: "Go on" }
    log_in_and_find_it {
        vi: "Phiên đăng nhập đã kết thúc. Đăng nhập lại tại đây: biểu mẫu mở lại với nội dung bạn vừa nhập, nếu đã chọn tệp thì phải chọn lại.",
        en: "Your session is over. Log in here: the form opens again with what you just typed; if you had chosen files, choose them again.",
    }
    draft_restored(at: &str) {
        vi: format!("Đã điền lại bản nháp của bạn, lưu lúc {at}. Chưa có gì được gửi."),
        en: format!("Your draft of {at} is filled in again. Nothing has been sent."),
    }
    draft_discard { vi: "Bỏ bản nháp", en: "Throw the draft away" }
    draft_saved { vi: "Đã lưu nháp lúc", en: "Draft saved at" }
    draft_not_saved { vi: "Chưa lưu được nháp. Sẽ thử lại.", en: "The draft was not saved. It will be tried again." }
    draft_unsent(act: &str, at: &str) {
        vi: format!("Bản nháp chưa gửi: {act}, lưu lúc {at}"), en: format!("A draft that was not sent: {act}, saved at {at}"),
    }
    there_is_a_problem { vi: "Cần sửa trước khi gửi", en: "There is something to put right" }
    optional { vi: "không bắt buộc", en: "optional" }
    at_most_characters(n: usize) {
        vi: format!("Tối đa {} ký tự.", Lang::Vi.count(n)), en: format!("At most {} characters.", Lang::En.count(n)),
    }
    /// `#` is where the script puts the number.
    characters_left { vi: "Còn # ký tự.", en: "# characters left." }
    characters_over { vi: "Thừa # ký tự: hãy rút ngắn trước khi gửi.", en: "# characters too many: shorten it before you send it." }
    needed_with_barrier { vi: "bắt buộc khi có khó khăn, vướng mắc", en: "needed where there is a barrier" }
    needed_when_waiting { vi: "bắt buộc khi đang chờ cơ quan khác", en: "needed where you wait for another body" }
    cause_goes_with_barrier {
        vi: "Đã nêu khó khăn, vướng mắc thì cần chọn “Nguyên nhân vướng mắc”.",
        en: "Where a barrier is named, choose the “Cause of the barrier”.",
    }
    barrier_goes_with_waiting {
        vi: "Đang chờ cơ quan khác thì cần nêu chờ việc gì ở “Khó khăn, vướng mắc”.",
        en: "Where you wait for another body, say for what under “Barriers”.",
    }
    cancel { vi: "Không gửi, quay lại", en: "Back without sending" }
    unsaved_changes {
        vi: "Bạn có nội dung chưa gửi. Rời trang này?", en: "You have text that was not sent. Leave this page?",
    }
    session_ends {
        vi: "Phiên làm việc sẽ kết thúc lúc # vì lâu không có thao tác.", en: "Your session ends at # because nobody has used it.",
    }
    session_stay { vi: "Tiếp tục làm việc", en: "Stay logged in" }
    session_ended {
        vi: "Phiên làm việc đã kết thúc. Nội dung đã lưu vẫn còn; phần gõ thêm thì hãy gửi biểu mẫu rồi đăng nhập ngay tại đó.",
        en: "Your session has ended. What was saved is kept; to keep what you typed since, send the form and log in where it asks you to.",
    }
    choose { vi: "— chọn —", en: "— choose —" }

    // Log-in and the one-time link
    email { vi: "Thư điện tử", en: "E-mail" }
    pass_phrase { vi: "Mật khẩu", en: "Pass-phrase" }
    log_in_hint {
        vi: "Dùng thư điện tử công vụ đã được quản trị đơn vị đăng ký.",
        en: "Use the office e-mail address that your administrator registered.",
    }
    log_in_failed { vi: "Chưa đăng nhập được", en: "You are not logged in" }
    pass_phrase_not_set { vi: "Chưa đặt được mật khẩu", en: "The pass-phrase is not set" }
    set_pass_phrase { vi: "Đặt mật khẩu", en: "Set your pass-phrase" }
    set_pass_phrase_for { vi: "Tài khoản", en: "Account" }
    new_pass_phrase { vi: "Mật khẩu mới", en: "New pass-phrase" }
    repeat_pass_phrase { vi: "Nhập lại mật khẩu mới", en: "Repeat the new pass-phrase" }
    pass_phrase_hint {
        vi: "Từ 12 đến 100 ký tự. Một câu gồm vài từ không liên quan dễ nhớ và khó đoán; không cần ký tự đặc biệt.",
        en: "12 to 100 characters. A few unrelated words are easy to remember and hard to guess; no symbols needed.",
    }
    sessions_will_end {
        vi: "Sau khi đặt, mọi phiên đăng nhập đang mở của bạn sẽ kết thúc.",
        en: "Afterwards, all your open sessions end.",
    }
    pass_phrases_differ { vi: "Hai lần nhập không giống nhau.", en: "The two entries differ." }

    // My work
    work_of(tenant: &str) { vi: format!("Việc của {tenant}"), en: format!("Work of {tenant}") }
    national_work { vi: "Nhiệm vụ của các cơ quan, địa phương", en: "Tasks of all bodies" }
    national_work_hint {
        vi: "Tổ công tác xử lý nhiệm vụ trong bàn điều hành; trang này để tra cứu.",
        en: "The Working Group works in the console; this page is for looking things up.",
    }
    no_business_role(role: &str) {
        vi: format!("Vai trò {role} không xử lý nhiệm vụ, nên trang này không có danh sách việc."),
        en: format!("The role {role} does not handle tasks, so there is no list of work here."),
    }
    needs_attention { vi: "Cần bạn xử lý", en: "Needs your attention" }
    nothing_needs_attention {
        vi: "Không có việc nào mới giao, bị trả lại, chờ phê duyệt, chờ trả lời đôn đốc hay quá hạn.",
        en: "Nothing is new, returned, waiting for approval, urged or overdue.",
    }
    chip_urged { vi: "Đôn đốc chưa trả lời", en: "Urge to answer" }
    due_plainly(date: &str) { vi: format!("hạn {date}"), en: format!("due {date}") }
    waiting_approval_count(n: i64) {
        vi: format!("{} việc đang trình phê duyệt", Lang::Vi.number(n)),
        en: format!("{} proposed for approval", Lang::En.number(n)),
    }
    group_overdue { vi: "Quá hạn", en: "Overdue" }
    group_due_soon { vi: "Đến hạn trong 7 ngày", en: "Due within 7 days" }
    group_later { vi: "Trong hạn", en: "Due later" }
    group_no_date { vi: "Không có thời hạn", en: "No deadline" }
    group_with_working_group { vi: "Đang chờ Tổ công tác", en: "With the Working Group" }
    group_coordinating { vi: "Phối hợp", en: "Coordinating" }
    group_closed { vi: "Đã kết thúc", en: "Closed" }
    filter { vi: "Lọc và tìm", en: "Filter and search" }
    filter_hint {
        vi: "Gõ từ khóa (không cần dấu) hoặc điều kiện, ví dụ: chuyen doi so, quahan>14, han:tuần-này, trangthai:bị-trả-lại hoặc phutrach:tôi.",
        en: "Type words (accents not needed) or terms, such as: dashboard, overdue>14, due:this-week, status:returned or assignee:me.",
    }
    filter_apply { vi: "Tìm", en: "Search" }
    filter_clear { vi: "Bỏ lọc", en: "Clear" }
    common_filters { vi: "Lọc nhanh", en: "Common filters" }
    chip_all { vi: "Tất cả đang mở", en: "All open" }
    total_shown(shown: usize, total: i64, at_least: bool) {
        vi: format!("Đang hiện {shown} trong {}{} việc.", if at_least { "ít nhất " } else { "" }, Lang::Vi.number(total)),
        en: format!("Showing {shown} of {}{}.", if at_least { "at least " } else { "" }, Lang::En.number(total)),
    }
    more { vi: "Xem tiếp", en: "More" }
    to_first_page { vi: "Về đầu danh sách", en: "Back to the top of the list" }
    as_of(date: &str) { vi: format!("Tính đến ngày {date}."), en: format!("As of {date}.") }
    work_is_empty { vi: "Chưa có việc nào.", en: "Nothing here yet." }
    work_is_empty_hint {
        vi: "Khi Tổ công tác giao nhiệm vụ trong văn bản chỉ đạo cho đơn vị, việc sẽ xuất hiện ở đây.",
        en: "Tasks appear here when the Working Group assigns a directive's tasks to your body.",
    }
    filter_is_empty { vi: "Không có việc nào khớp với bộ lọc.", en: "No work fits this filter." }
    filter_is_empty_hint {
        vi: "Hãy bớt điều kiện. Việc đã kết thúc không nằm trong danh sách này.",
        en: "Use fewer terms. Closed work is not in this list.",
    }
    search_closed { vi: "Tìm trong các việc đã kết thúc", en: "Search the closed work" }
    range_shown(from: usize, to: usize, total: i64, at_least: bool) {
        vi: format!(
            "Đang hiện từ {} đến {} trong {}{} việc.", Lang::Vi.count(from), Lang::Vi.count(to),
            if at_least { "ít nhất " } else { "" }, Lang::Vi.number(total)
        ),
        en: format!(
            "Showing {} to {} of {}{}.", Lang::En.count(from), Lang::En.count(to), if at_least { "at least " } else { "" },
            Lang::En.number(total)
        ),
    }
    lead_part { vi: "Chủ trì", en: "Lead" }
    coordinating_part { vi: "Phối hợp", en: "Coordinating" }
    assignee { vi: "Người thực hiện", en: "Assignee" }
    no_assignee { vi: "chưa phân công", en: "nobody named" }
    status { vi: "Trạng thái", en: "Status" }
    progress { vi: "Tiến độ", en: "Progress" }
    last_report { vi: "Báo cáo gần nhất", en: "Last report" }
    no_report_yet { vi: "chưa có báo cáo", en: "no report yet" }
    urges_waiting(n: i32) {
        vi: format!("{n} văn bản đôn đốc chưa trả lời"),
        en: if n == 1 { "1 urge to answer".to_owned() } else { format!("{n} urges to answer") },
    }
    extension_waiting { vi: "chờ quyết định gia hạn", en: "extension being decided" }

    // Assignment
    next_step { vi: "Bước tiếp theo", en: "Next step" }
    other_steps { vi: "Việc khác có thể làm", en: "Also possible" }
    not_possible_now { vi: "Chưa làm được", en: "Not possible now" }
    nothing_to_do { vi: "Hiện không có việc gì bạn cần làm ở nhiệm vụ này.", en: "There is nothing for you to do here now." }
    turn_of(name: &str) {
        vi: format!("Đang đến lượt {name} bổ sung và trình lại. Bạn chưa cần làm gì."),
        en: format!("It is the turn of {name} to amend and propose again. You need not do anything now."),
    }
    the_duty { vi: "Nhiệm vụ", en: "The duty" }
    directive { vi: "Văn bản chỉ đạo", en: "Directive" }
    clause { vi: "Vị trí trong văn bản", en: "Clause" }
    issued_on(date: &str) { vi: format!("ban hành ngày {date}"), en: format!("issued {date}") }
    product { vi: "Sản phẩm", en: "Product" }
    english_only { vi: "(chỉ có bản tiếng Anh)", en: "(in English only)" }
    part { vi: "Vai trò", en: "Part" }
    lead_basis { vi: "Căn cứ giao chủ trì", en: "How the lead is known" }
    source_note { vi: "Nguồn", en: "Source" }
    restates { vi: "Nêu lại nhiệm vụ", en: "Restates or is restated by" }
    due_date_label { vi: "Thời hạn", en: "Due date" }
    due_in_source(text: &str) { vi: format!("trong văn bản: “{text}”"), en: format!("in the source: “{text}”") }
    original_due_date { vi: "Hạn ban đầu", en: "Original due date" }
    extensions_granted(count: i32, days: i32) {
        vi: format!("đã gia hạn {count} lần, tổng cộng {days} ngày"),
        en: format!("extended {count} time{}, {days} day{} in all", if count == 1 { "" } else { "s" }, if days == 1 { "" } else { "s" }),
    }
    never_extended { vi: "chưa gia hạn", en: "never extended" }
    starts_on { vi: "Thực hiện từ ngày", en: "Holds from" }
    escalation_level { vi: "Mức báo cáo cấp trên", en: "Escalation" }
    other_tenants { vi: "Cơ quan cùng thực hiện", en: "Other bodies of this task" }
    no_other_tenants { vi: "Không có cơ quan nào khác.", en: "No other body." }
    urges { vi: "Văn bản đôn đốc", en: "Urges" }
    urge_withdrawn { vi: "Tổ công tác đã rút trước khi gửi thư", en: "Withdrawn by the Working Group before its mail had left" }
    urge_lapsed { vi: "Khép lại khi nhiệm vụ được chấp nhận", en: "Closed when the work was accepted" }
    urge_number(number: &str) { vi: format!("Đôn đốc số {number}"), en: format!("Urge {number}") }
    answer_urge_number(number: &str) {
        vi: format!("Trả lời đôn đốc số {number}"), en: format!("Answer urge {number}"),
    }
    reply_by(date: &str) { vi: format!("trả lời chậm nhất ngày {date}"), en: format!("answer by the end of {date}") }
    urge_is_late(days: i32) {
        vi: format!("quá hạn trả lời {days} ngày"),
        en: format!("answer {days} day{} overdue", if days == 1 { "" } else { "s" }),
    }
    answered { vi: "Đã trả lời", en: "Answered" }
    not_answered { vi: "Chưa trả lời", en: "Not answered" }
    reports { vi: "Báo cáo tiến độ", en: "Progress reports" }
    no_reports_hint {
        vi: "Báo cáo do chuyên viên của đơn vị nhập sẽ hiện ở đây, bản mới nhất trước.",
        en: "Reports that your officers write appear here, newest first.",
    }
    evidence { vi: "Minh chứng", en: "Evidence" }
    no_evidence_hint {
        vi: "Chưa có minh chứng. Cần ít nhất một tệp hoặc liên kết trước khi gửi Tổ công tác.",
        en: "No evidence yet. At least one file or link is needed before submission.",
    }
    no_evidence_hint_coordinating {
        vi: "Chưa có minh chứng. Cơ quan phối hợp có thể thêm tệp hoặc liên kết, không bắt buộc.",
        en: "No evidence yet. A coordinating body may add files or links, and need not.",
    }
    contribution_explained {
        vi: "Cơ quan phối hợp báo cáo phần việc của mình. Phần này tự kết thúc khi Tổ công tác chấp nhận kết quả của cơ quan chủ trì.",
        en: "A coordinating body reports its own part. That part ends by itself when the Working Group accepts the lead's result.",
    }
    contribution_ended { vi: "đã kết thúc phần phối hợp", en: "the contribution has ended" }
    finished_on(class: Class, date: &str) {
        vi: match class {
            Class::NoDeadline => format!("hoàn thành ngày {date}, không hạn"),
            class => format!("{} ngày {date}", class.name(Lang::Vi)),
        },
        en: match class {
            Class::NoDeadline => format!("completed on {date}, no deadline"),
            class => format!("{} ({date})", class.name(Lang::En)),
        },
    }
    provenance { vi: "Nguồn dữ liệu của nhiệm vụ", en: "Where the data of this task come from" }
    level_explained { vi: "trên bốn cấp; quá hạn càng lâu, báo cáo lên cấp càng cao", en: "of four; the longer overdue, the higher" }
    evidence_removed(at: &str) { vi: format!("đã gỡ ngày {at}"), en: format!("removed {at}") }
    evidence_frozen { vi: "đã gửi kèm hồ sơ", en: "part of a submission" }
    link { vi: "liên kết", en: "link" }
    remove { vi: "Gỡ", en: "Remove" }
    remove_named(name: &str) { vi: format!("Gỡ minh chứng “{name}”"), en: format!("Remove evidence “{name}”") }
    extension_requests { vi: "Đề nghị gia hạn", en: "Extension requests" }
    extension_from_to(from: &str, to: &str) { vi: format!("từ {from} đến {to}"), en: format!("from {from} to {to}") }
    extension_granted_to(date: &str) { vi: format!("cho đến {date}"), en: format!("until {date}") }
    timeline { vi: "Diễn biến", en: "Timeline" }
    recipients { vi: "Người nhận", en: "Recipients" }
    timeline_is_cut { vi: "Chỉ hiện 100 diễn biến gần nhất.", en: "Only the latest 100 are shown." }
    by_at(who: &str, at: &str) { vi: format!("{who}, {at}"), en: format!("{who}, {at}") }

    // Report progress
    label_percent { vi: "Tiến độ (%)", en: "Progress (%)" }
    percent_hint { vi: "Số từ 0 đến 100.", en: "A number from 0 to 100." }
    percent_is_whole {
        vi: "“Tiến độ (%)” phải là số nguyên từ 0 đến 100, ví dụ 45.",
        en: "“Progress (%)” must be a whole number from 0 to 100, such as 45.",
    }
    label_results { vi: "Kết quả đã đạt", en: "Results" }
    results_hint {
        vi: "Đã làm được gì kể từ báo cáo trước; nêu số, ký hiệu văn bản nếu có.",
        en: "What has been done since the last report; name documents by number and symbol.",
    }
    label_figures { vi: "Số liệu", en: "Figures" }
    figures_hint { vi: "Ví dụ: 120/150 dịch vụ công toàn trình.", en: "For example: 120 of 150 services fully online." }
    label_limitations { vi: "Tồn tại, hạn chế", en: "Limitations" }
    label_barriers { vi: "Khó khăn, vướng mắc", en: "Barriers" }
    label_cause { vi: "Nguyên nhân vướng mắc", en: "Cause of the barrier" }
    label_waiting_on { vi: "Đang chờ cơ quan", en: "Waiting on" }
    waiting_on_hint {
        vi: "Chọn cơ quan mà đơn vị phải chờ và nêu chờ việc gì ở phần vướng mắc; Tổ công tác dựa vào đây để đôn đốc cơ quan đó.",
        en: "The body you wait for; say for what under barriers. From this the Working Group knows whom to urge.",
    }
    nobody_waited_on { vi: "— không chờ cơ quan nào —", en: "— nobody —" }
    label_next_step { vi: "Việc làm tiếp theo", en: "Next step" }
    next_step_hint { vi: "Sẽ làm gì, khi nào xong.", en: "What will be done, and by when." }
    send_report { vi: "Gửi báo cáo tiến độ", en: "Send the report" }
    report_goes_to {
        vi: "Đơn vị bạn và Tổ công tác đọc được báo cáo này.",
        en: "Your body and the Working Group can read this report.",
    }
    stored_now { vi: "Bản đang lưu", en: "What is stored now" }
    nothing_reported_before { vi: "Đây là báo cáo đầu tiên.", en: "This is the first report." }
    stale_title { vi: "Có người vừa cập nhật mục này", en: "Somebody has just changed this" }
    stale_explained {
        vi: "Nội dung bạn nhập vẫn còn nguyên dưới đây và chưa được ghi. Hãy xem bản đang lưu, sửa nếu cần rồi gửi; bản của bạn sẽ được ghi tiếp sau bản đó.",
        en: "What you typed is still here and was not written. Look at what is stored now, change yours if needed and send it; it will be written after it.",
    }
    stale_send { vi: "Gửi bản của tôi tiếp sau bản đang lưu", en: "Send mine on top of what is stored" }
    stored_state(status: &str, percent: i16) {
        vi: format!("Trạng thái: {status}; tiến độ {percent}%."),
        en: format!("Status: {status}; progress {percent}%."),
    }
    stored_last(what: &str, by: &str, at: &str) {
        vi: format!("Thay đổi gần nhất: {what}, {by}, {at}."),
        en: format!("Last change: {what}, {by}, {at}."),
    }

    // Evidence
    add_file { vi: "Tải tệp lên", en: "Upload files" }
    label_file { vi: "Tệp", en: "Files" }
    file_hint {
        vi: "PDF, DOCX, XLSX, PPTX, PNG, JPG, TXT hoặc CSV; mỗi tệp tối đa 25 MB, mỗi lần tối đa 10 tệp.",
        en: "PDF, DOCX, XLSX, PPTX, PNG, JPG, TXT or CSV; at most 25 MB a file and 10 files at a time.",
    }
    upload { vi: "Tải lên", en: "Upload" }
    upload_progress { vi: "Đang tải lên", en: "Uploading" }
    upload_is_checked { vi: "Đã tải lên, đang kiểm tra tệp", en: "Uploaded; the files are being checked" }
    upload_cancel { vi: "Dừng tải lên", en: "Stop the upload" }
    upload_cancelled { vi: "Đã dừng. Chưa có gì được ghi.", en: "Stopped. Nothing was written." }
    /// `#` is where the script puts the names.
    file_too_large_unsent {
        vi: "Chưa gửi: # lớn hơn 25 MB. Hãy chia nhỏ hoặc giảm kích thước rồi chọn lại.",
        en: "Not sent: # is larger than 25 MB. Split it or make it smaller, then choose again.",
    }
    upload_failed {
        vi: "Không tải lên được: đường truyền bị ngắt. Chưa có gì được ghi; hãy thử lại.",
        en: "The upload was cut off. Nothing was written; try again.",
    }
    choose_file { vi: "Hãy chọn ít nhất một tệp.", en: "Choose at least one file." }
    too_many_files { vi: "Mỗi lần tải lên tối đa 10 tệp.", en: "At most 10 files at a time." }
    file_trouble(name: &str, what: &str) { vi: format!("Tệp “{name}”: {what}"), en: format!("File “{name}”: {what}") }
    no_file_kept {
        vi: "Chưa lưu tệp nào của lần gửi này: hãy chọn lại tất cả.",
        en: "No file of this upload was kept: choose all of them again.",
    }
    file_too_large { vi: "lớn hơn 25 MB.", en: "larger than 25 MB." }
    add_link { vi: "Thêm liên kết", en: "Add a link" }
    label_link_name { vi: "Nội dung liên kết", en: "What the link shows" }
    label_url { vi: "Địa chỉ (https://…)", en: "Address (https://…)" }
    label_file_name { vi: "Tên tệp", en: "File name" }
    evidence_hint {
        vi: "Đơn vị bạn và Tổ công tác xem được minh chứng; cơ quan phối hợp thì không. Minh chứng đã gửi chỉ bổ sung, không gỡ được.",
        en: "Your body and the Working Group can see evidence; coordinating bodies cannot. Once submitted it can be added to, not removed.",
    }
    remove_evidence_explained {
        vi: "Tên và mã băm của minh chứng vẫn được lưu trong diễn biến.",
        en: "Its name and hash stay on record.",
    }

    // Propose, send back, submit, take back
    label_remark { vi: "Ý kiến kèm theo", en: "Remark" }
    label_remark_required { vi: "Lý do", en: "Reason" }
    remark_hint_tenant { vi: "Người trong đơn vị và Tổ công tác đọc được.", en: "Your body and the Working Group can read it." }
    acknowledge_explained {
        vi: "Xác nhận cơ quan bạn đã tiếp nhận nhiệm vụ này. Tổ công tác thấy việc đã được tiếp nhận; việc báo cáo tiến độ làm sau.",
        en: "Confirms that your body has received this task. The Working Group sees that it has; progress is reported later.",
    }
    propose_explained {
        vi: "Người phê duyệt của đơn vị sẽ xem xét và gửi Tổ công tác, hoặc trả lại bạn.",
        en: "An approver of your body will submit it to the Working Group, or send it back to you.",
    }
    send_back_explained {
        vi: "Việc trở về trạng thái đang thực hiện. Hãy ghi rõ cần sửa gì.",
        en: "The work goes back to in progress. Say what is to be put right.",
    }
    submit_explained {
        vi: "Tổ công tác sẽ thẩm tra kết quả và minh chứng. Ngày gửi được tính là ngày hoàn thành nếu được chấp nhận. Bạn rút lại được khi Tổ công tác chưa mở hồ sơ.",
        en: "The Working Group verifies results and evidence. If it accepts, today counts as the day of completion. You can take it back until it has been opened.",
    }
    submit_after_sending_back {
        vi: "Bạn đã trình việc này nên không tự gửi bản trình được. Hãy trả lại rồi gửi trực tiếp, hoặc để người phê duyệt khác gửi.",
        en: "You proposed this, so another approver has to submit the proposal. Or send it back, then submit it directly.",
    }
    take_back_explained {
        vi: "Hồ sơ trở về trạng thái đang thực hiện; ngày gửi lần này không còn được tính.",
        en: "The work goes back to in progress; this submission's date no longer counts.",
    }
    what_will_be_sent { vi: "Hồ sơ gửi đi", en: "What will be sent" }
    pieces_of_evidence(n: usize) {
        vi: format!("{n} minh chứng"), en: format!("{n} piece{} of evidence", if n == 1 { "" } else { "s" }),
    }

    // Extension
    label_to { vi: "Thời hạn đề nghị", en: "Due date asked for" }
    to_hint(current: &str) {
        vi: format!("Thời hạn hiện tại: {current}. Hạn ban đầu không thay đổi và luôn được hiển thị. Các ngày gợi ý đều là ngày làm việc."),
        en: format!("The due date is {current} now. The original due date never changes and is always shown. Each suggested date is a working day."),
    }
    pick_days_from_today(days: i32, date: &str) {
        vi: format!("{date}: {days} ngày kể từ hôm nay"), en: format!("{date}: {} from today", plural(days, "day")),
    }
    pick_days_from_due(days: i32, date: &str) {
        vi: format!("{date}: thêm {days} ngày so với thời hạn hiện tại"), en: format!("{date}: {} after the present due date", plural(days, "day")),
    }
    pick_a_date { vi: "Hãy chọn “Thời hạn đề nghị”.", en: "Choose the “Due date asked for”." }
    needed_for_other_date { vi: "khi chọn “Ngày khác”", en: "with “Another date”" }
    pick_other { vi: "Ngày khác", en: "Another date" }
    other_date_hint { vi: "Ví dụ: 31/08/2024.", en: "For example: 31/08/2024." }
    two_dates {
        vi: "Chỉ chọn một ngày: bỏ ngày ghi ở đây, hoặc chọn “Ngày khác”.",
        en: "One date only: clear the one typed here, or choose “Another date”.",
    }
    date_at_most(last: &str) {
        vi: format!("Ngày đề nghị phải sau thời hạn hiện tại và không muộn hơn {last}."),
        en: format!("The date must be after the present due date and not after {last}."),
    }
    label_other_date { vi: "Ngày khác (ngày/tháng/năm)", en: "Another date (day/month/year)" }
    label_reason { vi: "Lý do", en: "Reason" }
    label_text { vi: "Nội dung", en: "Text" }
    label_explanation { vi: "Giải trình", en: "Explanation" }
    send_request { vi: "Gửi đề nghị gia hạn", en: "Ask for the extension" }
    extension_explained {
        vi: "Tổ công tác quyết định. Trong khi chờ, thời hạn hiện tại vẫn có hiệu lực.",
        en: "The Working Group decides. Until then the present due date holds.",
    }

    // Urge
    label_answer { vi: "Nội dung trả lời", en: "Your answer" }
    answer_hint {
        vi: "Nêu việc đã làm, vướng mắc và thời điểm hoàn thành. Tổ công tác đọc được nội dung này.",
        en: "Say what was done, what stands in the way and when it will be finished. The Working Group will read it.",
    }
    send_answer { vi: "Gửi trả lời", en: "Send the answer" }

    filtered_by(q: &str) { vi: format!("Bộ lọc: {q}"), en: format!("Filter: {q}") }
    printed_by(who: &str, at: &str) { vi: format!("In bởi {who}, {at}"), en: format!("Printed by {who}, {at}") }
    save { vi: "Lưu", en: "Save" }

    // What has just been done
    done_acknowledged { vi: "Đã tiếp nhận nhiệm vụ.", en: "The task is acknowledged." }
    done_reported { vi: "Đã ghi báo cáo tiến độ.", en: "The report is written." }
    done_evidence_added { vi: "Đã thêm minh chứng.", en: "Evidence was added." }
    done_evidence_removed { vi: "Đã gỡ minh chứng.", en: "Evidence was removed." }
    done_proposed { vi: "Đã trình phê duyệt.", en: "Proposed for approval." }
    done_sent_back { vi: "Đã trả lại chuyên viên.", en: "Sent back." }
    done_submitted { vi: "Đã gửi Tổ công tác.", en: "Submitted to the Working Group." }
    done_taken_back { vi: "Đã rút lại hồ sơ.", en: "The submission was taken back." }
    done_extension_requested { vi: "Đã gửi đề nghị gia hạn.", en: "The extension was asked for." }
    done_urge_answered { vi: "Đã trả lời đôn đốc.", en: "The urge is answered." }
    done_contact_saved { vi: "Đã lưu địa chỉ liên hệ.", en: "The contact is saved." }
    done_pass_phrase_set { vi: "Đã đặt mật khẩu. Hãy đăng nhập.", en: "The pass-phrase is set. Log in now." }
    done_logged_out { vi: "Bạn đã đăng xuất.", en: "You are logged out." }
}

impl Lang {
    /// A count with its thousands set apart.
    pub(super) fn count(self, n: usize) -> String {
        self.number(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// The label of a form's field by its name on the wire; none for a name that no form has.
    pub fn field_label(self, field: &str) -> Option<&'static str> {
        Some(match field {
            "email" => self.email(),
            "password" => self.pass_phrase(),
            "password_old" => self.account_old_phrase(),
            "code" => self.second_factor_code(),
            "console_code" => self.console_code(),
            "passkey_name" => self.passkey_name(),
            "password_new" => self.new_pass_phrase(),
            "password_repeat" => self.repeat_pass_phrase(),
            "percent" => self.label_percent(),
            "results" => self.label_results(),
            "figures" => self.label_figures(),
            "limitations" => self.label_limitations(),
            "barriers" => self.label_barriers(),
            "cause" => self.label_cause(),
            "waiting_on" => self.label_waiting_on(),
            "next_step" => self.label_next_step(),
            "remark" => self.label_remark(),
            "file" => self.label_file(),
            "file_name" => self.label_file_name(),
            "name" => self.label_link_name(),
            "url" => self.label_url(),
            "pick" | "to" => self.label_to(),
            "reason" => self.label_reason(),
            "text" => self.label_text(),
            "office" => self.label_office(),
            "role" => self.people_role(),
            "lang" => self.people_lang(),
            "stand_in" => self.stand_in_who(),
            "from_on" => self.stand_in_from(),
            "to_on" => self.stand_in_to(),
            "hand_over" => self.people_hand_over(),
            "proof" => self.lost_factor_proof(),
            "decision" => self.lost_factor_decide(),
            "address" => self.label_address(),
            "q" => self.filter(),
            "num" => self.cell_number(),
            "den" => self.cell_whole(),
            "why" => self.check_why(),
            "because" => self.check_because(),
            _ => return None,
        })
    }
}
