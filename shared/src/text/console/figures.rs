//! Texts of the console's screen of figures.

use super::Lang;

messages! {
    figures_tab { vi: "Chỉ tiêu", en: "Indicators" }
    figures_key_go { vi: "xem chỉ tiêu: số liệu cả nước theo kỳ", en: "show the indicators: the nation's figures by period" }
    figures_key_previous { vi: "kỳ trước", en: "the period before" }
    figures_key_next { vi: "kỳ sau", en: "the period after" }
    figures_key_group { vi: "số liệu của nhóm đơn vị kế tiếp", en: "figures of the next group of bodies" }
    figures_key_basis { vi: "đổi số đã gửi và số đã thẩm tra", en: "figures as filed or as verified" }
    figures_key_chart { vi: "đổi biểu đồ và bảng", en: "swap chart and table" }
    figures_key_export { vi: "ghi số liệu ra tệp CSV ở thư mục hiện tại", en: "write the figures to a CSV file in the current folder" }
    figures_bar_previous { vi: "kỳ trước", en: "before" }
    figures_bar_next { vi: "kỳ sau", en: "after" }
    figures_bar_group { vi: "nhóm", en: "group" }
    figures_bar_basis { vi: "gửi/thẩm tra", en: "filed/verified" }
    figures_bar_chart { vi: "bảng", en: "table" }
    figures_bar_export { vi: "CSV", en: "CSV" }
    figures_help {
        vi: "Mỗi dòng là một chỉ tiêu: số liệu kèm số đơn vị có số liệu trên số đơn vị phải báo cáo, diễn biến qua các kỳ (· là kỳ chưa có số liệu), mục tiêu và kết luận. Enter mở chỉ tiêu; ở danh sách đơn vị, đơn vị chưa có số liệu đứng trước, f đôn đốc đơn vị đang chọn. Biểu đồ cần cửa sổ từ 60 cột và có màu; nếu không thì chỉ có bảng.",
        en: "Each row is an indicator: its figure with how many bodies reported of those that owe it, how it went over the periods (· is a period without data), the target and the verdict. Enter opens it; among its bodies those without a number come first, and f urges the one under the cursor. The chart needs 60 columns and colours; otherwise there is the table only.",
    }
    figures_none {
        vi: "Chưa có kỳ nào mở. Người quản trị lập các kỳ của năm bằng lệnh “dondoc-server period plan” rồi mở từng kỳ bằng “dondoc-server period open”.",
        en: "No period has been opened yet. The operator plans the periods of a year with “dondoc-server period plan” and opens each with “dondoc-server period open”.",
    }
    figures_no_rows { vi: "Trong kỳ này nhóm này không có chỉ tiêu nào.", en: "There is no indicator for this group in this period." }
    figures_not_here { vi: "Trong kỳ này nhóm này không có chỉ tiêu này.", en: "There is no such figure for this group in this period." }
    figures_simulated { vi: "mô phỏng", en: "simulated" }
    figures_dates(from: &str, to: &str, due: &str, cutoff: &str) {
        vi: format!("từ {from} đến hết {to} · hạn gửi {due} · chốt {cutoff}"),
        en: format!("{from} to {to} · due {due} · cut off {cutoff}"),
    }
    figures_filed(filed: &str, owing: &str, verified: &str) {
        vi: format!("{filed}/{owing} đơn vị đã gửi, {verified} đã thẩm tra"),
        en: format!("{filed} of {owing} filed, {verified} verified"),
    }
    figures_no_older { vi: "Không có kỳ nào trước kỳ này đã mở.", en: "No earlier period was opened." }
    figures_no_newer { vi: "Chưa có kỳ nào sau kỳ này được mở.", en: "No later period has been opened." }
    figures_column_code { vi: "MÃ", en: "CODE" }
    figures_column_name { vi: "CHỈ TIÊU", en: "INDICATOR" }
    figures_column_figure { vi: "SỐ LIỆU", en: "FIGURE" }
    figures_column_trend { vi: "QUA CÁC KỲ", en: "PERIODS" }
    figures_column_trend_short { vi: "CÁC KỲ", en: "TREND" }
    figures_column_target { vi: "MỤC TIÊU", en: "TARGET" }
    figures_column_verdict { vi: "KẾT LUẬN", en: "VERDICT" }
    figures_pane_figure { vi: "Chỉ tiêu", en: "Figure" }
    figures_pane_bodies(missing: &str, all: &str) {
        vi: format!("Đơn vị: {missing}/{all} chưa có số liệu"), en: format!("Bodies: {missing} of {all} without a number"),
    }
    figures_pane_unverified(n: &str) { vi: format!("{n} đã gửi, chưa thẩm tra"), en: format!("{n} filed, not verified") }
    figures_pane_bodies_alone { vi: "Đơn vị", en: "Bodies" }
    figures_label_concept { vi: "Nội dung", en: "What counts" }
    figures_label_bodies { vi: "Qua đơn vị", en: "Over bodies" }
    figures_label_time { vi: "Qua thời gian", en: "Over time" }
    figures_label_direction { vi: "Chiều tốt", en: "Better is" }
    figures_label_unit { vi: "Đơn vị tính", en: "Unit" }
    figures_label_target { vi: "Mục tiêu", en: "Target" }
    figures_label_year { vi: "Từ đầu năm", en: "Year so far" }
    figures_label_bounds { vi: "Khoảng", en: "Bounds" }
    figures_label_record { vi: "Đã công bố", en: "Published" }
    figures_target_due(target: &str, due: &str) { vi: format!("{target}, hạn {due}"), en: format!("{target}, due {due}") }
    figures_target_stretch(level: &str) { vi: format!("phấn đấu {level}"), en: format!("stretch {level}") }
    figures_target_baseline(value: &str, on: &str) { vi: format!("khi giao {value} ({on})"), en: format!("when set {value} ({on})") }
    figures_between(low: &str, high: &str) {
        vi: format!("thấp nhất {low}, cao nhất {high} khi mọi đơn vị gửi đủ"),
        en: format!("{low} at the least, {high} at the most once every body has reported"),
    }
    figures_from(low: &str) {
        vi: format!("thấp nhất {low}; chưa thể nói cao nhất bao nhiêu"),
        en: format!("{low} at the least; nobody can say the most"),
    }
    figures_exactly(value: &str) { vi: format!("{value}: không còn đơn vị nào phải chờ"), en: format!("{value}: no body is waited for") }
    figures_bar_legend { vi: "├─┤ khoảng có thể · ● hiện nay · ◆ mục tiêu", en: "├─┤ what is possible · ● now · ◆ target" }
    figures_trend { vi: "Qua các kỳ", en: "Over the periods" }
    figures_trend_table_only { vi: "Qua các kỳ (chỉ có bảng: biểu đồ cần màu, nét vẽ và 60 cột)", en: "Over the periods (table only: a chart needs colours, drawing and 60 columns)" }
    figures_trend_none { vi: "chưa có kỳ nào", en: "no period yet" }
    figures_point { vi: "số liệu", en: "figure" }
    figures_point_estimated { vi: "có ước tính", en: "with estimates" }
    figures_point_partial_of(present: i64, expected: i64) {
        vi: format!("chưa đủ: {present}/{expected} đơn vị"), en: format!("partial: {present} of {expected}"),
    }
    figures_point_partial { vi: "thiếu đơn vị", en: "bodies missing" }
    figures_point_missing { vi: "chưa có số liệu", en: "no data" }
    figures_point_break { vi: "đổi cách tính từ kỳ này", en: "counted differently from here on" }
    figures_legend_break { vi: "đổi cách tính", en: "counted differently" }
    figures_chart_target(level: &str) { vi: format!("mục tiêu {level}"), en: format!("target {level}") }
    figures_table_period { vi: "KỲ", en: "PERIOD" }
    figures_table_until { vi: "ĐẾN HẾT", en: "UNTIL" }
    figures_table_value { vi: "SỐ LIỆU", en: "FIGURE" }
    figures_table_note { vi: "GHI CHÚ", en: "NOTE" }
    figures_chart_not_here {
        vi: "Biểu đồ cần màu, nét vẽ, cửa sổ từ 60 cột và ít nhất hai kỳ có số liệu.",
        en: "The chart needs colours, drawing, 60 columns and at least two periods with data.",
    }
    figures_body { vi: "ĐƠN VỊ", en: "BODY" }
    figures_body_state { vi: "BÁO CÁO", en: "REPORT" }
    figures_body_number { vi: "SỐ LIỆU", en: "NUMBER" }
    figures_body_estimated { vi: "Ư.TÍNH", en: "EST." }
    figures_body_verified { vi: "T.TRA", en: "VERIF." }
    figures_body_due { vi: "HẠN GỬI", en: "DUE" }
    figures_body_urges { vi: "Đ.ĐỐC", en: "URGES" }
    figures_body_unlike { vi: "NHÓM", en: "GROUP" }
    figures_unlike_word { vi: "khác", en: "unlike" }
    figures_unlike(n: i64) {
        vi: format!("{} số khác hẳn các đơn vị cùng nhóm", Lang::Vi.number(n)),
        en: format!("{} number{} unlike the rest of the group", Lang::En.number(n), if n == 1 { "" } else { "s" }),
    }
    figures_yes { vi: "có", en: "yes" }
    figures_said_estimated { vi: "ước tính", en: "an estimate" }
    figures_said_verified { vi: "đã thẩm tra", en: "verified" }
    figures_said_unlike(own: &str, median: &str, others: &str) {
        vi: format!("khác các đơn vị cùng nhóm: {own}, trung vị của {others} đơn vị kia là {median}"),
        en: format!("unlike the rest of its group: {own}, the median of the other {others} bodies is {median}"),
    }
    figures_body_paper_green { vi: "N.VỤ", en: "TASKS" }
    figures_paper_green_word { vi: "đã xong", en: "done" }
    figures_paper_green(n: i64) {
        vi: format!("{} đơn vị đã xong nhiệm vụ mà chưa đạt mục tiêu", Lang::Vi.number(n)),
        en: format!("{} bod{} finished the tasks and missed the target", Lang::En.number(n), if n == 1 { "y has" } else { "ies have" }),
    }
    figures_said_paper_green(tasks: i64) {
        vi: format!("{} nhiệm vụ của chỉ tiêu đã được chấp nhận mà số liệu chưa đạt mục tiêu", Lang::Vi.number(tasks)),
        en: format!(
            "{} task{} of the indicator accepted, and the number does not reach the target",
            Lang::En.number(tasks),
            if tasks == 1 { "" } else { "s" },
        ),
    }
    figures_said_due(due: &str) { vi: format!("hạn {due}"), en: format!("due {due}") }
    figures_reason(reason: &str) { vi: format!("lý do: {reason}"), en: format!("reason: {reason}") }
    figures_nobody { vi: "Không đơn vị nào phải báo cáo chỉ tiêu này trong kỳ.", en: "No body owes this number in this period." }
    figures_nobody_asked {
        vi: "Số liệu này do cơ quan chủ quản công bố; chưa có kỳ nào để hỏi các đơn vị.",
        en: "This figure is published by its owner; there is no period in which bodies were asked.",
    }
    figures_no_period_to_keep { vi: "Chưa có kỳ nào để ghi ra tệp.", en: "There is no period to be written to a file." }
    figures_table_comes { vi: "Đang lấy số liệu để ghi ra tệp…", en: "Getting the figures for the file…" }
    figures_file_name { vi: "chi-tieu", en: "indicators" }
    figures_urge_text(code: &str, name: &str, period: &str, due: &str) {
        vi: format!("Trên hệ thống chưa có số liệu của đơn vị về chỉ tiêu {code} ({name}) trong kỳ báo cáo {period}, hạn gửi {due}.\n\nTổ công tác đề nghị đơn vị gửi số liệu; nếu chưa có, nêu rõ lý do và thời điểm sẽ có."),
        en: format!("The system has no number of the body for indicator {code} ({name}) in the reporting period {period}, due {due}.\n\nThe Working Group asks the body to file it or, if it is not known yet, to say why and when it will be."),
    }
    figures_urge_undated { vi: "theo quy định", en: "as set" }
}
