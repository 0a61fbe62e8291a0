//! Texts about what one tenant knows of another: the queue "waiting on us", and standings.

use super::Lang;

messages! {
    waiting_on_us { vi: "Cơ quan khác đang chờ", en: "Others wait for us" }
    waiting_on_us_explained {
        vi: "Các cơ quan dưới đây báo cáo rằng họ đang chờ đơn vị bạn nên nhiệm vụ của họ chưa xong. Một dòng mất đi khi cơ quan đó báo cáo không còn chờ, hoặc đã gửi Tổ công tác.",
        en: "The bodies below report that they wait for yours and cannot finish. A line goes when that body reports that it no longer waits, or hands in its work.",
    }
    nobody_waits { vi: "Không có cơ quan nào đang chờ đơn vị bạn.", en: "Nobody waits for your body." }
    nobody_waits_hint {
        vi: "Khi một cơ quan ghi trong báo cáo tiến độ rằng đang chờ đơn vị bạn, nhiệm vụ đó sẽ xuất hiện ở đây.",
        en: "When a body says in a progress report that it waits for yours, that task appears here.",
    }
    waits_since(date: &str, days: i32) {
        vi: if days == 0 { format!("chờ từ hôm nay, {date}") } else { format!("chờ từ {date}, đã {days} ngày") },
        en: match days {
            0 => format!("waiting since today, {date}"),
            1 => format!("waiting since {date}, 1 day"),
            _ => format!("waiting since {date}, {days} days"),
        },
    }
    cause_not_given { vi: "chưa nêu nguyên nhân", en: "cause not given" }
    its_due_date(date: &str) { vi: format!("thời hạn của họ: {date}"), en: format!("their due date: {date}") }
    waiting_on_us_count(n: i64) {
        vi: format!("{} việc của cơ quan khác đang chờ đơn vị", Lang::Vi.number(n)),
        en: if n == 1 {
            "1 task of another body waits for yours".to_owned()
        } else {
            format!("{} tasks of other bodies wait for yours", Lang::En.number(n))
        },
    }
    last_report_on(date: &str) { vi: format!("báo cáo gần nhất ngày {date}"), en: format!("last report {date}") }
    tui_fact_waiting { vi: "Đang chờ", en: "Waiting on" }
    tui_waiting_since(tenant: &str, date: &str, cause: &str) {
        vi: format!("{tenant} từ {date} · {cause}"), en: format!("{tenant} since {date} · {cause}"),
    }
}
