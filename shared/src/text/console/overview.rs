//! Texts of the console's first page beyond its official figures: how the bodies are laid out, and what stands beside them where the
//! window is wide.

messages! {
    overview_key_sort { vi: "xếp theo thứ tự khác", en: "put in another order" }
    overview_bar_sort { vi: "xếp", en: "order" }
    overview_key_group { vi: "nhóm hoặc tách: bộ ngành, địa phương", en: "group the bodies: ministries and agencies, localities" }
    overview_bar_group { vi: "nhóm", en: "group" }
    overview_help {
        vi: "Ô đơn vị: tên tắt, mức nóng 0–5, số việc quá hạn. Mức nóng tính trên việc đang mở: mỗi việc quá hạn nặng 1 (đến 7 ngày), 2 (đến 14), 3 (đến 30), 4 (đến 60) hoặc 5 (lâu hơn), cộng lại chia cho số việc đang mở rồi làm tròn lên; 5 là mức cao nhất. Nơi đủ chỗ có thêm số việc đang mở và tỷ lệ quá hạn. Từ 120 cột có thêm điểm nghẽn, báo cáo kỳ và chỉ tiêu. Tab sang khối khác; Enter mở danh sách có đúng số dòng mà con số nêu.",
        en: "The cell of a body: short name, heat from 0 to 5, overdue assignments. Heat is about open work: each overdue assignment weighs 1 (up to 7 days), 2 (up to 14), 3 (up to 30), 4 (up to 60) or 5 (more), and the sum is divided by what is open and rounded up, to 5 at most. Where there is room, what is open and the share that is overdue follow. From 120 columns on, blocks, reports of periods and indicators stand beside them. Tab goes to the next block; Enter opens the list that has as many rows as the figure says.",
    }
    overview_stale { vi: "30 ngày không có tin", en: "no news for 30 days" }
    overview_most_first { vi: "nhiều nhất trước", en: "most first" }
    overview_share_first { vi: "tỷ lệ cao nhất trước", en: "largest share first" }
    overview_by_name { vi: "theo tên", en: "by name" }
    overview_block_tenants(n: usize, order: &str) {
        vi: format!("Việc quá hạn theo đơn vị ({n}), {order}"), en: format!("Overdue by tenant ({n}), {order}"),
    }
    overview_legend(open: bool) {
        vi: format!("tên, nóng 0–5, quá hạn{}", if open { "/đang mở, tỷ lệ" } else { "" }),
        en: format!("name, heat 0–5, overdue{}", if open { "/open, share" } else { "" }),
    }
    overview_ministries(n: usize) { vi: format!("Bộ, ngành ({n}):"), en: format!("Ministries and agencies ({n}):") }
    overview_localities(n: usize) { vi: format!("Địa phương ({n}):"), en: format!("Localities ({n}):") }
    overview_tenant_status(name: &str, heat: u8, overdue: &str, open: &str) {
        vi: format!("{name} · mức nóng {heat}/5 · Enter: {overdue} việc quá hạn · o: {open} việc đang mở"),
        en: format!("{name} · heat {heat} of 5 · Enter: the {overdue} overdue · o: the {open} open"),
    }
    overview_block_trend(weeks: usize) {
        vi: if weeks == 0 { "Theo tuần".to_owned() } else { format!("{weeks} tuần gần nhất") },
        en: if weeks == 0 { "By week".to_owned() } else { format!("Last {weeks} week{}", if weeks == 1 { "" } else { "s" }) },
    }
    overview_no_trend { vi: "ghi từ đầu tuần tới", en: "noted as a week begins" }
    overview_trend_overdue { vi: "quá hạn đầu tuần", en: "overdue on Monday" }
    overview_trend_closed { vi: "đóng trong 7 ngày", en: "closed in 7 days" }
    overview_trend_since(date: &str) { vi: format!("từ tuần {date}"), en: format!("since the week of {date}") }
    overview_block_causes { vi: "Vì sao phải chờ", en: "Why work waits" }
    overview_block_waited_for { vi: "Đang phải chờ ai", en: "Who is waited for" }
    overview_block_reports(period: &str) { vi: format!("Báo cáo {period}"), en: format!("Reports of {period}") }
    overview_block_no_reports { vi: "Báo cáo kỳ", en: "Reports of periods" }
    overview_block_indicators(n: usize) { vi: format!("Chỉ tiêu ({n})"), en: format!("Indicators ({n})") }
    overview_nothing_waits { vi: "không có việc nào phải chờ", en: "nothing waits" }
    overview_no_period { vi: "chưa mở kỳ nào", en: "no period is open yet" }
    overview_no_indicators { vi: "chưa có chỉ tiêu", en: "no indicators" }
    overview_more(n: usize, keys: &str) { vi: format!("… còn {n} ({keys})"), en: format!("… {n} more ({keys})") }
    overview_opens_reports(which: &str, period: &str) {
        vi: format!("Enter: báo cáo {period} · {which}"), en: format!("Enter: reports of {period} · {which}"),
    }
    overview_opens_indicator(name: &str) { vi: format!("Enter: chỉ tiêu “{name}”"), en: format!("Enter: the indicator “{name}”") }
}
