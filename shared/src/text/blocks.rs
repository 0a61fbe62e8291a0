//! Texts of the console's screen of blocks: who holds up whom.

messages! {
    blocks_tab { vi: "Điểm nghẽn", en: "Blocks" }
    blocks_key_go { vi: "xem điểm nghẽn: ai đang phải chờ ai", en: "show the blocks: who waits for whom" }
    blocks_means {
        vi: "Việc đang phải chờ cơ quan khác theo báo cáo mới nhất, theo cơ quan được chờ và nguyên nhân.",
        en: "Work that waits for another body by its newest report, by who is waited for and why.",
    }
    blocks_none { vi: "Không có việc nào đang phải chờ cơ quan khác.", en: "Nothing waits for another body." }
    blocks_help {
        vi: "Mỗi dòng là một cơ quan được chờ và một nguyên nhân. Enter mở danh sách việc đang chờ; f đôn đốc cơ quan được chờ về nhiệm vụ phải chờ lâu nhất mà cơ quan đó có phần việc, nêu tên cơ quan đang chờ.",
        en: "Each row is a body that is waited for and a cause. Enter lists what waits; f urges that body about the task that has waited longest among those in which it has a part, and names who waits.",
    }
    blocks_column_on { vi: "CƠ QUAN ĐƯỢC CHỜ", en: "WAITED FOR" }
    blocks_column_cause { vi: "NGUYÊN NHÂN", en: "CAUSE" }
    blocks_column_count { vi: "VIỆC", en: "WAIT" }
    blocks_column_days { vi: "LÂU NHẤT", en: "LONGEST" }
    blocks_days(n: i32) { vi: format!("{n} ngày"), en: format!("{n} day{}", if n == 1 { "" } else { "s" }) }
    blocks_longest(task: &str, tenant: &str, since: &str) {
        vi: format!("Lâu nhất: {tenant} với {task}, từ {since}"),
        en: format!("Longest: {tenant} with {task}, since {since}"),
    }
    blocks_nobody_to_urge {
        vi: "Không đôn đốc được: cơ quan này không chủ trì việc nào còn phải làm.",
        en: "Nothing to urge: the body waited for leads no open task here.",
    }
    blocks_urge_about(on: &str, task: &str, about: usize, of: &str) {
        vi: format!("Đôn đốc về {task}, tức {about}/{of} việc đang chờ {on}"),
        en: format!("An urge is about {task}: {about} of {of} that wait for {on}"),
    }
    blocks_urge_text(waiting: &str, on: &str, task: &str) {
        vi: format!("Theo báo cáo trên hệ thống, {waiting} đang chờ {on} để thực hiện {task}.\n\nTổ công tác đề nghị {on} khẩn trương xử lý phần việc thuộc trách nhiệm của mình để cơ quan, địa phương nêu trên có thể tiếp tục thực hiện; nêu rõ kết quả, vướng mắc (nếu có) và thời điểm hoàn thành."),
        en: format!("According to the reports in the system, {waiting} waits for {on} with {task}.\n\nThe Working Group asks {on} to see to its own part without delay, so that the above can go on, and to say what has been achieved, what stands in the way, if anything, and when it will be finished."),
    }
}
